// The separation of duties as the report judges it: by the sealed lines alone, as the guards do,
// and after an erasure as before it.

#include <doctest/doctest.h>

#include <string>

#include "tests/report_office.hpp"

namespace duties_test {

namespace {

using Registry = tests::ReportOffice;

const engine::Actor an{"staff:17", "clerk"};
const engine::Actor bo{"staff:18", "approver"};
const engine::Actor cis{"staff:19", "finance"};
const engine::Actor dirk{"staff:20", "finance"};

std::string duties(Registry& registry) {
    return registry.rows({{"kind", "duties"}},
                         {"reference", "event", "first", "second", "verdict"});
}

}  // namespace

TEST_CASE("an approval is held against who took it in and who edited it last") {
    Registry registry;
    const auto wish = tests::asking_for({tests::be});
    const auto own = registry.named("Eerste BV");  // Nobody of the registry took it in.
    registry.send(own.id, states::Approved{}, bo);
    const auto edited = registry.send({}, states::Submitted{wish, {}}, an);
    registry.send(edited.id, states::SignUpCorrected{wish, {}}, {"staff:18", "clerk"});
    registry.send(edited.id, states::SignUpCorrected{wish, {}}, {"staff:21", "clerk"});
    registry.send(edited.id, states::Approved{}, bo);
    CHECK_EQ(duties(registry), own.reference + " approved applicant:1 staff:18 kept\n" +
                                   edited.reference + " approved staff:17 staff:18 kept\n" +
                                   edited.reference + " approved staff:21 staff:18 kept\n");
}

TEST_CASE("an erasure takes nothing from the verdicts") {
    Registry registry;
    const auto one = registry.send({}, states::Submitted{tests::asking_for({tests::be}), {}},
                                   {"staff:18", "clerk"});
    registry.send(one.id, states::Approved{"Everybody else is ill."}, bo);
    registry.send(one.id, states::ContractPrepared{".be", "agreement-1", 1});
    registry.send(one.id, states::ContractSigned{"agreement-1"});
    registry.send(one.id, states::InvoiceIssued{"VF-1", {302'500}, "+++000/0000/00101+++"});
    registry.send(
        one.id, states::BookingProposed{"payment_received", {100'000}, "payment-1", "Seen."}, cis);
    registry.send(one.id, states::PaymentReceived{{100'000}, "payment-1", "Seen, too."}, dirk);
    registry.send(one.id, states::Withdrawn{"Another plan."});
    const auto before = one.reference + " approved staff:18 staff:18 set_aside\n" + one.reference +
                        " payment_received staff:19 staff:20 kept\n";
    CHECK_EQ(duties(registry), before);
    registry.forget(one.id);
    CHECK_EQ(duties(registry),
             before + one.reference + " erasure_confirmed staff:17 staff:18 kept\n");
    CHECK_EQ(registry.rows({{"kind", "overrides"}}, {"reference", "event", "who", "reason"}),
             one.reference + " glass_broken staff:18 \n");
}

TEST_CASE("a booking with nobody before it is missing one, where two are asked for") {
    Registry registry;
    registry.catalogue.second_person_above = states::Money{50'000};
    const auto one = registry.to_pay("agreement-1", "+++000/0000/00101+++");
    registry.send(one.id, states::PaymentReceived{{100'000}, "payment-1", "Seen."}, dirk);
    registry.send(one.id, states::PaymentReceived{{40'000}, "payment-2", "Seen."}, dirk);
    registry.send(one.id, states::PaymentReceived{{60'000}, "payment-3"});
    // Both have proposed it: what one of them books, the other one has seen.
    for (const auto& who : {cis, dirk})
        registry.send(one.id,
                      states::BookingProposed{"payment_received", {70'000}, "payment-4", "Seen."},
                      who);
    registry.send(one.id, states::PaymentReceived{{70'000}, "payment-4", "Seen."}, dirk);
    const auto said = duties(registry);
    CHECK_EQ(said.substr(said.find('\n') + 1),
             one.reference + " payment_received  staff:20 missing\n" + one.reference +
                 " payment_received staff:19 staff:20 kept\n");
}

TEST_CASE("years that were erased and versions of rules take two people as well") {
    Registry registry;
    registry.ask(
        "insert into rule_versions (subject, texts, note, author, effective, starts_at) "
        "values ('mail/held', '{\"en\": \"Hello\"}', 'A word', 'staff:1', current_date, now())");
    registry.ask(
        "insert into rule_approvals (version, approver, in_force_at) values (1, 'staff:2', now())");
    registry.ask(
        "insert into yearly_erasures (kind, year, proposed_by, reason, confirmed_by, confirmed_at) "
        "values ('mails', 2001, 'staff:3', 'Its time is over.', 'staff:4', now())");
    registry.named("Afterwards BV");
    CHECK_EQ(duties(registry),
             "mail/held 1 rule_approved staff:1 staff:2 kept\n"
             "mails 2001 year_erased staff:3 staff:4 kept\n");
}

TEST_CASE("what is judged is what was sealed, whatever the columns say") {
    Registry registry;
    const auto one = registry.send({}, states::Submitted{tests::asking_for({tests::be}), {}}, an);
    registry.send(one.id, states::Approved{}, bo);
    registry.log.seal_some();
    registry.ask(
        "alter table journal disable trigger all; update journal set actor = 'staff:99', "
        "event = 'activated', after = 'completed', at = '2001-01-01'; "
        "alter table journal enable trigger all");
    CHECK_EQ(duties(registry), one.reference + " approved staff:17 staff:18 kept\n");
    CHECK_EQ(registry.rows({{"kind", "decisions"}}, {"event", "who", "role", "intake"}),
             "approved staff:18 approver staff:17\n");
    CHECK_EQ(registry.rows({{"kind", "register"}}, {"state", "who"}),
             "contract_preparing staff:18\n");
    CHECK_EQ(registry.rows({{"kind", "ageing"}}, {"days", "days_open"}), "0 0\n");
}

}  // namespace duties_test
