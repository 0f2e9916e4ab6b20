// Stands in for VIES, the member states' registers of VAT numbers, in its own words.
//
//   POST /check-vat-number        {countryCode, vatNumber, requester…, trader…}
//   POST /check-vat-test-service  the same; the number alone decides: 100 is valid, 200 is not, and
//                                 201 to 601 are failures
//   GET  /check-status
//
//   POST /sim/company   {number: "BE0123456749", name, address, valid}: so it is registered
//   POST /sim/trouble   {country, error, status}: that register answers with the code from now on,
//                       with HTTP status 200 if it is not given; without an error it is all right
//   POST /sim/instead   {body}: the next answer, whatever it is
//
// Numbers that nobody has registered are invalid.  DE and ES disclose nothing and compare.  What
// was asked stands in /sim/log as "asked".

#include <ctime>
#include <optional>
#include <set>

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto asked_of = "asked";
constexpr auto companies = "companies";
constexpr auto troubles = "troubles";
constexpr auto instead = "instead";

const std::map<std::string, std::string>& failures() {
    static const std::map<std::string, std::string> all = {
        {"201", "INVALID_INPUT"},
        {"202", "INVALID_REQUESTER_INFO"},
        {"300", "SERVICE_UNAVAILABLE"},
        {"301", "MS_UNAVAILABLE"},
        {"302", "TIMEOUT"},
        {"400", "VAT_BLOCKED"},
        {"401", "IP_BLOCKED"},
        {"500", "GLOBAL_MAX_CONCURRENT_REQ"},
        {"501", "GLOBAL_MAX_CONCURRENT_REQ_TIME"},
        {"600", "MS_MAX_CONCURRENT_REQ"},
        {"601", "MS_MAX_CONCURRENT_REQ_TIME"},
    };
    return all;
}

bool is_member_state(const std::string& code) {
    static const std::set<std::string> all = {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU",
        "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI"};
    return all.contains(code);
}

Answer failure(const std::string& code, int status = 200) {
    return {status, {{"actionSucceed", false}, {"errorWrappers", {{{"error", code}}}}}};
}

std::string now() {
    const auto seconds = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
    return text;
}

json answer_about(FrontDesk& desk, const json& said, const json& company) {
    const auto country = said.at("countryCode").get<std::string>();
    const bool valid = company.value("valid", true) && !company.empty();
    const bool silent = country == "DE" || country == "ES";
    const auto shown = [&](const char* name) {
        return valid && !silent ? company.value(name, "---") : std::string{"---"};
    };
    const auto known = [&](const char* name) { return said.contains(name) && !said[name].empty(); };
    const bool is_known = known("requesterMemberStateCode") && known("requesterNumber");
    const auto match = [&](const char* trader, const char* of) -> std::string {
        if (!valid || !silent || !said.contains(trader)) return "NOT_PROCESSED";
        const auto theirs = company.value(of, "");
        return theirs.find(said[trader].get<std::string>()) == std::string::npos ? "INVALID"
                                                                                 : "VALID";
    };
    return {{"countryCode", country},
            {"vatNumber", said.at("vatNumber")},
            {"requestDate", now()},
            {"valid", valid},
            {"requestIdentifier", is_known ? "WAPIAAAA" + desk.next_id("consultation") : ""},
            {"name", shown("name")},
            {"address", shown("address")},
            {"traderName", said.value("traderName", "---")},
            {"traderNameMatch", match("traderName", "name")},
            {"traderStreetMatch", match("traderStreet", "address")},
            {"traderPostalCodeMatch", match("traderPostalCode", "address")},
            {"traderCityMatch", match("traderCity", "address")},
            {"traderCompanyTypeMatch", "NOT_PROCESSED"}};
}

std::optional<Answer> refusal(FrontDesk& desk, const json& said) {
    const auto country = said.at("countryCode").get<std::string>();
    if (!is_member_state(country) || said.at("vatNumber").get<std::string>().empty())
        return failure("INVALID_INPUT");
    const auto requester = said.value("requesterMemberStateCode", "");
    if (!requester.empty() && !is_member_state(requester)) return failure("INVALID_REQUESTER_INFO");
    if (auto& next = desk.files(instead); !next.empty()) {
        const auto body = next.begin()->second;
        next.erase(next.begin());
        return Answer{200, body};
    }
    const auto& all = desk.files(troubles);
    if (const auto found = all.find(country); found != all.end())
        return failure(found->second["error"], found->second["status"]);
    return std::nullopt;
}

Answer check(FrontDesk& desk, const json& said) {
    desk.add(asked_of, desk.next_id(asked_of), said);
    if (auto answer = refusal(desk, said)) return *answer;
    const auto number =
        said.at("countryCode").get<std::string>() + said.at("vatNumber").get<std::string>();
    const auto& all = desk.files(companies);
    const auto found = all.find(number);
    return {200, answer_about(desk, said, found == all.end() ? json::object() : found->second)};
}

Answer check_by_number(FrontDesk& desk, const json& said) {
    desk.add(asked_of, desk.next_id(asked_of), said);
    const auto number = said.at("vatNumber").get<std::string>();
    if (const auto found = failures().find(number); found != failures().end())
        return failure(found->second);
    if (number != "100" && number != "200") return failure("INVALID_INPUT");
    return {200,
            answer_about(
                desk, said,
                {{"valid", number == "100"}, {"name", "John Doe"}, {"address", "123 Main St"}})};
}

Answer status(FrontDesk& desk) {
    json countries = json::array();
    for (const auto* code : {"BE", "DE", "EL", "ES", "FR", "NL", "XI"})
        countries.push_back(
            {{"countryCode", code},
             {"availability", desk.files(troubles).contains(code) ? "Unavailable" : "Available"}});
    return {200, {{"vow", {{"available", true}}}, {"countries", countries}}};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.post("/check-vat-number", [&](const Asked& asked) { return check(desk, asked.body); });
    desk.post("/check-vat-test-service",
              [&](const Asked& asked) { return check_by_number(desk, asked.body); });
    desk.get("/check-status", [&](const Asked&) { return status(desk); });
    desk.post("/sim/company", [&](const Asked& asked) {
        return Answer{200, desk.add(companies, asked.body.at("number"), asked.body)};
    });
    desk.post("/sim/trouble", [&](const Asked& asked) {
        const auto country = asked.body.at("country").get<std::string>();
        const auto error = asked.body.value("error", "");
        if (error.empty())
            desk.files(troubles).erase(country);
        else
            desk.add(troubles, country,
                     {{"error", error}, {"status", asked.body.value("status", 200)}});
        return Answer{};
    });
    desk.post("/sim/instead", [&](const Asked& asked) {
        desk.add(instead, desk.next_id(instead), asked.body.at("body"));
        return Answer{};
    });
    return desk.run();
}
