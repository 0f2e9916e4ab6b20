#include "states/event_form.hpp"

#include <boost/mp11/algorithm.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "states/checks.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/host_name.hpp"
#include "states/inquiries.hpp"
#include "states/text.hpp"

namespace states {
namespace {

namespace mp = boost::mp11;
using nlohmann::json;
using Problems = std::vector<Problem>;

// Fields that may be left out or empty; every other one of an event has to say something.
const std::set<std::string, std::less<>> optional_fields = {
    "approved.break_glass", "detail",          "warnings", "payment_received.reason",
    "refund_sent.reason",   "withdrawn.reason"};

bool is_optional(std::string_view event, const std::string& field) {
    return optional_fields.contains(field) ||
           optional_fields.contains(std::string{event} + "." + field);
}

bool same_type(const json& a, const json& b) {
    return a.type() == b.type() || (a.is_number_integer() && b.is_number_integer());
}

std::string_view word_of(const json& example) {
    if (example.is_string()) return "string";
    if (example.is_array()) return "array";
    if (example.is_object()) return "object";
    return "number";
}

// PostgreSQL keeps every character but U+0000, so a text with one is refused by its field, however
// deep it stands and whoever sends it.
void find_nul(const json& value, const std::string& field, Problems& problems) {
    if (value.is_string() && value.get_ref<const std::string&>().find('\0') != std::string::npos)
        problems.push_back({field, "control_character"});
    if (!value.is_structured()) return;
    for (const auto& [key, inner] : value.items()) {
        const auto name = value.is_array() ? field + "[" + key + "]"
                          : field.empty()  ? key
                                           : field + "." + key;
        if (key.find('\0') != std::string::npos)  // Of a field that nobody knows.
            problems.push_back({field, "control_character"});
        else
            find_nul(inner, name, problems);
    }
}

// Compares the fields with those that the event has when it says nothing.
Problems check_fields(std::string_view event, const json& given, const json& empty) {
    Problems problems;
    for (const auto& [field, example] : empty.items()) {
        const auto found = given.find(field);
        if (is_optional(event, field) && found == given.end()) continue;
        if (found == given.end())
            problems.push_back({field, "missing"});
        else if (!same_type(*found, example))
            problems.push_back(
                {field, "wrong_type", {{"expected", std::string{word_of(example)}}}});
        // NOLINTNEXTLINE(readability-container-size-empty): a text of JSON is never empty().
        else if (!is_optional(event, field) && (found->empty() || *found == ""))
            problems.push_back({field, "missing"});
    }
    for (const auto& [field, _] : given.items())
        if (!empty.contains(field)) problems.push_back({field, "unknown_field", {{"name", field}}});
    return problems;
}

// "2500.00" to cents, in place.
void read_amount(json& data, Problems& problems) {
    const auto found = data.find("amount");
    if (found == data.end()) return;
    const auto amount = found->is_string() ? read_money(found->get<std::string>()) : std::nullopt;
    if (!amount || *amount <= Money{}) problems.push_back({"amount", "amount_format"});
    *found = amount.value_or(Money{}).cents;
}

// ---- Contents that only this event has ----------------------------------------------------------

template <class Event>
void check(const Event&, const Catalogue&, Problems&) {}

void check(const Approved& event, const Catalogue&, Problems& problems) {
    if (!event.break_glass.empty() && trimmed(event.break_glass).empty())
        problems.push_back({"break_glass", "missing"});
}

void check(const InformationRequested& event, const Catalogue&, Problems& problems) {
    for (std::size_t i = 0; i < event.items.size(); ++i) {
        const auto at = "items[" + std::to_string(i) + "].";
        if (event.items[i].field.empty()) problems.push_back({at + "field", "missing"});
        if (event.items[i].text.empty()) problems.push_back({at + "text", "missing"});
    }
}

void check(const BookingProposed& event, const Catalogue&, Problems& problems) {
    if (event.books != PaymentReceived::name && event.books != PaymentReversed::name)
        problems.push_back({"books", "unknown_event", {{"name", event.books}}});
}

void check(const ErasureProposed& event, const Catalogue&, Problems& problems) {
    if (event.basis != "retention" && event.basis != "request")
        problems.push_back({"basis", "erasure_basis"});
}

std::string offered_by(const Catalogue& catalogue) {
    std::string all;
    for (const auto& product : catalogue.products) all += (all.empty() ? "" : ", ") + product.name;
    return all;
}

std::string languages_of(const Catalogue& catalogue) {
    std::string all;
    for (const auto& language : catalogue.languages) all += (all.empty() ? "" : ", ") + language;
    return all;
}

void check(const ProfileSaved& event, const Catalogue& catalogue, Problems& problems) {
    static const std::set<std::string, std::less<>> kinds = {"billing", "technical",
                                                             "administrative", "abuse"};
    const auto note = [&](const std::string& field, const Checked& checked) {
        if (checked.verdict == Verdict::invalid) problems.push_back({field, checked.code});
    };
    const auto& [contacts, urls] = event.profile;
    const std::map<std::string, int, std::less<>> most = {{"billing", 1}, {"technical", 10}};
    std::map<std::string, int, std::less<>> found;
    for (std::size_t i = 0; i < contacts.size(); ++i) {
        const auto at = "profile.contacts[" + std::to_string(i) + "].";
        if (!kinds.contains(contacts[i].kind)) problems.push_back({at + "kind", "contact_kind"});
        const auto limit = most.find(contacts[i].kind);  // domain.md, step 6.
        if (limit != most.end() && ++found[contacts[i].kind] == limit->second + 1)
            problems.push_back(
                {at + "kind", "contacts_max", {{"max", std::to_string(limit->second)}}});
        if (contacts[i].name.empty()) problems.push_back({at + "name", "missing"});
        note(at + "email", check_email(contacts[i].email));
        if (!contacts[i].phone.empty()) note(at + "phone", check_phone(contacts[i].phone));
    }
    for (std::size_t i = 0; i < urls.size(); ++i) {
        const auto at = "profile.product_urls[" + std::to_string(i) + "].";
        if (urls[i].product.empty())
            problems.push_back({at + "product", "missing"});
        else if (!catalogue.product(urls[i].product))
            problems.push_back(
                {at + "product",
                 "product_unknown",
                 {{"product", urls[i].product}, {"offered", offered_by(catalogue)}}});
        if (!catalogue.languages.contains(urls[i].language))
            problems.push_back(
                {at + "language", "language_unknown", {{"offered", languages_of(catalogue)}}});
        note(at + "url", check_website(urls[i].url));
    }
}

void check_domain(const std::string& domain, Problems& problems) {
    if (!is_host_name(domain)) problems.push_back({"domain", "domain_format"});
}
void check(const DomainRegistered& event, const Catalogue&, Problems& problems) {
    check_domain(event.domain, problems);
}
void check(const DomainClaimed& event, const Catalogue&, Problems& problems) {
    check_domain(event.domain, problems);
}

// ---- What is kept in one form, whatever notation it came in -------------------------------------

template <class Event>
void normalise(Event&) {}

void normalise(ProfileSaved& event) {
    for (auto& contact : event.profile.contacts)
        if (!contact.phone.empty()) contact.phone = check_phone(contact.phone).normalised;
}

// An event that says nothing, with every field that it may have.
template <class Event>
json blank() {
    if constexpr (std::is_same_v<Event, Approved>)
        return {{"break_glass", ""}};
    else
        return Event{};
}

// ---- One event ----------------------------------------------------------------------------------

template <class Event>
concept CarriesSignUp = requires(Event event) {
    event.sign_up;
};

template <class Event>
std::variant<engine::Event, Problems> read(const json& given, const Catalogue& catalogue) {
    auto data = given;
    if constexpr (CarriesSignUp<Event>) {
        const auto found = given.find("sign_up");
        if (found == given.end() || given.size() != 1)
            return check_fields(Event::name, given, json{{"sign_up", json::object()}});
        auto read = read_sign_up(*found, catalogue);
        if (auto* problems = std::get_if<Problems>(&read)) return std::move(*problems);
        auto& good = std::get<ReadSignUp>(read);
        auto value = Event{};
        value.sign_up = std::move(good.sign_up);
        if constexpr (requires { value.warnings; }) {
            value.warnings = std::move(good.warnings);
            // Said here and not by the steps, so that a journal explains itself whatever register
            // is asked by then.
            for (auto& problem : awaited(value.sign_up, catalogue.awaited_checks))
                value.warnings.push_back(std::move(problem));
        }
        return event(value);
    } else if constexpr (std::is_empty_v<Event>) {
        if (auto problems = check_fields(Event::name, given, json::object()); !problems.empty())
            return problems;
        return event(Event{});
    } else {
        Problems problems;
        find_nul(given, "", problems);
        read_amount(data, problems);
        const json empty = blank<Event>();
        auto wrong = check_fields(Event::name, data, empty);
        problems.insert(problems.end(), wrong.begin(), wrong.end());
        if (!problems.empty()) return problems;
        for (const auto& [field, value] : empty.items())
            if (!data.contains(field)) data[field] = value;
        try {
            auto value = data.get<Event>();
            check(value, catalogue, problems);
            if (!problems.empty()) return problems;
            normalise(value);
            return event(value);
        } catch (const json::exception&) {  // Somewhere deep inside a list.
            return Problems{{empty.begin().key(), "wrong_type", {{"expected", "see the API"}}}};
        }
    }
}

}  // namespace

std::variant<engine::Event, Problems> read_event(std::string_view name, const json& data,
                                                 const Catalogue& catalogue) {
    if (!data.is_object()) return Problems{{"data", "wrong_type", {{"expected", "object"}}}};
    std::variant<engine::Event, Problems> read_as =
        Problems{{"event", "unknown_event", {{"name", std::string{name}}}}};
    mp::mp_for_each<mp::mp_transform<mp::mp_identity, Events>>([&]<class E>(mp::mp_identity<E>) {
        if (E::name == name) read_as = read<E>(data, catalogue);
    });
    return read_as;
}

}  // namespace states
