#include "states/inquiries.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "states/checks.hpp"
#include "states/effects.hpp"
#include "states/steps.hpp"
#include "states/text.hpp"
#include "states/vat.hpp"

namespace states {
namespace {

std::vector<Accreditation> accreditations(const SignUp& sign_up) {
    std::vector<Accreditation> found;
    for (std::size_t i = 0; i < sign_up.products.size(); ++i) {
        const auto& wish = sign_up.products[i];
        if (wish.iana_id == 0) continue;
        found.push_back({.field = "products[" + std::to_string(i) + "].iana_id",
                         .product = wish.product,
                         .role = wish.role == Role::direct ? "direct" : "reseller",
                         .iana_id = wish.iana_id});
    }
    return found;
}

bool asks_the_same(std::string_view check, const SignUp& a, const SignUp& b) {
    if (check == "vat")
        return a.organisation.vat_number == b.organisation.vat_number &&
               a.organisation.name == b.organisation.name &&
               a.organisation.address.country == b.organisation.address.country;
    const auto ids = [](const SignUp& sign_up) {
        std::vector<std::tuple<std::string, std::string, std::string, int>> all;
        for (const auto& each : accreditations(sign_up))
            all.emplace_back(each.field, each.product, each.role, each.iana_id);
        return all;
    };
    return a.organisation.name == b.organisation.name && a.current_account == b.current_account &&
           ids(a) == ids(b);
}

std::string_view check_awaited_by(const Problem& problem) {
    for (const auto check : all_checks)
        if (problem.code == std::string{check} + "_awaited") return check;
    return {};
}

Inquiry* inquiry_of(Facts& facts, std::string_view check) {
    const auto found = std::ranges::find(facts.inquiries, check, &Inquiry::check);
    return found == facts.inquiries.end() ? nullptr : &*found;
}

void begin_anew(Facts& facts, std::string_view check) {
    if (auto* known = inquiry_of(facts, check))
        *known = {.check = std::string{check}, .edition = known->edition + 1};
    else
        facts.inquiries.push_back({.check = std::string{check}});
}

void forget_warnings(Facts& facts, std::string_view check) {
    std::erase_if(facts.warnings, [&](const Warning& warning) { return warning.check == check; });
}

}  // namespace

bool asks(std::string_view check, const SignUp& sign_up) {
    const auto& number = sign_up.organisation.vat_number;
    if (check == "vat")  // VIES knows the numbers of the EU, and only them.
        return !claimed_vat_prefix(number).empty() && check_vat(number).verdict == Verdict::valid;
    return check == "iana" && !accreditations(sign_up).empty();
}

std::vector<Problem> awaited(const SignUp& sign_up, const std::set<std::string>& checks) {
    std::vector<Problem> problems;
    if (checks.contains("vat") && asks("vat", sign_up))
        problems.push_back({"organisation.vat_number", "vat_awaited"});
    if (checks.contains("iana"))
        for (const auto& each : accreditations(sign_up))
            problems.push_back(
                {each.field, "iana_awaited", {{"iana_id", std::to_string(each.iana_id)}}});
    return problems;
}

std::vector<std::string_view> keep_warnings(Facts& facts, const SignUp& after,
                                            const std::vector<Problem>& warnings) {
    std::vector<std::string_view> due;
    for (const auto check : all_checks) {
        const bool wanted = asks(check, after);
        const auto* known = inquiry_of(facts, check);
        if (wanted && known && asks_the_same(check, facts.sign_up, after)) continue;
        forget_warnings(facts, check);
        if (wanted || known) begin_anew(facts, check);
        if (wanted) due.push_back(check);
    }
    std::vector<Warning> kept;
    for (const auto& problem : warnings) {
        const auto check = check_awaited_by(problem);
        if (!check.empty()) {
            if (std::ranges::find(due, check) != due.end())
                kept.push_back({.problem = problem, .check = std::string{check}});
            continue;
        }
        const auto known = std::ranges::find_if(facts.warnings, [&](const Warning& warning) {
            return warning.check.empty() && warning.problem == problem;
        });
        kept.push_back(known == facts.warnings.end() ? Warning{problem} : *known);
    }
    for (auto& warning : facts.warnings)
        if (!warning.check.empty()) kept.push_back(std::move(warning));
    facts.warnings = std::move(kept);
    return due;
}

void ask_about(Draft& draft, std::string_view check) {
    const auto* inquiry = inquiry_of(draft.facts, check);
    const auto& sign_up = draft.facts.sign_up;
    const int edition = inquiry ? inquiry->edition : 1;
    if (check == "vat")
        draft.ask(
            CheckVat{.edition = edition,
                     .awaited = std::ranges::find(draft.facts.warnings, check, &Warning::check) !=
                                draft.facts.warnings.end(),
                     .vat_number = sign_up.organisation.vat_number,
                     .country = sign_up.organisation.address.country,
                     .organisation = sign_up.organisation});
    if (check == "iana")
        draft.ask(CheckAccreditation{.edition = edition,
                                     .organisation = sign_up.organisation.name,
                                     .current_account = sign_up.current_account,
                                     .products = accreditations(sign_up)});
}

const Wish* wish_of(std::string_view domain, const SignUp& sign_up) {
    const auto name = lower_ascii(domain);
    const auto found = std::ranges::find_if(sign_up.products, [&](const Wish& wish) {
        return name.size() > wish.product.size() && name.ends_with(wish.product);
    });
    return found == sign_up.products.end() ? nullptr : &*found;
}

// ---- Steps --------------------------------------------------------------------------------------

// What was accepted stays accepted while the register says the same.
void note_check(Draft& draft, const CheckAnswered& event) {
    auto* inquiry = inquiry_of(draft.facts, event.check);
    if (!inquiry || inquiry->edition != event.edition) return;  // It was asked something else.
    inquiry->outcome = event.outcome;
    inquiry->evidence = event.evidence;
    std::vector<Warning> raised;
    for (const auto& problem : event.problems) {
        const auto known = std::ranges::find_if(draft.facts.warnings, [&](const Warning& warning) {
            return warning.check == event.check && warning.problem == problem;
        });
        raised.push_back(known == draft.facts.warnings.end()
                             ? Warning{.problem = problem, .check = event.check}
                             : *known);
    }
    forget_warnings(draft.facts, event.check);
    auto& all = draft.facts.warnings;
    all.insert(all.end(), raised.begin(), raised.end());
}

void note_late_check(Draft& draft, const CheckAnswered& event) {
    const auto* inquiry = inquiry_of(draft.facts, event.check);
    const bool counts = inquiry && inquiry->edition == event.edition;
    note_check(draft, event);
    if (counts && (event.outcome == "invalid" || event.outcome == "doubtful"))
        draft.ask(RaiseTask{.queue = "review",
                            .kind = "check_after_approval",
                            .values = {{"check", event.check}, {"outcome", event.outcome}}});
}

void renew_check(Draft& draft, const CheckRenewed& event) {
    forget_warnings(draft.facts, event.check);
    begin_anew(draft.facts, event.check);
    for (auto& problem : awaited(draft.facts.sign_up, {event.check}))
        draft.facts.warnings.push_back({.problem = std::move(problem), .check = event.check});
    ask_about(draft, event.check);
}

void confirm_registration(Draft& draft, const DomainClaimed& event) {
    const auto& facts = draft.facts;
    const auto* wish = wish_of(event.domain, facts.sign_up);
    draft.ask(ConfirmRegistration{.domain = lower_ascii(event.domain),
                                  .organisation = facts.sign_up.organisation.name,
                                  .registrar_id = facts.registrar_id.empty()
                                                      ? facts.sign_up.current_account
                                                      : facts.registrar_id,
                                  .iana_id = wish ? wish->iana_id : 0});
}

void report_unconfirmed(Draft& draft, const RegistrationUnconfirmed& event) {
    draft.ask(RaiseTask{.queue = "review",
                        .kind = "registration_unconfirmed",
                        .values = {{"domain", event.domain}, {"why", event.why}}});
}

// A case on hold after its approval hears of a late answer as the others do.
bool held_in_review(const Facts& facts) {
    return facts.held_in == "in_review" || facts.held_in == "information_requested";
}

}  // namespace states
