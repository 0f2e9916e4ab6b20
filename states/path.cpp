#include "states/path.hpp"

#include <algorithm>
#include <array>

namespace states {
namespace {

constexpr std::array<std::string_view, 7> step_names = {
    "prepare", "sign_up", "contract", "invoice", "activation", "profile", "first_registration"};

PathStep step(Step which, std::string_view skipped_because = {}) {
    return {.step = static_cast<int>(which),
            .name = std::string{name_of(which)},
            .applies = skipped_because.empty(),
            .because = std::string{skipped_because}};
}

}  // namespace

std::string_view name_of(Step step) { return step_names.at(static_cast<std::size_t>(step) - 1); }

bool Path::applies(Step which) const {
    return std::ranges::any_of(
        steps, [&](const PathStep& s) { return s.step == static_cast<int>(which) && s.applies; });
}

Path path_of(const SignUp& sign_up, const Catalogue& catalogue) {
    auto path = Path{};
    bool prepaid = false;
    for (const auto& wish : sign_up.products) {
        const auto* product = catalogue.product(wish.product);
        if (!product) continue;  // Of a draft; read_sign_up() refuses it by these same terms.
        if (wish.role == Role::direct) {
            path.agreements.push_back(product->name);
            path.contacts.insert(product->contacts.begin(), product->contacts.end());
            prepaid |= product->prepaid;
        }
        if (product->product_url_required) path.product_urls.push_back(product->name);
    }
    const bool resold_only = path.agreements.empty();
    const bool has_account = !sign_up.current_account.empty();
    if (prepaid) path.due = sign_up.prepayment;
    path.letter = !resold_only && !has_account;

    const auto no_contract = resold_only ? "resold_only" : "";
    const auto no_invoice = resold_only ? "resold_only" : prepaid ? "" : "postpaid";
    const auto no_activation = resold_only ? "resold_only" : has_account ? "has_account" : "";
    path.steps = {step(Step::prepare),
                  step(Step::sign_up),
                  step(Step::contract, no_contract),
                  step(Step::invoice, no_invoice),
                  step(Step::activation, no_activation),
                  step(Step::profile),
                  step(Step::first_registration)};
    return path;
}

}  // namespace states
