#include "adapters/mail_routing.hpp"

#include <array>
#include <cctype>

namespace adapters {
namespace {

using nlohmann::json;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Members of these names that are texts; whatever else was there is left out.
json texts_of(const json& object, std::initializer_list<const char*> names) {
    auto kept = json::object();
    for (const auto* name : names)
        if (const auto found = object.find(name); found != object.end() && found->is_string())
            kept[name] = *found;
    return kept;
}

const json& object_in(const json& object, const char* name) {
    static const auto none = json::object();
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? *found : none;
}

json kept_wish(const json& wish) {
    auto kept = texts_of(wish, {"name", "role", "document"});
    if (const auto id = wish.find("iana_id"); id != wish.end() && id->is_number_integer())
        kept["iana_id"] = *id;
    return kept;
}

}  // namespace

std::string reference_in(const std::string& subject) {
    constexpr std::size_t year = 4;
    constexpr std::size_t number_min = 6;
    for (auto at = subject.find("A-"); at != std::string::npos; at = subject.find("A-", at + 1)) {
        if (at > 0 && std::isalnum(static_cast<unsigned char>(subject[at - 1])) != 0) continue;
        auto end = at + 2;
        while (end < subject.size() && is_digit(subject[end])) ++end;
        if (end != at + 2 + year || end >= subject.size() || subject[end] != '-') continue;
        const auto number = end + 1;
        end = number;
        while (end < subject.size() && is_digit(subject[end])) ++end;
        if (end - number >= number_min) return subject.substr(at, end - at);
    }
    return {};
}

MailFate fate_of(const MailRead& read, const MailContext& known) {
    if (!known.whole) return {.state = "unclear", .reason = "too_large", .task = "mail_unclear"};
    if (read.kind == "bounce") {
        if (known.repeated) return {.state = "closed", .reason = "repeated"};
        if (known.ours_failed.empty())
            return {.state = "unclear", .reason = "bounce_of_unknown", .task = "mail_unclear"};
        return {
            .state = "bounce", .of = known.of, .task = "mail_bounce", .failed = known.ours_failed};
    }
    for (const auto* kind : {"ours", "auto_reply", "list"})
        if (read.kind == kind) return {.state = "closed", .reason = kind, .of = known.of};
    if (known.repeated) return {.state = "closed", .reason = "repeated"};
    if (known.of)
        return {.state = "attached",
                .reason = known.from_representative ? "" : "another_sender",
                .of = known.of,
                .task = "mail_attached"};
    if (read.kind == "sign_up")
        return {.state = "to_confirm",
                .task = "mail_to_confirm",
                .answer_to = read.answerable && !read.problems.empty()
                                 ? (read.reply_to.empty() ? read.from : read.reply_to)
                                 : ""};
    return {.state = "unclear", .reason = "no_sign_up", .task = "mail_unclear"};
}

states::SignUp kept_part_of(const json& sign_up) {
    if (!sign_up.is_object()) return {};
    auto kept = texts_of(sign_up, {"contract_language", "current_account"});
    const auto& organisation = object_in(sign_up, "organisation");
    kept["organisation"] = texts_of(organisation, {"name", "vat_number", "website"});
    kept["organisation"]["address"] = texts_of(
        object_in(organisation, "address"), {"street", "postal_code", "city", "state", "country"});
    kept["representative"] = texts_of(object_in(sign_up, "representative"),
                                      {"first_name", "last_name", "email", "phone", "mobile"});
    if (const auto paid = texts_of(object_in(sign_up, "prepayment"), {"amount", "currency"});
        paid.size() == 2)
        kept["prepayment"] = paid;
    if (const auto order = sign_up.find("standing_order");
        order != sign_up.end() && order->is_boolean())
        kept["standing_order"] = *order;
    kept["products"] = json::array();
    if (const auto products = sign_up.find("products");
        products != sign_up.end() && products->is_array())
        for (const auto& wish : *products)
            if (wish.is_object()) kept["products"].push_back(kept_wish(wish));
    return kept.get<states::SignUp>();
}

}  // namespace adapters
