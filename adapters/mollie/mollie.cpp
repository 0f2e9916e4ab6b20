#include "adapters/mollie/mollie.hpp"

#include <algorithm>
#include <utility>

#include "adapters/bookings.hpp"
#include "adapters/json_text.hpp"
#include "adapters/mollie/signature.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace mollie {
namespace {

using adapters::Booking;
using adapters::Understood;
using nlohmann::json;

adapters::Neighbour::Access somewhere(adapters::Neighbour::Access access) {
    if (access.base_url.empty()) access.base_url = base_url;
    return access;
}

std::string text_or_nothing(const json& object, const char* name) {
    return adapters::read_field<std::string>(object, name).value_or("");
}

// The reference at the end of what we have called the link; empty for what is not ours.
std::string application_of(const json& payment) {
    const auto description = text_or_nothing(payment, "description");
    const auto space = description.rfind(' ');
    if (space == std::string::npos) return "";
    const auto last = description.substr(space + 1);
    return last.starts_with("A-") ? last : "";
}

json metadata_of(const json& object) {
    return adapters::read_field<json>(object, "metadata").value_or(json{});
}

bool counts(const json& refund) {
    const auto status = text_or_nothing(refund, "status");
    return status != "failed" && status != "canceled";
}

std::string path_of(const std::string& payment, const char* what) {
    return "/v2/payments/" + adapters::url_part(payment) + "/" + what;
}

}  // namespace

Mollie::Mollie(adapters::Neighbour::Access access, adapters::Send send,
               adapters::VerifySignature verify, std::string currency, adapters::Bookings bookings,
               std::string webhook_url)
    : service_{"payments", somewhere(std::move(access)), std::move(send)},
      verify_{std::move(verify)},
      currency_{std::move(currency)},
      bookings_{std::move(bookings)},
      webhook_url_{std::move(webhook_url)} {}

std::optional<engine::Event> Mollie::perform(const states::RequestPayment& request,
                                             const engine::Work& work) {
    json wanted = {{"description", request.invoice + " " + work.reference},
                   {"amount", written(request.amount)},
                   {"reusable", false}};
    if (!webhook_url_.empty()) wanted["webhookUrl"] = webhook_url_;
    const auto link = post("/v2/payment-links", wanted, work.key);
    const auto links = service_.field<json>(link, "_links");
    const auto page = service_.field<json>(links, "paymentLink");
    return states::event(
        states::PaymentRequested{.link = service_.field<std::string>(page, "href")});
}

std::optional<engine::Event> Mollie::perform(const states::RefundPayment& refund,
                                             const engine::Work& work) {
    auto rest = refund.amount;
    auto bookings = bookings_(work.reference);
    std::ranges::reverse(bookings);
    for (const auto& booking : bookings) {
        if (booking.kind != Booking::Kind::received || !booking.payment.starts_with("tr_"))
            continue;
        auto refundable = booking.amount;
        for (const auto& other : bookings)
            if (other.kind == Booking::Kind::reversed && other.payment == booking.payment &&
                other.reason.starts_with("chb_"))
                refundable = refundable - other.amount;
        bool done = false;
        for (const auto& earlier : list(path_of(booking.payment, "refunds"), "refunds")) {
            if (!counts(earlier)) continue;
            refundable = refundable - money(earlier, "amount");
            if (text_or_nothing(metadata_of(earlier), "asked_by") != work.key) continue;
            rest = rest - money(earlier, "amount");
            done = true;
        }
        const auto part = std::min(rest, refundable);
        if (done || part <= states::Money{}) continue;
        post(path_of(booking.payment, "refunds"),
             {{"amount", written(part)},
              {"description", refund.invoice + " " + work.reference},
              {"metadata",
               {{"application", work.reference},
                {"invoice", refund.invoice},
                {"asked_by", work.key},
                {"why", refund.reason}}}},
             work.key + "/" + booking.payment);
        rest = rest - part;
    }
    if (rest > states::Money{})
        throw engine::Rejected{states::write_money(rest) + " of " +
                               states::write_money(refund.amount) + " " + currency_ +
                               " to be refunded of invoice " + refund.invoice +
                               " was not paid through Mollie: return it by bank"};
    return std::nullopt;
}

std::string Mollie::verify(const engine::Arrival& arrival, engine::Time now) const {
    return verify_(arrival.headers, arrival.body, now);
}

std::vector<std::string> Mollie::headers() { return {"x-mollie-signature"}; }

Understood Mollie::understand(const engine::Arrival& arrival) const {
    auto id = hint_in(arrival.body);
    if (id.empty()) {
        const auto event = adapters::read_json(arrival.body);
        if (!event.is_object())
            throw engine::Rejected{"the body is neither a form with an id nor a JSON object"};
        id = text_or_nothing(event, "entityId");
        if (id.empty()) throw engine::Rejected{"an event without a proper 'entityId'"};
    }
    if (id.starts_with("pl_")) return news_of_link(id);
    if (!id.starts_with("tr_")) return {};
    const auto payment = service_.find("/v2/payments/" + adapters::url_part(id));
    return payment ? news_of_payment(*payment) : Understood{};
}

