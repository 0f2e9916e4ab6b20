// Stands in for Stripe, as far as an invoice needs it, in Stripe's own words.
//
//   POST /v1/prices, /v1/payment_links, /v1/payment_links/{id}, /v1/refunds: forms with brackets
//   GET  /v1/payment_intents/{id}, /v1/refunds?payment_intent=
//
//   POST /sim/pay      {application, amount_cents, currency, by: "card" or "bank"}
//   POST /sim/settle   {payment, fails}: what a bank says days after "by": "bank"
//   POST /sim/refund   {payment, amount_cents}: by somebody at the dashboard
//   POST /sim/dispute  {payment, amount_cents, status}
//   POST /sim/again    {}: every event so far once more, the last first
//
// News: events as Stripe's of the version that the caller named.  With --auto the payer pays.

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto prices = "prices";
constexpr auto links = "payment_links";
constexpr auto payments = "payment_intents";
constexpr auto refunds = "refunds";
constexpr auto disputes = "disputes";
constexpr auto events = "events";

std::int64_t seconds_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

httplib::Headers sign(const std::string& secret, const std::string& timestamp,
                      const std::string& body) {
    return {{"Stripe-Signature",
             "t=" + timestamp + ",v1=" + hex_hmac(secret, timestamp + "." + body) + ",v0=0"}};
}

void tell(FrontDesk& desk, const std::string& type, const json& object) {
    const auto id = desk.next_id("evt_");
    const auto event = desk.add(events, id,
                                {{"id", id},
                                 {"object", "event"},
                                 {"api_version", "2026-10-28.endive"},
                                 {"created", seconds_now()},
                                 {"type", type},
                                 {"livemode", false},
                                 {"data", {{"object", object}}},
                                 {"request", {{"id", nullptr}, {"idempotency_key", nullptr}}},
                                 {"pending_webhooks", 1}});
    desk.tell(event.dump(), "application/json; charset=utf-8", sign);
}

std::string text(const json& form, const std::string& name) {
    if (!form.contains(name)) throw Refused{400, "Missing required param: " + name + "."};
    return form.at(name);
}

std::int64_t number(const json& form, const std::string& name) {
    const auto value = text(form, name);
    if (value.empty() || value.find_first_not_of("0123456789") != std::string::npos)
        throw Refused{400, "Invalid integer: " + value};
    return std::stoll(value);
}

json metadata(const json& form, const std::string& prefix) {
    json read = json::object();
    for (const auto& [name, value] : form.items())
        if (name.starts_with(prefix + "[") && name.ends_with("]"))
            read[name.substr(prefix.size() + 1, name.size() - prefix.size() - 2)] = value;
    return read;
}

json link_of(FrontDesk& desk, const std::string& application) {
    for (const auto& [id, link] : desk.files(links))
        if (link["metadata"].value("application", "") == application) return link;
    throw Refused{404, "there is no link of " + application};
}

json session_of(const json& payment, const std::string& status) {
    return {{"id", "cs_of_" + payment["id"].get<std::string>()},
            {"object", "checkout.session"},
            {"status", "complete"},
            {"payment_status", status},
            {"amount_total", payment["amount"]},
            {"currency", payment["currency"]},
            {"payment_intent", payment["id"]},
            {"payment_link", payment["payment_link"]},
            {"metadata", payment["metadata"]}};
}

json charge_of(FrontDesk& desk, const json& payment) {
    std::int64_t refunded = 0;
    for (const auto& [id, refund] : desk.files(refunds))
        if (refund["payment_intent"] == payment["id"])
            refunded += refund["amount"].get<std::int64_t>();
    return {{"id", payment["latest_charge"]},
            {"object", "charge"},
            {"amount", payment["amount"]},
            {"amount_refunded", refunded},
            {"refunded", refunded == payment["amount"]},
            {"currency", payment["currency"]},
            {"payment_intent", payment["id"]},
            {"metadata", payment["metadata"]}};
}

Answer pay(FrontDesk& desk, const json& said) {
    const auto link = link_of(desk, said.at("application"));
    if (!link["active"].get<bool>()) throw Refused{409, "this link is closed"};
    const auto& price = desk.file(prices, link["price"]);
    const auto id = desk.next_id("pi_");
    const auto cents = said.value("amount_cents", price["unit_amount"].get<std::int64_t>());
    const bool by_bank = said.value("by", "card") == "bank";
    auto& payment = desk.add(payments, id,
                             {{"id", id},
                              {"object", "payment_intent"},
                              {"amount", cents},
                              {"amount_received", by_bank ? 0 : cents},
                              {"currency", said.value("currency", price["currency"])},
                              {"latest_charge", "ch_of_" + id},
                              {"payment_link", link["id"]},
                              {"metadata", link["payment_metadata"]},
                              {"status", by_bank ? "processing" : "succeeded"}});
    if (!by_bank) tell(desk, "payment_intent.succeeded", payment);
    tell(desk, "checkout.session.completed", session_of(payment, by_bank ? "unpaid" : "paid"));
    return {200, payment};
}

