// Stands in for a payment service such as Stripe or Mollie, with the bank behind it.
//
//   POST /payment-links  {external_id, invoice, amount_cents, currency, reference, language, email}
//   POST /refunds        {external_id, invoice, amount_cents, reason}
//   POST /sim/pay        {external_id, amount_cents}: without an amount, what is still to be paid
//   POST /sim/reverse    {external_id, payment, amount_cents, reason}: without a payment the last
//
// News: payment.received, payment.reversed.  With --auto the payer pays in full.

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto links = "payment_links";
constexpr auto payments = "payments";
constexpr auto refunds = "refunds";

std::int64_t positive(std::int64_t cents) {
    if (cents <= 0) throw Refused{422, "amount_cents has to be more than nothing"};
    return cents;
}

std::int64_t still_to_pay(FrontDesk& desk, const std::string& external_id) {
    std::int64_t cents = 0;
    for (const auto& [id, link] : desk.files(links))
        if (link["external_id"] == external_id) cents = link["amount_cents"];
    for (const auto& [id, payment] : desk.files(payments))
        if (payment["external_id"] == external_id && !payment["reversed"])
            cents -= payment["amount_cents"].get<std::int64_t>();
    return cents;
}

Answer pay(FrontDesk& desk, const json& said) {
    const auto external_id = said.at("external_id").get<std::string>();
    const auto cents = positive(said.value("amount_cents", still_to_pay(desk, external_id)));
    const auto id = desk.next_id("payment");
    const auto payment = desk.add(payments, id,
                                  {{"payment", id},
                                   {"external_id", external_id},
                                   {"amount_cents", cents},
                                   {"reversed", false}});
    desk.tell("payment.received",
              {{"payment", id}, {"external_id", external_id}, {"amount_cents", cents}});
    return {200, payment};
}

Answer reverse(FrontDesk& desk, const json& said) {
    const auto external_id = said.at("external_id").get<std::string>();
    auto id = said.value("payment", "");
    if (id.empty())
        for (const auto& [name, payment] : desk.files(payments))
            if (payment["external_id"] == external_id && !payment["reversed"]) id = name;
    if (id.empty()) throw Refused{404, "nothing was paid for " + external_id};
    auto& payment = desk.file(payments, id);
    payment["reversed"] = true;
    const auto cents =
        positive(said.contains("amount_cents") ? said["amount_cents"] : payment["amount_cents"]);
    desk.tell("payment.reversed", {{"payment", id},
                                   {"external_id", external_id},
                                   {"amount_cents", cents},
                                   {"reason", said.value("reason", "charged back")}});
    return {200, payment};
}

Answer make_link(FrontDesk& desk, const Asked& asked) {
    const auto& wanted = asked.body;
    const auto cents = positive(wanted.at("amount_cents").get<std::int64_t>());
    const auto external_id = wanted.at("external_id").get<std::string>();
    const auto id = desk.next_id("link");
    const auto link = desk.add(links, id,
                               {{"id", id},
                                {"url", "https://pay.example/" + id},
                                {"external_id", external_id},
                                {"invoice", wanted.at("invoice")},
                                {"amount_cents", cents},
                                {"currency", wanted.at("currency")},
                                {"reference", wanted.at("reference")}});
    desk.by_itself([&desk, external_id] {
        if (still_to_pay(desk, external_id) > 0) pay(desk, {{"external_id", external_id}});
    });
    return {201, link};
}

Answer refund(FrontDesk& desk, const Asked& asked) {
    const auto& wanted = asked.body;
    const auto cents = positive(wanted.at("amount_cents").get<std::int64_t>());
    const auto id = desk.next_id("refund");
    return {201, desk.add(refunds, id,
                          {{"id", id},
                           {"external_id", wanted.at("external_id")},
                           {"invoice", wanted.at("invoice")},
                           {"amount_cents", cents},
                           {"reason", wanted.value("reason", "")}})};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.post("/payment-links", [&](const Asked& asked) { return make_link(desk, asked); });
    desk.post("/refunds", [&](const Asked& asked) { return refund(desk, asked); });
    desk.post("/sim/pay", [&](const Asked& asked) { return pay(desk, asked.body); });
    desk.post("/sim/reverse", [&](const Asked& asked) { return reverse(desk, asked.body); });
    return desk.run();
}
