#include "states/sign_up.hpp"

namespace states {
namespace {

using nlohmann::json;

json or_null(const std::string& text) { return text.empty() ? json{} : json(text); }

// Absent and null are an empty text: a draft is kept before it is complete.
std::string text(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? "" : found->get<std::string>();
}

// A member as it stands, without a copy; an empty object in place of one that is absent.
const json& part(const json& object, const char* name) {
    static const auto none = json::object();
    const auto found = object.find(name);
    return found == object.end() ? none : *found;
}

json write_wish(const Wish& wish) {
    auto written =
        json{{"name", wish.product}, {"role", wish.role == Role::reseller ? "reseller" : "direct"}};
    if (wish.iana_id != 0) written["iana_id"] = wish.iana_id;
    if (!wish.document.empty()) written["document"] = wish.document;
    return written;
}

Wish restored_wish(const json& object) {
    return {.product = text(object, "name"),
            .role = text(object, "role") == "reseller" ? Role::reseller : Role::direct,
            .iana_id = object.value("iana_id", 0),
            .document = text(object, "document")};
}

}  // namespace

json write_sign_up(const SignUp& sign_up) {
    auto written = json{{"organisation", sign_up.organisation},
                        {"representative", sign_up.representative},
                        {"contract_language", sign_up.contract_language},
                        {"prepayment", nullptr},
                        {"current_account", or_null(sign_up.current_account)},
                        {"standing_order", sign_up.standing_order},
                        {"products", json::array()}};
    if (sign_up.prepayment != Money{})
        written["prepayment"] = {{"amount", write_money(sign_up.prepayment)},
                                 {"currency", sign_up.currency}};
    for (const auto& wish : sign_up.products) written["products"].push_back(write_wish(wish));
    return written;
}

void to_json(json& written, const SignUp& sign_up) { written = write_sign_up(sign_up); }

void from_json(const json& written, SignUp& sign_up) {
    sign_up = {.organisation = part(written, "organisation").get<Organisation>(),
               .representative = part(written, "representative").get<Representative>(),
               .contract_language = text(written, "contract_language"),
               .current_account = text(written, "current_account"),
               .standing_order = written.value("standing_order", false)};
    if (const auto paid = written.find("prepayment"); paid != written.end() && !paid->is_null()) {
        sign_up.prepayment = read_money(text(*paid, "amount")).value_or(Money{});
        sign_up.currency = text(*paid, "currency");
    }
    for (const auto& wish : part(written, "products"))
        sign_up.products.push_back(restored_wish(wish));
}

void to_json(json& written, const Organisation& organisation) {
    const auto& address = organisation.address;
    written = {{"name", organisation.name},
               {"vat_number", organisation.vat_number},
               {"website", organisation.website},
               {"address",
                {{"street", address.street},
                 {"postal_code", address.postal_code},
                 {"city", address.city},
                 {"state", or_null(address.state)},
                 {"country", address.country}}}};
}

void from_json(const json& written, Organisation& organisation) {
    const auto& address = part(written, "address");
    organisation = {.name = text(written, "name"),
                    .vat_number = text(written, "vat_number"),
                    .website = text(written, "website"),
                    .address = {.street = text(address, "street"),
                                .postal_code = text(address, "postal_code"),
                                .city = text(address, "city"),
                                .state = text(address, "state"),
                                .country = text(address, "country")}};
}

void to_json(json& written, const Representative& person) {
    written = {{"first_name", person.first_name},
               {"last_name", person.last_name},
               {"email", person.email},
               {"phone", person.phone},
               {"mobile", person.mobile}};
}

void from_json(const json& written, Representative& person) {
    person = {.first_name = text(written, "first_name"),
              .last_name = text(written, "last_name"),
              .email = text(written, "email"),
              .phone = text(written, "phone"),
              .mobile = text(written, "mobile")};
}

void to_json(json& written, const Problem& problem) {
    written = {{"field", problem.field}, {"code", problem.code}, {"values", problem.values}};
}

void from_json(const json& written, Problem& problem) {
    problem = {.field = written.at("field").get<std::string>(),
               .code = written.at("code").get<std::string>(),
               .values = written.value("values", std::map<std::string, std::string>{})};
}

}  // namespace states