Answer settle(FrontDesk& desk, const json& said) {
    auto& payment = desk.file(payments, said.at("payment"));
    const bool fails = said.value("fails", false);
    payment["status"] = fails ? "requires_payment_method" : "succeeded";
    payment["amount_received"] = fails ? json{0} : payment["amount"];
    tell(desk,
         fails ? "checkout.session.async_payment_failed"
               : "checkout.session.async_payment_succeeded",
         session_of(payment, fails ? "unpaid" : "paid"));
    return {200, payment};
}

json add_refund(FrontDesk& desk, const json& payment, std::int64_t cents, const json& with) {
    const auto charge = charge_of(desk, payment);
    const auto left =
        charge["amount"].get<std::int64_t>() - charge["amount_refunded"].get<std::int64_t>();
    if (cents <= 0 || cents > left)
        throw Refused{400, "Refund amount is greater than unrefunded amount on charge"};
    const auto id = desk.next_id("re_");
    const auto refund = desk.add(refunds, id,
                                 {{"id", id},
                                  {"object", "refund"},
                                  {"amount", cents},
                                  {"currency", payment["currency"]},
                                  {"payment_intent", payment["id"]},
                                  {"charge", payment["latest_charge"]},
                                  {"metadata", with},
                                  {"reason", nullptr},
                                  {"status", "succeeded"}});
    tell(desk, "charge.refunded", charge_of(desk, payment));
    return refund;
}

Answer dispute(FrontDesk& desk, const json& said) {
    const auto& payment = desk.file(payments, said.at("payment"));
    const auto id = desk.next_id("dp_");
    const auto added = desk.add(disputes, id,
                                {{"id", id},
                                 {"object", "dispute"},
                                 {"amount", said.value("amount_cents", payment["amount"])},
                                 {"currency", payment["currency"]},
                                 {"payment_intent", payment["id"]},
                                 {"reason", "fraudulent"},
                                 {"status", said.value("status", "needs_response")}});
    tell(desk, "charge.dispute.created", added);
    return {200, added};
}

Answer again(FrontDesk& desk) {
    const auto& told = desk.files(events);
    for (auto event = told.rbegin(); event != told.rend(); ++event)
        desk.tell(event->second.dump(), "application/json; charset=utf-8", sign);
    return {200, {{"events", told.size()}}};
}

Answer make_price(FrontDesk& desk, const json& form) {
    const auto id = desk.next_id("price_");
    text(form, "product_data[name]");
    return {201, desk.add(prices, id,
                          {{"id", id},
                           {"object", "price"},
                           {"currency", text(form, "currency")},
                           {"unit_amount", number(form, "unit_amount")}})};
}

Answer make_link(FrontDesk& desk, const json& form) {
    const auto price = text(form, "line_items[0][price]");
    desk.file(prices, price);
    number(form, "line_items[0][quantity]");
    const auto id = desk.next_id("plink_");
    const auto link =
        desk.add(links, id,
                 {{"id", id},
                  {"object", "payment_link"},
                  {"active", true},
                  {"url", "https://buy.stripe.example/" + id},
                  {"price", price},
                  {"metadata", metadata(form, "metadata")},
                  {"payment_metadata", metadata(form, "payment_intent_data[metadata]")}});
    const auto application = link["metadata"].value("application", "");
    desk.by_itself([&desk, application] { pay(desk, {{"application", application}}); });
    return {201, link};
}

Answer refunds_of(FrontDesk& desk, const std::string& payment) {
    json found = json::array();
    for (const auto& [id, refund] : desk.files(refunds))
        if (refund["payment_intent"] == payment) found.push_back(refund);
    return {200, {{"object", "list"}, {"has_more", false}, {"data", found}}};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.post("/v1/prices", [&](const Asked& asked) { return make_price(desk, asked.body); });
    desk.post("/v1/payment_links", [&](const Asked& asked) { return make_link(desk, asked.body); });
    desk.post(R"(/v1/payment_links/([\w-]+))", [&](const Asked& asked) {
        auto& link = desk.file(links, asked.path[1]);
        link["active"] = text(asked.body, "active") == "true";
        return Answer{200, link};
    });
    desk.post("/v1/refunds", [&](const Asked& asked) {
        const auto& payment = desk.file(payments, text(asked.body, "payment_intent"));
        return Answer{201, add_refund(desk, payment, number(asked.body, "amount"),
                                      metadata(asked.body, "metadata"))};
    });
    desk.get("/v1/refunds", [&](const Asked& asked) {
        const auto wanted = asked.query.find("payment_intent");
        return refunds_of(desk, wanted == asked.query.end() ? "" : wanted->second);
    });
    desk.get(R"(/v1/payment_intents/([\w-]+))", [&](const Asked& asked) {
        return Answer{200, desk.file(payments, asked.path[1])};
    });
    desk.post("/sim/pay", [&](const Asked& asked) { return pay(desk, asked.body); });
    desk.post("/sim/settle", [&](const Asked& asked) { return settle(desk, asked.body); });
    desk.post("/sim/dispute", [&](const Asked& asked) { return dispute(desk, asked.body); });
    desk.post("/sim/again", [&](const Asked&) { return again(desk); });
    desk.post("/sim/refund", [&](const Asked& asked) {
        const auto& payment = desk.file(payments, asked.body.at("payment"));
        return Answer{200,
                      add_refund(desk, payment, asked.body.at("amount_cents"), json::object())};
    });
    return desk.run();
}
