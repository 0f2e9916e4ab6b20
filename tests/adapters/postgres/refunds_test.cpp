// What goes back, by which way and how often: decided in memory, kept on a real database.

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "adapters/refunding.hpp"
#include "tests/adapters/bank/office.hpp"

namespace refunds_test {

using adapters::Booking;
using adapters::Refund;
using Kind = Booking::Kind;

namespace {

// "service pi_1 5.00, bank B-1 2.00"
std::string told(const std::vector<Refund>& shares) {
    std::string words;
    for (const auto& share : shares)
        words += (words.empty() ? "" : ", ") +
                 std::string{share.route == Refund::Route::service ? "service" : "bank"} + " " +
                 (share.payment.empty() ? "?" : share.payment) + " " +
                 states::write_money(share.amount);
    return words;
}

std::string shares(const std::vector<Booking>& bookings, std::int64_t cents,
                   const std::string& payment = {}, const std::vector<Refund>& earlier = {}) {
    return told(adapters::shares_of(bookings, {cents}, payment, earlier));
}

const Booking by_card{Kind::received, "pi_1", {100'000}, {}, true};
const Booking by_bank{Kind::received, "B-1", {202'500}, {}, false};

const auto message = tests::message_number(101);
const adapters::Caller finance{.id = "token:anna", .roles = {"finance"}};

struct Cashier : tests::Office {
    // Paid in two transfers of two accounts, and in a third part through a service.
    engine::CaseId paid() {
        const auto id = invoiced(message);
        import(tests::coda_file({{.cents = 100'000, .structured = message},
                                 {.cents = 50'000,
                                  .structured = message,
                                  .iban = "BE43068999999501" }}));
        pay(id, 152'500, "pi_1");
        return id;
    }
    void pay(engine::CaseId id, std::int64_t cents, const std::string& payment) {
        const auto outcome =
            engine.submit({.to = id,
                           .event = states::event(states::PaymentReceived{{cents}, payment, ""}),
                           .from = {"webhook", "provider"},
                           .source = "webhook:payments",
                           .delivery = payment});
        REQUIRE(outcome.kind == engine::Outcome::Kind::decided);
    }
    void withdraw(engine::CaseId id) {
        send(id, states::event(states::Withdrawn{"Another plan."}), "applicant");
    }
    // As the outbox does, and once more, as after a crash.  Returns the last event.
    std::optional<engine::Event> refund(engine::CaseId id) {
        std::optional<engine::Event> event;
        const auto key =
            database.ask("select key from outbox where effect = 'refund_payment' and case_id = " +
                         std::to_string(id.number) + " order by id desc limit 1");
        const auto data = database.ask("select data::text from outbox where key = '" + key + "'");
        const auto effect = states::decode<states::RefundPayment>({data});
        for (int times = 0; times < 2; ++times)
            event = refunding.perform(
                effect,
                {.claim = {}, .key = key, .of = id, .reference = reference(id), .effect = {}});
        return event;
    }

    std::vector<std::string> served;
    adapters::Refunding refunding{
        refund_book, engine,
        [this](const std::string& reference) { return adapters::bookings_of(reading, reference); },
        [this](const states::RefundPayment& refund, const engine::Work& work) {
            served.push_back(work.key + " " + states::write_money(refund.amount));
            return std::optional<engine::Event>{};
        },
        "EUR"};
};

}  // namespace

TEST_CASE("money goes back by the way that it came, the latest first, never more than came") {
    CHECK_EQ(shares({by_bank, by_card}, 302'500), "service pi_1 1000.00, bank B-1 2025.00");
    CHECK_EQ(shares({by_bank, by_card}, 150'000), "service pi_1 1000.00, bank B-1 500.00");
    CHECK_EQ(shares({by_bank}, 302'500), "bank B-1 2025.00, bank ? 1000.00");
    CHECK_EQ(shares({}, 100), "bank ? 1.00");
    CHECK_EQ(shares({by_bank, by_card}, 202'500, "B-1"), "bank B-1 2025.00");
    CHECK_EQ(shares({by_bank, {Kind::failed, "pi_9", {1}, {}, true}}, 202'500), "bank B-1 2025.00");
}

TEST_CASE("what was reversed, and what goes back already, does not go back again") {
    const Booking charged_back{Kind::reversed, "pi_1", {40'000}, "dp_1", true};
    CHECK_EQ(shares({by_card, by_bank, charged_back}, 262'500),
             "bank B-1 2025.00, service pi_1 600.00");
    const Booking other{Kind::received, "B-2", {50'000}, {}, false};
    const Booking recalled{Kind::reversed, "B-3", {202'500}, "bank", false};  // A name of its own.
    CHECK_EQ(shares({by_bank, other, recalled}, 50'000), "bank B-2 500.00");
    const Refund earlier{.route = Refund::Route::bank, .payment = "B-1", .amount = {202'500}};
    CHECK_EQ(shares({by_bank, other}, 50'000, "", {earlier}), "bank B-2 500.00");
}

TEST_CASE("an account is recognised by its ends") {
    CHECK_EQ(adapters::masked("BE71096123456769"), "BE71 **** 6769");
    CHECK_EQ(adapters::masked("12345678"), "****");
    CHECK_EQ(adapters::masked(""), "");
}

TEST_CASE("after an end each payment goes back once, by its own way and to its own account") {
    Cashier office;
    const auto id = office.paid();
    office.withdraw(id);
    const auto event = office.refund(id);
    REQUIRE(event);
    const auto sent = states::decode<states::RefundSent>(event->data);
    CHECK_EQ(sent.how, "service");
    CHECK_EQ(sent.amount.cents, 152'500);
    REQUIRE_EQ(office.served.size(), 2);  // The service knows its key.
    CHECK_EQ(office.served[0], office.served[1]);
    CHECK_EQ(office.database.ask("select count(*) || ' ' || sum(cents) from refunds"), "3 302500");
    CHECK_EQ(office.tasks("refund_by_bank"), "2");
    CHECK_EQ(office.database.ask("select string_agg(details->>'account', ', ' order by id) from "
                                 "tasks where kind = 'refund_by_bank'"),
             "BE43 **** 9501, BE71 **** 6769");

    const auto listed = office.refunding.list(finance);
    const auto& items = std::get<adapters::Done>(listed).answer.at("items");
    REQUIRE_EQ(items.size(), 2);
    CHECK_EQ(items[1].at("account"), "BE71096123456769");
    CHECK_EQ(items[1].at("amount"), "1000.00");
    CHECK(std::holds_alternative<adapters::Forbidden>(
        office.refunding.list({.id = "x", .roles = {"clerk"}})));
}

TEST_CASE("a transfer in a statement sends its refund, and a person notes the other") {
    Cashier office;
    const auto id = office.paid();
    office.withdraw(id);
    office.refund(id);
    const auto file = tests::coda_file(
        {{.cents = -100'000, .text = "terugbetaling"}, {.cents = -100'000, .text = "iets anders"}},
        "062");
    CHECK_EQ(office.import(file).counts.passed, 2);
    CHECK_EQ(office.import(file).repeated, 2);
    CHECK_EQ(office.tasks("refund_by_bank"), "1");
    CHECK_EQ(office.facts(id).refunded.cents, 100'000);
    CHECK_EQ(office.database.ask("select sent_by || ' ' || (movement_id is not null) from refunds "
                                 "where cents = 100000"),
             "bank true");

    const auto rest = std::stoll(office.database.ask("select id from refunds where cents = 50000"));
    const auto note = [&](const std::string& why) {
        return office.refunding.was_sent(finance, rest, why);
    };
    CHECK(std::holds_alternative<adapters::Invalid>(note("")));
    CHECK(std::holds_alternative<adapters::NotFound>(
        office.refunding.was_sent(finance, 999, "Sent.")));
    CHECK(std::holds_alternative<adapters::Done>(note("By our other bank.")));
    CHECK(std::holds_alternative<adapters::Invalid>(note("Again.")));
    CHECK_EQ(office.facts(id).refunded.cents, 150'000);
    CHECK_EQ(office.tasks("refund_by_bank"), "0");
    CHECK_EQ(office.database.ask("select sent_by || ': ' || sent_for from refunds where id = " +
                                 std::to_string(rest)),
             "token:anna: By our other bank.");
    CHECK_EQ(office.reading.journal(id, 0, 100).back().actor.id, "token:anna");
    CHECK_NE(office.mails(id).find("refund_sent refund_sent"), std::string::npos);
}

TEST_CASE("a partial payment comes back after a withdrawal, and a late one by itself") {
    Cashier office;
    const auto id = office.invoiced(message);
    office.import(tests::coda_file({{.cents = 100'000, .structured = message}}));
    office.withdraw(id);
    CHECK_FALSE(office.refund(id));
    office.import(tests::coda_file({{.cents = 202'500, .structured = message}}, "062"));
    CHECK_FALSE(office.refund(id));
    CHECK_EQ(office.database.ask("select string_agg(cents || ' ' || reason, ', ' order by id) from "
                                 "refunds"),
             "100000 Another plan., 202500 payment_after_end");
    CHECK(office.served.empty());
    CHECK_NE(office.mails(id).find("withdrawn payment_returned"), std::string::npos);
}

TEST_CASE("two workers with the same errand share out once") {
    Cashier office;
    const auto id = office.paid();
    const std::vector<Refund> shares{{.of = id, .payment = "B-1", .amount = {1}},
                                     {.of = id, .payment = "B-2", .amount = {2}}};
    std::vector<std::jthread> workers;
    for (int i = 0; i < 4; ++i)
        workers.emplace_back([&] { CHECK_EQ(office.refund_book.plan("k", shares).size(), 2); });
    workers.clear();
    CHECK_EQ(office.database.ask("select count(*) from refunds"), "2");
}

}  // namespace refunds_test
