// What rows ask about a case to know which of them is meant for it (steps.hpp).

#include <algorithm>

#include "states/steps.hpp"

namespace states {

bool needs_contract(const Facts& facts) { return facts.path.applies(Step::contract); }

bool needs_invoice(const Facts& facts) { return facts.path.applies(Step::invoice); }

bool has_account(const Facts& facts) { return facts.activation.done; }

bool needs_letter(const Facts& facts) { return facts.path.letter; }

bool awaits_activation(const Facts& facts) {
    return facts.path.applies(Step::activation) && !facts.activation.done;
}

bool leaves_unpaid(const Facts& facts, const PaymentReversed& event) {
    return needs_invoice(facts) && facts.paid - event.amount < facts.invoice.total;
}

bool current_edition(const Facts& facts, const ContractPrepared& event) {
    return std::ranges::any_of(facts.agreements, [&](const Agreement& agreement) {
        return agreement.product == event.product && agreement.edition == event.edition &&
               agreement.status == AgreementStatus::wanted;
    });
}

bool changes_products(const Facts& facts, const SignUpCorrected& event) {
    return event.sign_up.products != facts.sign_up.products ||
           event.sign_up.current_account != facts.sign_up.current_account ||
           event.sign_up.prepayment != facts.sign_up.prepayment;
}

bool changes_contract(const Facts& facts, const SignUpCorrected& event) {
    const auto& before = facts.sign_up;
    const auto& after = event.sign_up;
    return after.organisation.name != before.organisation.name ||
           after.organisation.vat_number != before.organisation.vat_number ||
           after.organisation.address != before.organisation.address ||
           after.contract_language != before.contract_language ||
           after.representative.email != before.representative.email ||
           after.representative.first_name != before.representative.first_name ||
           after.representative.last_name != before.representative.last_name;
}

}  // namespace states