// Of one payment at a time.
Understood Mollie::news_of_link(const std::string& link) const {
    const auto path = "/v2/payment-links/" + adapters::url_part(link);
    if (!service_.find(path)) return {};
    Understood news;
    Understood failure;
    for (const auto& payment : list(path + "/payments", "payments")) {
        auto next = news_of_payment(payment);
        // Others can still pay by the link: of failures only the last one, if there is no more.
        if (next.event && next.event->name == states::PaymentFailed::name) {
            failure = std::move(next);
            continue;
        }
        if (news.event && next.event) {
            news.more = true;
            break;
        }
        if (!news.event) news = std::move(next);
    }
    return failure.event && !news.event ? failure : news;
}

Understood Mollie::news_of_payment(const json& payment) const {
    const auto application = application_of(payment);
    const auto status = service_.field<std::string>(payment, "status");
    if (!application.empty() && status == "failed") return failure_of(payment, application);
    if (application.empty() || status != "paid") return {application, std::nullopt};
    const auto id = service_.field<std::string>(payment, "id");
    const auto went_back = [&](const char* name) {
        return payment.contains(name) && !payment.at(name).is_null() &&
               money(payment, name) > states::Money{};
    };
    const bool has_reversals = went_back("amountRefunded") || went_back("amountChargedBack");
    if (!adapters::is_booked(bookings_(application), id)) {
        const auto amount = money(payment, "amount");
        if (amount <= states::Money{}) throw engine::Rejected{id + " is a payment of nothing"};
        return {.reference = application,
                .event = states::event(states::PaymentReceived{.amount = amount, .payment = id}),
                .fact = id,
                .more = has_reversals};
    }
    return has_reversals ? reversals_of(payment, application)
                         : Understood{application, std::nullopt};
}

// Who gives up, or lets the time run out, knows it; that a bank has not paid, nobody does.
Understood Mollie::failure_of(const json& payment, const std::string& application) const {
    const auto id = service_.field<std::string>(payment, "id");
    if (adapters::is_failure_known(bookings_(application), id)) return {application, std::nullopt};
    return {.reference = application,
            .event = states::event(
                states::PaymentFailed{.amount = money(payment, "amount"), .payment = id}),
            .fact = id + "/failed"};
}

Understood Mollie::reversals_of(const json& payment, const std::string& application) const {
    const auto id = service_.field<std::string>(payment, "id");
    const auto bookings = bookings_(application);
    Understood next{.reference = application, .event = std::nullopt};
    const auto consider = [&](const json& reversal) {
        const auto name = service_.field<std::string>(reversal, "id");
        const bool is_booked = adapters::is_reversal_booked(bookings, id, name);
        // A chargeback that the bank has taken back: no event of ours says so.
        if (is_booked && !text_or_nothing(reversal, "reversedAt").empty())
            throw engine::Rejected{name + " of " + application + " has come back, " +
                                   states::write_money(money(reversal, "amount")) + " " +
                                   currency_ + ": book it by hand"};
        if (is_booked || next.more || !text_or_nothing(reversal, "reversedAt").empty()) return;
        if (next.event) {
            next.more = true;
            return;
        }
        const auto why = adapters::read_field<json>(reversal, "reason").value_or(json{});
        const auto code = text_or_nothing(why, "code");
        next.event = states::event(
            states::PaymentReversed{.amount = money(reversal, "amount"),
                                    .payment = id,
                                    .reason = name + (code.empty() ? "" : " " + code)});
        next.fact = name;
    };
    for (const auto& refund : list(path_of(id, "refunds"), "refunds"))
        if (counts(refund) && !metadata_of(refund).contains("asked_by")) consider(refund);
    for (const auto& chargeback : list(path_of(id, "chargebacks"), "chargebacks"))
        consider(chargeback);
    return next;
}

// 409 says that the same key is being worked on at this moment.
json Mollie::post(const std::string& path, const json& body, const std::string& key) const {
    constexpr auto conflict = 409;
    try {
        return service_.post(path, body, key);
    } catch (const adapters::RefusedCall& refused) {
        if (refused.status == conflict) throw engine::Unavailable{refused.what()};
        throw;
    }
}

std::vector<json> Mollie::list(const std::string& path, const char* of_what) const {
    const auto answer = service_.get(path + "?limit=250");
    const auto links = adapters::read_field<json>(answer, "_links").value_or(json::object());
    if (links.contains("next") && !links.at("next").is_null())
        throw engine::Rejected{"more than 250 " + std::string{of_what} + " in " + path};
    return service_.field<std::vector<json>>(service_.field<json>(answer, "_embedded"), of_what);
}

json Mollie::written(states::Money money) const {
    return {{"currency", currency_}, {"value", states::write_money(money)}};
}

// Mollie writes an amount as text, with as many decimals as its currency has.
states::Money Mollie::money(const json& object, const char* amount) const {
    const auto written = service_.field<json>(object, amount);
    const auto currency = service_.field<std::string>(written, "currency");
    const auto value = service_.field<std::string>(written, "value");
    const auto id = text_or_nothing(object, "id");
    if (currency != currency_)
        throw engine::Rejected{id + " is in " + currency + ", and invoices are in " + currency_ +
                               ": " + value + " was not booked"};
    const auto money = states::read_money(value);
    if (!money || value.find('.') == std::string::npos)
        throw engine::Rejected{id + ": '" + value + "' is no amount with two decimals"};
    return *money;
}

}  // namespace mollie
