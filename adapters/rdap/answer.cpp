#include "adapters/rdap/answer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/fault.hpp"
#include "states/text.hpp"

namespace rdap {
namespace {

using nlohmann::json;

constexpr std::size_t text_max = 500;      // Bytes of a handle or a name.
constexpr std::size_t entities_max = 200;  // Of one answer, nested ones too.
constexpr int depth_max = 8;               // Of entities in entities.
constexpr std::size_t iana_digits_max = 9;

[[noreturn]] void refuse(const std::string& field, const std::string& rule) {
    throw engine::Rejected{"rdap answered with " + field + " that " + rule};
}

std::string below(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + "." + name;
}
std::string item(const std::string& path, std::size_t index) {
    return path + "[" + std::to_string(index) + "]";
}

std::string text_at(const json& value, const std::string& path) {
    if (!value.is_string()) refuse(path, "is no text");
    const auto text = value.get<std::string>();
    if (text.size() > text_max) refuse(path, "is longer than " + std::to_string(text_max));
    for (const auto c : states::read_utf8(text).value_or(U"\x01"))
        if (states::is_control(c)) refuse(path, "has control characters");
    return text;
}

// Empty if it is missing: most members may be.
std::string text_in(const json& object, const char* name, const std::string& path) {
    return object.contains(name) ? text_at(object.at(name), below(path, name)) : "";
}

const json& list_in(const json& object, const char* name, const std::string& path) {
    static const json none = json::array();
    if (!object.contains(name)) return none;
    const auto& list = object.at(name);
    if (!list.is_array()) refuse(below(path, name), "is no list");
    return list;
}

void check_class(const json& object, const std::string& expected, const std::string& path) {
    if (!object.is_object()) refuse(path.empty() ? "(all of it)" : path, "is no object");
    if (text_in(object, "objectClassName", path) != expected)
        refuse(below(path, "objectClassName"), "is not \"" + expected + "\"");
}

bool same(const std::string& a, std::string_view b) {
    return states::lower_ascii(a) == states::lower_ascii(b);
}

std::string iana_id_in(const json& entity, const std::string& path) {
    std::string found;
    const auto& ids = list_in(entity, "publicIds", path);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto at = item(below(path, "publicIds"), i);
        if (!ids[i].is_object()) refuse(at, "is no object");
        for (const auto* name : {"type", "identifier"})
            if (!ids[i].contains(name)) refuse(below(at, name), "is missing");
        const auto type = text_in(ids[i], "type", at);
        const auto id = text_in(ids[i], "identifier", at);
        if (!same(type, "IANA Registrar ID")) continue;
        if (id.empty() || id.size() > iana_digits_max || id.front() == '0' ||
            id.find_first_not_of("0123456789") != std::string::npos)
            refuse(below(at, "identifier"), "is no number without leading zeros");
        if (!found.empty() && found != id) refuse(below(path, "publicIds"), "has two IANA IDs");
        found = id;
    }
    return found;
}

// ["vcard", [["fn", {}, "text", "Example Inc."], …]] (RFC 7095).
std::string full_name_in(const json& entity, const std::string& path) {
    const auto& card = list_in(entity, "vcardArray", path);
    if (card.empty()) return "";
    const auto at = below(path, "vcardArray");
    if (card.size() < 2 || card[0] != "vcard" || !card[1].is_array())
        refuse(at, "is no [\"vcard\", […]]");
    for (std::size_t i = 0; i < card[1].size(); ++i) {
        const auto& property = card[1][i];
        constexpr std::size_t value = 3;
        if (!property.is_array() || property.size() <= value || !property[0].is_string())
            refuse(item(at + "[1]", i), "is no [name, {}, type, value]");
        if (same(property[0].get<std::string>(), "fn"))
            return text_at(property[value], item(item(at + "[1]", i), value));
    }
    return "";
}

// Entities with the role, those of the domain itself before those within others.
class Registrars {
public:
    void look_into(const json& object, const std::string& path, int depth) {
        const auto& entities = list_in(object, "entities", path);
        const auto all = below(path, "entities");
        if (depth > depth_max && !entities.empty()) refuse(all, "is nested too deep");
        for (std::size_t i = 0; i < entities.size(); ++i) {
            const auto at = item(all, i);
            if (++seen_ > entities_max) refuse(at, "is one too many");
            check_class(entities[i], "entity", at);
            if (is_registrar(entities[i], at)) take(entities[i], at, depth);
        }
        for (std::size_t i = 0; i < entities.size(); ++i)
            look_into(entities[i], item(all, i), depth + 1);
    }
    std::optional<Registrar> found() const { return found_; }

private:
    static bool is_registrar(const json& entity, const std::string& path) {
        const auto& roles = list_in(entity, "roles", path);
        bool is_one = false;
        for (std::size_t i = 0; i < roles.size(); ++i)
            is_one = same(text_at(roles[i], item(below(path, "roles"), i)), "registrar") || is_one;
        return is_one;
    }

    void take(const json& entity, const std::string& path, int depth) {
        const Registrar registrar{.handle = text_in(entity, "handle", path),
                                  .iana_id = iana_id_in(entity, path),
                                  .name = full_name_in(entity, path)};
        if (found_ && depth > depth_) return;  // A registrar's own contact may bear the role, too.
        if (found_ && depth == depth_ && *found_ != registrar)
            refuse(path, "is a second registrar");
        found_ = registrar;
        depth_ = depth;
    }

    std::optional<Registrar> found_;
    int depth_ = 0;
    std::size_t seen_ = 0;
};

std::string registered_at(const json& answer) {
    const auto& events = list_in(answer, "events", "");
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto at = item("events", i);
        if (!events[i].is_object()) refuse(at, "is no object");
        if (same(text_in(events[i], "eventAction", at), "registration"))
            return text_in(events[i], "eventDate", at);
    }
    return "";
}

}  // namespace

Domain read_domain(const json& answer, const std::string& asked) {
    check_class(answer, "domain", "");
    auto name = states::lower_ascii(text_in(answer, "ldhName", ""));
    if (name.ends_with('.')) name.pop_back();
    if (name.empty()) refuse("ldhName", "is missing");
    if (name != asked) refuse("ldhName", "is not " + asked);

    Domain domain{.registered_at = registered_at(answer)};
    const auto& status = list_in(answer, "status", "");
    for (std::size_t i = 0; i < status.size(); ++i)
        domain.status.push_back(text_at(status[i], item("status", i)));
    Registrars registrars;
    registrars.look_into(answer, "", 0);
    domain.registrar = registrars.found();
    return domain;
}

}  // namespace rdap
