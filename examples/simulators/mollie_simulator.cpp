// Stands in for Mollie, as far as an invoice needs it, in Mollie's own words.
//
//   POST /v2/payment-links, /v2/payments/{id}/refunds
//   GET  /v2/payments/{id}, /v2/payments/{id}/refunds, /v2/payments/{id}/chargebacks,
//        /v2/payment-links/{id}, /v2/payment-links/{id}/payments
//
//   POST /sim/pay         {application, value, currency, status}: "paid", or how it ends otherwise
//   POST /sim/refund      {payment, value}: by somebody at the dashboard
//   POST /sim/chargeback  {payment, value}
//
// News: a hint, id=tr_…, to the link's webhookUrl if it names one, or else a signed event to where
// /sim/webhook says.  With --auto the payer pays.

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto links = "payment_links";
constexpr auto payments = "payments";
constexpr auto refunds = "refunds";
constexpr auto chargebacks = "chargebacks";

std::int64_t cents_of(const json& amount) {
    auto digits = amount.at("value").get<std::string>();
    const auto point = digits.find('.');
    if (point == std::string::npos || digits.size() - point != 3)
        throw Refused{422, "The amount contains an invalid value"};
    digits.erase(point, 1);
    if (digits.find_first_not_of("0123456789") != std::string::npos || digits.size() > 12)
        throw Refused{422, "The amount contains an invalid value"};
    return std::stoll(digits);
}

json amount_of(std::int64_t cents, const json& currency) {
    const auto part = FrontDesk::padded(static_cast<int>(cents % 100), 2);
    return {{"currency", currency}, {"value", std::to_string(cents / 100) + "." + part}};
}

void tell(FrontDesk& desk, const json& payment) {
    const auto id = payment["id"].get<std::string>();
    if (payment["webhookUrl"].is_string()) {
        desk.tell("id=" + id, "application/x-www-form-urlencoded",
                  [](const std::string&, const std::string&, const std::string&) {
                      return httplib::Headers{};
                  });
        return;
    }
    const json event = {{"resource", "event"},
                        {"id", desk.next_id("event_")},
                        {"type", "payment-link." + payment["status"].get<std::string>()},
                        {"entityId", payment["link"]}};
    desk.tell(
        event.dump(), "application/json",
        [](const std::string& secret, const std::string&, const std::string& body) {
            return httplib::Headers{{"X-Mollie-Signature", "sha256=" + hex_hmac(secret, body)}};
        });
}

std::string name_of(FrontDesk& desk, const std::string& prefix) {
    auto name = prefix + desk.next_id("");
    std::erase(name, '-');
    return name;
}

Answer pay(FrontDesk& desk, const json& said) {
    const auto application = said.at("application").get<std::string>();
    for (const auto& [link_id, link] : desk.files(links)) {
        if (!link["description"].get<std::string>().ends_with(" " + application)) continue;
        const auto id = name_of(desk, "tr_");
        auto amount = link["amount"];
        amount["value"] = said.value("value", amount["value"]);
        amount["currency"] = said.value("currency", amount["currency"]);
        const auto zero = amount_of(0, amount["currency"]);
        const auto payment = desk.add(payments, id,
                                      {{"resource", "payment"},
                                       {"id", id},
                                       {"description", link["description"]},
                                       {"amount", amount},
                                       {"amountRefunded", zero},
                                       {"amountChargedBack", zero},
                                       {"status", said.value("status", "paid")},
                                       {"webhookUrl", link["webhookUrl"]},
                                       {"link", link_id}});
        tell(desk, payment);
        return {200, payment};
    }
    throw Refused{404, "there is no link of " + application};
}

json take_back(FrontDesk& desk, json& payment, const json& amount, const std::string& kind,
               const json& with) {
    const auto* sum = kind == refunds ? "amountRefunded" : "amountChargedBack";
    const auto cents = cents_of(amount);
    const auto before = cents_of(payment[sum]);
    if (cents <= 0 || before + cents > cents_of(payment["amount"]))
        throw Refused{422, "The specified amount cannot be refunded"};
    payment[sum] = amount_of(before + cents, payment["amount"]["currency"]);
    const auto id = name_of(desk, kind == refunds ? "re_" : "chb_");
    auto taken = json{{"id", id}, {"amount", amount}, {"paymentId", payment["id"]}};
    if (kind == refunds) taken["status"] = "processing";
    if (kind == refunds) taken["metadata"] = with;
    tell(desk, payment);
    return desk.add(kind, id, taken);
}

Answer make_link(FrontDesk& desk, const json& wanted) {
    if (cents_of(wanted.at("amount")) <= 0) throw Refused{422, "The amount is too low"};
    const auto id = name_of(desk, "pl_");
    const auto link = desk.add(
        links, id,
        {{"resource", "payment-link"},
         {"id", id},
         {"description", wanted.at("description")},
         {"amount", wanted.at("amount")},
         {"webhookUrl", wanted.value("webhookUrl", json{})},
         {"_links",
          {{"paymentLink",
            {{"href", "https://paymentlink.mollie.example/" + id}, {"type", "text/html"}}}}}});
    const auto description = link["description"].get<std::string>();
    desk.by_itself([&desk, description] {
        pay(desk, {{"application", description.substr(description.rfind(' ') + 1)}});
    });
    return {201, link};
}

Answer list(FrontDesk& desk, const char* kind, const char* by, const std::string& id) {
    json found = json::array();
    for (const auto& [name, object] : desk.files(kind))
        if (object[by] == id) found.push_back(object);
    return {200,
            {{"count", found.size()}, {"_embedded", {{kind, found}}}, {"_links", {{"next", {}}}}}};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.post("/v2/payment-links", [&](const Asked& asked) { return make_link(desk, asked.body); });
    desk.get(R"(/v2/payment-links/(\w+))", [&](const Asked& asked) {
        return Answer{200, desk.file(links, asked.path[1])};
    });
    desk.get(R"(/v2/payment-links/(\w+)/payments)",
             [&](const Asked& asked) { return list(desk, payments, "link", asked.path[1]); });
    desk.get(R"(/v2/payments/(\w+))", [&](const Asked& asked) {
        return Answer{200, desk.file(payments, asked.path[1])};
    });
    desk.get(R"(/v2/payments/(\w+)/refunds)",
             [&](const Asked& asked) { return list(desk, refunds, "paymentId", asked.path[1]); });
    desk.get(R"(/v2/payments/(\w+)/chargebacks)", [&](const Asked& asked) {
        return list(desk, chargebacks, "paymentId", asked.path[1]);
    });
    desk.post(R"(/v2/payments/(\w+)/refunds)", [&](const Asked& asked) {
        return Answer{201,
                      take_back(desk, desk.file(payments, asked.path[1]), asked.body.at("amount"),
                                refunds, asked.body.value("metadata", json{}))};
    });
    desk.post("/sim/pay", [&](const Asked& asked) { return pay(desk, asked.body); });
    for (const auto* kind : {refunds, chargebacks})
        desk.post(kind == refunds ? "/sim/refund" : "/sim/chargeback",
                  [&, kind](const Asked& asked) {
                      auto& payment = desk.file(payments, asked.body.at("payment"));
                      const json amount = {{"currency", payment["amount"]["currency"]},
                                           {"value", asked.body.at("value")}};
                      return Answer{200, take_back(desk, payment, amount, kind, json{})};
                  });
    return desk.run();
}
