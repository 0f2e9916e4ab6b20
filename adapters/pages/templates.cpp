#include "adapters/pages/templates.hpp"

#include <deque>
#include <kainjow/mustache.hpp>
#include <stdexcept>

#include "adapters/mustache.hpp"

namespace pages {
namespace {

namespace mustache = kainjow::mustache;
using nlohmann::json;

mustache::data data_of(const json& value) {
    switch (value.type()) {
        case json::value_t::object: {
            auto data = mustache::data{mustache::data::type::object};
            for (const auto& [name, member] : value.items()) data.set(name, data_of(member));
            return data;
        }
        case json::value_t::array: {
            auto data = mustache::data{mustache::data::type::list};
            for (const auto& item : value) data.push_back(data_of(item));
            return data;
        }
        case json::value_t::boolean: return mustache::data{value.get<bool>()};
        case json::value_t::null: return mustache::data{false};
        case json::value_t::string: {
            const auto& text = value.get_ref<const std::string&>();
            return text.empty() ? mustache::data{false} : mustache::data{text};
        }
        default: return mustache::data{value.dump()};
    }
}

// Looks a name up in the innermost scope that has it, and throws where the library's own context
// says nothing.
class Strict final : public mustache::basic_context<std::string> {
public:
    explicit Strict(const mustache::data& data) : scopes_{&data} {}

    const mustache::data* get(const std::string& name) const override {
        if (name == ".") return scopes_.front();
        const auto dot = std::min(name.find('.'), name.size());
        for (const auto* scope : scopes_)
            if (scope->is_object())
                if (const auto* found = scope->get(name.substr(0, dot)))
                    return inside(found, name, dot);
        throw std::logic_error{"there is no value for {{" + name + "}}"};
    }
    const mustache::data* get_partial(const std::string& name) const override {
        throw std::logic_error{"there is no piece {{>" + name + "}}"};
    }
    void push(const mustache::data* data) override { scopes_.push_front(data); }
    void pop() override { scopes_.pop_front(); }

private:
    // "user.name" asks for nothing where there is no user.
    static const mustache::data* inside(const mustache::data* data, const std::string& name,
                                        std::size_t dot) {
        static const mustache::data nothing{false};
        while (dot < name.size()) {
            if (!data->is_object()) return &nothing;
            const auto end = std::min(name.find('.', dot + 1), name.size());
            data = data->get(name.substr(dot + 1, end - dot - 1));
            if (!data) throw std::logic_error{"there is no value for {{" + name + "}}"};
            dot = end;
        }
        return data;
    }

    std::deque<const mustache::data*> scopes_;  // The innermost first.
};

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            case '\'': safe += "&#39;"; break;
            case '{': safe += "{{"; break;  // A placeholder of a text is a value of the page.
            case '}': safe += "}}"; break;
            default: safe += c;
        }
    return safe;
}

class Assembly {
public:
    Assembly(std::initializer_list<const Files*> all, const Words& words) : words_{words} {
        for (const auto* files : all)
            for (const auto& [file, text] : *files)
                if (!texts_.emplace(file.substr(0, file.rfind('.')), text).second)
                    flaw(file, "there is another template of this name");
    }

    std::map<std::string, std::string> all() {
        std::map<std::string, std::string> made;
        for (const auto& [name, _] : texts_) {
            if (name.starts_with('_')) continue;
            page_ = name;
            for (const auto& language : words_.languages())
                made.emplace(language + "/" + std::string{name}, whole("_frame", language));
        }
        if (!flaws_.empty()) throw std::logic_error{"the templates of pages:" + flaws_};
        return made;
    }

    void flaw(std::string_view file, const std::string& what) {
        const auto line = "\n  " + std::string{file} + ": " + what;
        if (flaws_.find(line) == std::string::npos) flaws_ += line;
    }

private:
    // The text of this piece, with the pieces that it names and its words put in.
    std::string whole(std::string_view file, const std::string& language, int depth = 0) {
        const auto found = texts_.find(file);
        if (found == texts_.end() || depth > 9) {
            flaw(file, "there is no such piece, or it stands in itself");
            return {};
        }
        const auto text = found->second;
        std::string made;
        std::size_t at = 0;
        for (const auto& tag : adapters::tags_of(text)) {
            made.append(text.substr(at, tag.begin - at));
            at = tag.end;
            if (tag.kind == '>') {
                const auto piece = tag.name == "page" ? page_ : "_" + tag.name;
                made += whole(piece, language, depth + 1);
            } else if (tag.name.starts_with("l.") && tag.kind == 'v') {
                made += words(file, language, tag.name.substr(2));
            } else {
                check(file, text, tag);
                made.append(text.substr(tag.begin, tag.end - tag.begin));
            }
        }
        return made.append(text.substr(at));
    }

    std::string words(std::string_view file, const std::string& language, const std::string& key) {
        if (words_.has(key)) return escaped(words_.text(language, key));
        flaw(file, "there are no words " + key);
        return {};
    }

    void check(std::string_view file, std::string_view text, const adapters::Tag& tag) {
        if (tag.kind != 'v') return;
        const auto written = text.substr(tag.begin, tag.end - tag.begin);
        if ((written.starts_with("{{{") || written.starts_with("{{&")) &&
            !tag.name.ends_with("_svg"))
            flaw(file, tag.name + " is not escaped");
        if (tag.begin > 0 && text[tag.begin - 1] == '=')
            flaw(file, tag.name + " is an attribute without quotes");
    }

    const Words& words_;
    std::map<std::string_view, std::string_view> texts_;
    std::string page_;
    std::string flaws_;
};

}  // namespace

struct Templates::Parsed {
    // Renders without changing anything, though the library does not say so.
    mutable mustache::mustache page;
};

Templates::Templates(std::initializer_list<const Files*> files, const Words& words) {
    auto assembly = Assembly{files, words};
    for (const auto& [name, text] : assembly.all()) {
        auto parsed = std::make_unique<Parsed>(Parsed{mustache::mustache{text}});
        if (!parsed->page.is_valid())
            throw std::logic_error{"the template " + name + ": " + parsed->page.error_message()};
        parsed_.emplace(name, std::move(parsed));
    }
}

Templates::~Templates() = default;

std::string Templates::render(const std::string& page, const std::string& language,
                              const json& data) const {
    auto found = parsed_.find(language + "/" + page);
    if (found == parsed_.end()) found = parsed_.find("en/" + page);
    if (found == parsed_.end()) throw std::logic_error{"there is no page " + page};
    const auto values = data_of(data);
    auto context = Strict{values};
    return found->second->page.render(context);
}

}  // namespace pages
