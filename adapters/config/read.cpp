#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

#include "adapters/config/config.hpp"
#include "adapters/config/keys.hpp"

namespace config {
namespace {

namespace fs = std::filesystem;

// "server.listen" is given as --listen.
std::string flag_of(std::string_view name) {
    auto flag = "--" + std::string{name.substr(name.rfind('.') + 1)};
    std::ranges::replace(flag, '_', '-');
    return flag;
}

constexpr auto secret_max = std::size_t{65'536};

// One value on its way into the configuration.
struct Setting {
    std::variant<std::string, std::int64_t, bool> value;
    Origin origin;
    fs::path base;  // What relative paths in it are relative to.
};

class Reader {
public:
    Reader() : keys_{keys_of(config_)} {
        for (const auto& key : keys_) config_.origins[key.name] = {};
    }

    void read_defaults(const std::map<std::string, std::string>& environment);
    void read_file(const fs::path&);
    void read_environment(const std::map<std::string, std::string>&);
    void read_flags(const std::map<std::string, std::string>&);
    void check_together();

    std::variant<Config, std::vector<Problem>> result() {
        if (!problems_.empty()) return std::move(problems_);
        return std::move(config_);
    }

private:
    const Key* find(std::string_view name, bool& is_file_of_secret) const;
    void read_table(const toml::table&, const std::string& section, const fs::path& file);
    void read_value(const std::string& name, const toml::node&, const fs::path& file);
    void set(const Key&, bool is_file_of_secret, const Setting&);
    void set_text(const Key&, const std::string&, const Setting&);
    void set_secret(const Key&, const std::string& file, const Setting&);
    void set_worded(const Key&, bool is_file_of_secret, const std::string&, const Origin&);
    void complain(const Origin& origin, const std::string& key, const std::string& reason) {
        problems_.push_back({origin.source, origin.line, key, reason});
    }

    Config config_;
    std::vector<Key> keys_;
    std::set<std::string> set_in_layer_;  // To see a secret given directly and by file.
    std::vector<Problem> problems_;
};

// A key, or for "esign.api_key_file" the secret that the file holds.
const Key* Reader::find(std::string_view name, bool& is_file_of_secret) const {
    is_file_of_secret = false;
    for (const auto& key : keys_) {
        if (key.name == name) return &key;
        if (key.is_secret() && key.name + "_file" == name) {
            is_file_of_secret = true;
            return &key;
        }
    }
    return nullptr;
}

void Reader::read_defaults(const std::map<std::string, std::string>& environment) {
    const auto value = [&](const std::string& name) {
        const auto found = environment.find(name);
        return found == environment.end() ? std::string{} : found->second;
    };
    if (geteuid() == 0)
        config_.data = "/var/lib/doorstep";
    else if (const auto state = value("XDG_STATE_HOME"); !state.empty())
        config_.data = fs::path{state} / "doorstep";
    else if (const auto home = value("HOME"); !home.empty())
        config_.data = fs::path{home} / ".local/state/doorstep";
    else
        config_.data = fs::absolute("doorstep-data");
}

void Reader::read_file(const fs::path& file) {
    set_in_layer_.clear();
    const auto origin = Origin{Origin::Layer::file, file.string(), 0};
    auto stream = std::ifstream{file};
    if (!stream || fs::is_directory(file)) return complain(origin, "", "cannot be read");
    try {
        read_table(toml::parse(stream, file.string()), "", file);
    } catch (const toml::parse_error& error) {
        problems_.push_back({file.string(), static_cast<int>(error.source().begin.line), "",
                             std::string{error.description()}});
    }
    std::ranges::stable_sort(problems_, {}, &Problem::line);  // toml++ goes through it by name.
}

void Reader::read_table(const toml::table& table, const std::string& section,
                        const fs::path& file) {
    for (const auto& [word, node] : table) {
        const auto name = section.empty() ? std::string{word} : section + "." + std::string{word};
        const bool is_section =
            section.empty() && std::ranges::find(keys_, name, &Key::section) != keys_.end();
        if (is_section && node.is_table())
            read_table(*node.as_table(), name, file);
        else if (is_section)
            complain(
                {Origin::Layer::file, file.string(), static_cast<int>(node.source().begin.line)},
                name, "must be a table: [" + name + "]");
        else
            read_value(name, node, file);
    }
}

void Reader::read_value(const std::string& name, const toml::node& node, const fs::path& file) {
    const auto origin =
        Origin{Origin::Layer::file, file.string(), static_cast<int>(node.source().begin.line)};
    bool is_file_of_secret = false;
    const auto* key = find(name, is_file_of_secret);
    if (!key) return complain(origin, name, "is not a key of this program");
    if (key->is_secret() && !is_file_of_secret)
        return complain(origin, name,
                        "is a secret, which does not belong in this file: name a file that holds "
                        "it with " +
                            std::string{key->word()} + "_file, or set " + key->variable());

    auto setting = Setting{{}, origin, fs::absolute(file).parent_path()};
    if (const auto text = node.value_exact<std::string>())
        setting.value = *text;
    else if (const auto number = node.value_exact<std::int64_t>())
        setting.value = *number;
    else if (const auto truth = node.value_exact<bool>())
        setting.value = *truth;
    else
        return complain(origin, name, "must be a text, a whole number, or true or false");
    set(*key, is_file_of_secret, setting);
}

void Reader::read_environment(const std::map<std::string, std::string>& environment) {
    set_in_layer_.clear();
    for (const auto& [variable, value] : environment) {
        if (!variable.starts_with("DOORSTEP_")) continue;
        const auto origin = Origin{Origin::Layer::environment, variable, 0};
        bool known = false;
        bool is_of_a_section = false;
        for (const auto& key : keys_) {
            const bool is_file = key.is_secret() && key.variable() + "_FILE" == variable;
            if (key.variable() == variable || is_file) {
                set_worded(key, is_file, value, origin);
                known = true;
            }
            const auto prefix = Key{std::string{key.section()}, key.place}.variable() + "_";
            if (!key.section().empty() && variable.starts_with(prefix)) is_of_a_section = true;
        }
        // Names outside our sections may be somebody else's: a test's, or a unit file's.
        if (!known && is_of_a_section) complain(origin, "", "is not a key of this program");
    }
}

void Reader::read_flags(const std::map<std::string, std::string>& flags) {
    set_in_layer_.clear();
    for (const auto& [name, value] : flags) {
        const auto origin = Origin{Origin::Layer::flag, flag_of(name), 0};
        bool is_file_of_secret = false;
        if (const auto* key = find(name, is_file_of_secret))
            set_worded(*key, is_file_of_secret, value, origin);
        else
            complain(origin, name, "is not a key of this program");
    }
}

// From a layer where everything is text.
void Reader::set_worded(const Key& key, bool is_file_of_secret, const std::string& text,
                        const Origin& origin) {
    auto setting = Setting{text, origin, fs::current_path()};
    if (std::holds_alternative<int*>(key.place)) {
        std::int64_t number = 0;
        const auto* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        if (error == std::errc{} && stop == end && !text.empty()) setting.value = number;
    } else if (std::holds_alternative<bool*>(key.place)) {
        if (text == "true" || text == "false") setting.value = text == "true";
    }
    set(key, is_file_of_secret, setting);
}

void Reader::set(const Key& key, bool is_file_of_secret, const Setting& setting) {
    const auto name = key.name + (is_file_of_secret ? "_file" : "");
    if (!set_in_layer_.insert(key.name).second)
        return complain(setting.origin, name, "is given twice: directly and by file");

    if (auto* const* number = std::get_if<int*>(&key.place)) {
        const auto* value = std::get_if<std::int64_t>(&setting.value);
        if (!value || *value < key.min || *value > key.max)
            return complain(setting.origin, name,
                            "must be a whole number from " + std::to_string(key.min) + " to " +
                                std::to_string(key.max));
        **number = static_cast<int>(*value);
    } else if (auto* const* truth = std::get_if<bool*>(&key.place)) {
        const auto* value = std::get_if<bool>(&setting.value);
        if (!value) return complain(setting.origin, name, "must be true or false");
        **truth = *value;
    } else {
        const auto* value = std::get_if<std::string>(&setting.value);
        if (!value) return complain(setting.origin, name, "must be a text in quotes");
        if (value->find('\0') != std::string::npos)
            return complain(setting.origin, name, "must not contain a zero character");
        if (is_file_of_secret) return set_secret(key, *value, setting);
        return set_text(key, *value, setting);
    }
    config_.origins[key.name] = setting.origin;
}

void Reader::set_text(const Key& key, const std::string& text, const Setting& setting) {
    if (key.objection) {
        const auto objection = key.objection(text);
        if (!objection.empty()) return complain(setting.origin, key.name, objection);
    }
    if (auto* const* place = std::get_if<std::string*>(&key.place)) **place = text;
    if (auto* const* place = std::get_if<Secret*>(&key.place)) (*place)->value = text;
    if (auto* const* place = std::get_if<fs::path*>(&key.place)) {
        const auto path = text.empty() ? fs::path{} : (setting.base / text).lexically_normal();
        if (key.name == "data" && path.empty())
            return complain(setting.origin, key.name, "must name a folder");
        if (key.name == "catalogue" && !path.empty() && !fs::is_regular_file(path))
            return complain(setting.origin, key.name, "there is no file " + path.string());
        if ((key.name == "mail.templates" || key.name == "bank.folder" ||
             key.name == "letters.folder") &&
            !path.empty() && !fs::is_directory(path))
            return complain(setting.origin, key.name, "there is no folder " + path.string());
        **place = path;
    }
    config_.origins[key.name] = setting.origin;
}

void Reader::set_secret(const Key& key, const std::string& file, const Setting& setting) {
    const auto path = setting.base / file;
    const auto name = key.name + "_file";
    auto stream = std::ifstream{path, std::ios::binary};
    if (file.empty() || !stream || !fs::is_regular_file(path))
        return complain(setting.origin, name, "cannot read the file " + path.string());
    std::string text(secret_max + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > secret_max)
        return complain(setting.origin, name, path.string() + " is too long for a secret");
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    if (text.empty()) return complain(setting.origin, name, path.string() + " is empty");
    std::get<Secret*>(key.place)->value = text;
    config_.origins[key.name] = setting.origin;
}

// Rules about several keys; only worth saying when each key by itself is right.
void Reader::check_together() {
    if (!problems_.empty()) return;
    const auto& listen = config_.server.listen;
    const bool is_loopback = listen.starts_with("127.") || listen.starts_with("[::1]:") ||
                             listen.starts_with("localhost:");
    if (config_.test_clock && !is_loopback)
        complain(config_.origins["test_clock"], "test_clock",
                 "lets anybody move the time: only allowed when server.listen is a loopback "
                 "address, and it is " +
                     listen);
    if (!config_.smtp.password.value.empty() && config_.smtp.user.empty())
        complain(config_.origins["smtp.password"], "smtp.password", "needs smtp.user beside it");
    if (!config_.oidc.issuer.empty() && config_.oidc.client_id.empty())
        complain(config_.origins["oidc.issuer"], "oidc.issuer", "needs oidc.client_id beside it");
}

}  // namespace

std::map<std::string, std::string> environment() {
    std::map<std::string, std::string> all;
    for (char** entry = environ; entry && *entry; ++entry) {
        const auto text = std::string{*entry};
        const auto equals = text.find('=');
        if (equals == std::string::npos) continue;
        const auto name = text.substr(0, equals);
        if (name.starts_with("DOORSTEP_") || name == "HOME" || name == "XDG_STATE_HOME")
            all[name] = text.substr(equals + 1);
    }
    return all;
}

std::variant<Config, std::vector<Problem>> read_config(const Layers& layers) {
    Reader reader;
    reader.read_defaults(layers.environment);
    if (!layers.file.empty()) reader.read_file(layers.file);
    reader.read_environment(layers.environment);
    reader.read_flags(layers.flags);
    reader.check_together();
    return reader.result();
}

Listening listening_on(const Config& config) {
    const auto& listen = config.server.listen;
    const auto colon = listen.rfind(':');
    auto host = listen.substr(0, colon);
    // The brackets only keep its colons apart from the port's; no resolver knows them.
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return {std::move(host), std::stoi(listen.substr(colon + 1))};
}

std::string public_url(const Config& config) {
    return config.server.public_url.empty() ? "http://" + config.server.listen
                                            : config.server.public_url;
}

}  // namespace config
