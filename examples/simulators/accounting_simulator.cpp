// Stands in for an accounting system: it alone numbers invoices, and it knows VAT.
//
//   POST /invoices                  {external_id, net_cents, currency, customer, …}
//   POST /invoices/{number}/credit  {external_id, reason}
//   GET  /invoices/{number}

#include <ctime>

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto invoices = "invoices";
constexpr auto credit_notes = "credit_notes";

int this_year() {
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return static_cast<int>(std::chrono::year_month_day{today}.year());
}

// Another EU country's business is charged by reverse charge, the rest of the world is outside
// the scope of VAT.
std::int64_t vat_of(std::int64_t net_cents, const std::string& country) {
    constexpr auto percent_in_belgium = 21;
    return country == "BE" ? (net_cents * percent_in_belgium + 50) / 100 : 0;
}

// Ten digits and their remainder by 97, of which 0 is written 97: "+++202/6000/00195+++".
std::string structured_message(int year, int number) {
    const auto digits = std::int64_t{year} * 1'000'000 + number;
    const auto check = digits % 97 == 0 ? 97 : digits % 97;
    const auto text = std::to_string(digits) + (check < 10 ? "0" : "") + std::to_string(check);
    return "+++" + text.substr(0, 3) + "/" + text.substr(3, 4) + "/" + text.substr(7) + "+++";
}

Answer issue(FrontDesk& desk, const Asked& asked) {
    const auto& wanted = asked.body;
    const auto net = wanted.at("net_cents").get<std::int64_t>();
    if (net <= 0) throw Refused{422, "net_cents has to be more than nothing"};
    const auto& currency = wanted.at("currency");
    const auto& customer = wanted.at("customer");
    const auto vat = vat_of(net, customer.at("address").at("country"));
    const auto external_id = wanted.at("external_id").get<std::string>();
    const auto year = this_year();
    // Nothing can fail from here on: a number that is taken is used, so that none is missing.
    const auto sequence = desk.next_number("invoice");
    const auto number = std::to_string(year) + "-" + FrontDesk::padded(sequence, 5);
    return {201, desk.add(invoices, number,
                          {{"number", number},
                           {"external_id", external_id},
                           {"customer", customer},
                           {"net_cents", net},
                           {"currency", currency},
                           {"vat_cents", vat},
                           {"total_cents", net + vat},
                           {"structured_message", structured_message(year, sequence)}})};
}

Answer credit(FrontDesk& desk, const Asked& asked) {
    auto& invoice = desk.file(invoices, asked.path[1]);
    if (invoice.contains("credited_by"))
        throw Refused{409,
                      "it is credited already, by " + invoice["credited_by"].get<std::string>()};
    const auto number = "C" + std::to_string(this_year()) + "-" +
                        FrontDesk::padded(desk.next_number("credit_note"), 5);
    invoice["credited_by"] = number;
    return {201, desk.add(credit_notes, number,
                          {{"number", number},
                           {"invoice", invoice["number"]},
                           {"external_id", invoice["external_id"]},
                           {"total_cents", invoice["total_cents"]},
                           {"reason", asked.body.value("reason", "")}})};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.post("/invoices", [&](const Asked& asked) { return issue(desk, asked); });
    desk.get(R"(/invoices/([^/]+))", [&](const Asked& asked) {
        return Answer{200, desk.file(invoices, asked.path[1])};
    });
    desk.post(R"(/invoices/([^/]+)/credit)",
              [&](const Asked& asked) { return credit(desk, asked); });
    return desk.run();
}
