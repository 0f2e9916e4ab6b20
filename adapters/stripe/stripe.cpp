#include "adapters/stripe/stripe.hpp"

#include <algorithm>
#include <utility>

#include "adapters/bookings.hpp"
#include "adapters/json_text.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/text.hpp"

namespace stripe {
namespace {

using adapters::Booking;
using adapters::Understood;
using nlohmann::json;

adapters::Neighbour::Access with_version(adapters::Neighbour::Access access) {
    if (access.base_url.empty()) access.base_url = base_url;
    access.headers.push_back(std::string{"Stripe-Version: "} + api_version);
    return access;
}

std::string text_or_nothing(const json& object, const char* name) {
    return adapters::read_field<std::string>(object, name).value_or("");
}

// A field of an event.  Unlike an answer's, it may be of another version than we have asked for.
template <class T = std::string>
T needed(const json& object, const char* name) {
    if (auto value = adapters::read_field<T>(object, name)) return *std::move(value);
    throw engine::Rejected{text_or_nothing(object, "object") + " " + text_or_nothing(object, "id") +
                           " without a proper '" + name + "'"};
}

json metadata_of(const json& object) {
    return adapters::read_field<json>(object, "metadata").value_or(json::object());
}

// Ours, or empty for what somebody else does with the same account.
std::string application_of(const json& object) {
    return text_or_nothing(metadata_of(object), "application");
}

bool counts(const json& refund) {
    const auto status = text_or_nothing(refund, "status");
    return status != "failed" && status != "canceled";
}

std::int64_t cents_of(const json& refund) { return needed<std::int64_t>(refund, "amount"); }

}  // namespace

Stripe::Stripe(adapters::Neighbour::Access access, adapters::Send send,
               adapters::VerifySignature verify, std::string currency, adapters::Bookings bookings)
    : service_{"payments", with_version(std::move(access)), std::move(send)},
      verify_{std::move(verify)},
      currency_{std::move(currency)},
      bookings_{std::move(bookings)} {}

std::optional<engine::Event> Stripe::perform(const states::RequestPayment& request,
                                             const engine::Work& work) {
    const auto price =
        post("/v1/prices",
             {{"currency", states::lower_ascii(currency_)},
              {"unit_amount", std::to_string(request.amount.cents)},
              {"product_data[name]", request.invoice + " " + request.structured_message}},
             work.key + "/price");
    const auto link = post(
        "/v1/payment_links",
        {{"line_items[0][price]", service_.field<std::string>(price, "id")},
         {"line_items[0][quantity]", "1"},
         {"metadata[application]", work.reference},
         {"metadata[invoice]", request.invoice},
         {"payment_intent_data[description]", request.invoice + " " + request.structured_message},
         {"payment_intent_data[metadata][application]", work.reference},
         {"payment_intent_data[metadata][invoice]", request.invoice}},
        work.key);
    const auto url = service_.field<std::string>(link, "url");
    return states::event(
        states::PaymentRequested{.link = url + (url.find('?') == std::string::npos ? "?" : "&") +
                                         "locale=" + adapters::url_part(request.language)});
}

std::optional<engine::Event> Stripe::perform(const states::RefundPayment& refund,
                                             const engine::Work& work) {
    auto rest = refund.amount.cents;
    auto bookings = bookings_(work.reference);
    std::ranges::reverse(bookings);
    for (const auto& booking : bookings) {
        if (booking.kind != Booking::Kind::received || !booking.payment.starts_with("pi_"))
            continue;
        auto refundable = booking.amount.cents;
        for (const auto& other : bookings)
            if (other.kind == Booking::Kind::reversed && other.payment == booking.payment &&
                other.reason.starts_with("dp_"))
                refundable -= other.amount.cents;
        bool done = false;
        for (const auto& earlier : refunds_of(booking.payment)) {
            if (!counts(earlier)) continue;
            refundable -= cents_of(earlier);
            if (text_or_nothing(metadata_of(earlier), "asked_by") != work.key) continue;
            rest -= cents_of(earlier);
            done = true;
        }
        const auto part = std::min(rest, refundable);
        if (done || part <= 0) continue;
        post("/v1/refunds",
             {{"payment_intent", booking.payment},
              {"amount", std::to_string(part)},
              {"metadata[application]", work.reference},
              {"metadata[invoice]", refund.invoice},
              {"metadata[asked_by]", work.key},
              {"metadata[why]", refund.reason}},
             work.key + "/" + booking.payment);
        rest -= part;
    }
    if (rest > 0)
        throw engine::Rejected{states::write_money({rest}) + " of " +
                               states::write_money(refund.amount) + " " + currency_ +
                               " to be refunded of invoice " + refund.invoice +
                               " was not paid through Stripe: return it by bank"};
    return std::nullopt;
}

std::string Stripe::verify(const engine::Arrival& arrival, engine::Time now) const {
    return verify_(arrival.headers, arrival.body, now);
}

std::vector<std::string> Stripe::headers() { return {"stripe-signature"}; }

Understood Stripe::understand(const engine::Arrival& arrival) const {
    const auto event = adapters::read_json(arrival.body);
    if (!event.is_object()) throw engine::Rejected{"the body is not a JSON object"};
    const auto type = needed(event, "type");
    const auto data = adapters::read_field<json>(event, "data").value_or(json::object());
    const auto object = adapters::read_field<json>(data, "object").value_or(json{});
    if (!object.is_object()) throw engine::Rejected{type + " without an object in data.object"};

    if (type == "checkout.session.completed" || type == "checkout.session.async_payment_succeeded")
        return of_session(object, false);
    if (type == "checkout.session.async_payment_failed") return of_session(object, true);
    if (type == "payment_intent.succeeded") return received(object);
    if (type == "charge.refunded") return refunded(object);
    if (type == "charge.dispute.created" || type == "charge.dispute.funds_withdrawn")
        return disputed(object);
    // Money that comes back to us, or does not reach whom we have sent it to: no event of ours says
    // so, and somebody has to know.
    if (type == "refund.failed" || type == "charge.dispute.funds_reinstated") {
        const auto payment = payment_of(object);
        if (const auto application = application_of(payment); !application.empty())
            throw engine::Rejected{type + ": " + needed(object, "id") + " of " +
                                   states::write_money(money(object, "amount")) + " " + currency_ +
                                   ", " + application + ": look at it and book it by hand"};
    }
    return {};
}

Understood Stripe::of_session(const json& session, bool has_failed) const {
    const auto application = application_of(session);
    if (application.empty()) return {};
    if (has_failed) {
        const auto payment = payment_of(session);
        const auto id = needed(payment, "id");
        return {.reference = application,
                .event = states::event(
                    states::PaymentFailed{.amount = money(payment, "amount"), .payment = id}),
                .fact = id + "/failed"};
    }
    if (needed(session, "payment_status") != "paid") return {application, std::nullopt};
    auto understood = received(payment_of(session));
    close_link(session);
    return understood;
}

Understood Stripe::received(const json& payment) const {
    const auto application = application_of(payment);
    if (application.empty() || needed(payment, "status") != "succeeded")
        return {application, std::nullopt};
    const auto id = needed(payment, "id");
    if (adapters::is_booked(bookings_(application), id)) return {application, std::nullopt};
    const auto amount = money(payment, "amount_received");
    if (amount <= states::Money{}) throw engine::Rejected{id + " is a payment of nothing"};
    return {.reference = application,
            .event = states::event(states::PaymentReceived{.amount = amount, .payment = id}),
            .fact = id};
}

// Of several refunds one at a time.  If we have not even heard of the payment, that comes first.
Understood Stripe::refunded(const json& charge) const {
    if (text_or_nothing(charge, "payment_intent").empty()) return {};
    if (needed<std::int64_t>(charge, "amount_refunded") <= 0) return {};
    const auto payment = payment_of(charge);
    auto first = received(payment);
    first.more = first.event.has_value();
    if (first.reference.empty() || first.event) return first;

    const auto id = needed(payment, "id");
    const auto bookings = bookings_(first.reference);
    Understood next{.reference = first.reference, .event = std::nullopt};
    for (const auto& refund : refunds_of(id)) {
        const auto name = needed(refund, "id");
        const bool is_ours = metadata_of(refund).contains("asked_by");
        if (!counts(refund) || is_ours || adapters::is_reversal_booked(bookings, id, name))
            continue;
        if (next.event) {
            next.more = true;
            break;
        }
        const auto reason = text_or_nothing(refund, "reason");
        next.event = states::event(
            states::PaymentReversed{.amount = money(refund, "amount"),
                                    .payment = id,
                                    .reason = name + (reason.empty() ? "" : " " + reason)});
        next.fact = name;
    }
    return next;
}

Understood Stripe::disputed(const json& dispute) const {
    if (text_or_nothing(dispute, "payment_intent").empty()) return {};
    const auto payment = payment_of(dispute);
    auto first = received(payment);
    first.more = first.event.has_value();
    if (first.reference.empty() || first.event) return first;

    const auto name = needed(dispute, "id");
    const auto reason = text_or_nothing(dispute, "reason");
    if (needed(dispute, "status").starts_with("warning_"))
        throw engine::Rejected{name + " is an inquiry about the payment of " + first.reference +
                               " (" + reason + "): no money has moved; answer it at Stripe"};
    return {.reference = first.reference,
            .event = states::event(
                states::PaymentReversed{.amount = money(dispute, "amount"),
                                        .payment = needed(payment, "id"),
                                        .reason = name + (reason.empty() ? "" : " " + reason)}),
            .fact = name};
}

// 409 says that the same key is being worked on at this moment.
json Stripe::post(const std::string& path, const adapters::Neighbour::Form& form,
                  const std::string& key) const {
    constexpr auto conflict = 409;
    try {
        return service_.post_form(path, form, key);
    } catch (const adapters::RefusedCall& refused) {
        if (refused.status == conflict) throw engine::Unavailable{refused.what()};
        throw;
    }
}

std::vector<json> Stripe::refunds_of(const std::string& payment) const {
    const auto answer =
        service_.get("/v1/refunds?limit=100&payment_intent=" + adapters::url_part(payment));
    if (service_.field<json>(answer, "has_more") != false)
        throw engine::Rejected{payment + " has more than a hundred refunds"};
    return service_.field<std::vector<json>>(answer, "data");
}

json Stripe::payment_of(const json& object) const {
    const auto id = text_or_nothing(object, "payment_intent");
    if (id.empty()) return json::object();
    return service_.find("/v1/payment_intents/" + adapters::url_part(id)).value_or(json::object());
}

// Stripe may be asked to take other currencies too, and ours would be another sum.
states::Money Stripe::money(const json& object, const char* amount) const {
    const auto cents = needed<std::int64_t>(object, amount);
    const auto currency = needed(object, "currency");
    if (currency != states::lower_ascii(currency_))
        throw engine::Rejected{needed(object, "id") + " is in " + currency +
                               ", and invoices are in " + states::lower_ascii(currency_) + ": " +
                               std::to_string(cents) + " of its smallest unit were not booked"};
    return {cents};
}

// So that nobody pays a second time.  Not being able to must not keep money from being booked.
void Stripe::close_link(const json& session) const {
    const auto link = text_or_nothing(session, "payment_link");
    if (link.empty()) return;
    try {
        service_.post_form("/v1/payment_links/" + adapters::url_part(link), {{"active", "false"}},
                           link + "/close");
    } catch (const engine::Rejected&) {
        return;  // Whoever pays twice has overpaid, which finance is told.
    } catch (const engine::Unavailable&) {
        return;
    }
}

}  // namespace stripe
