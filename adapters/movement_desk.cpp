#include "adapters/movement_desk.hpp"

#include <algorithm>
#include <array>

#include "adapters/paging.hpp"
#include "adapters/time_or_null.hpp"
#include "states/messages.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

using nlohmann::json;

constexpr std::string_view movements_list = "movements";
constexpr std::array<std::string_view, 3> listable = {"queued", "passed", "booked"};

Forbidden for_finance() { return {"Payments are booked by finance."}; }

bool may_see_money(const Caller& caller) { return caller.may("finance") || caller.may("auditor"); }

std::string sentence_of(const Reason& reason, const std::string& language) {
    return states::message(language, "bank." + reason.code, reason.values);
}

json proposal_view(const std::optional<MovementProposal>& proposal) {
    if (!proposal) return nullptr;
    return {{"reference", proposal->reference}, {"by", proposal->by}, {"reason", proposal->reason}};
}

json view_of(const ListedMovement& listed, const std::string& language) {
    const auto& movement = listed.known.movement;
    json view = {
        {"id", listed.known.id},
        {"state", listed.state},
        {"cents", movement.amount.cents},
        {"amount", states::write_money(movement.amount)},
        {"currency", movement.currency},
        {"booked_on", movement.booked_on},
        {"account", movement.account},
        {"statement", movement.statement},
        {"entry", movement.entry},
        {"payer", movement.payer},
        {"payer_account", movement.payer_account},
        {"structured", movement.structured},
        {"text", movement.text},
        {"bank_reference", movement.bank_reference},
        {"doubt",
         movement.doubt.empty() ? "" : states::message(language, "bank." + movement.doubt)},
        {"reason", listed.reason ? sentence_of(*listed.reason, language) : ""},
        {"suggestions", json::array()},
        {"bookings", json::array()},
        {"proposal", proposal_view(listed.proposal)},
        {"settled_by", listed.settled_by},
        {"settled_at", time_or_null(listed.settled_at)}};
    for (const auto& each : listed.suggestions)
        view["suggestions"].push_back({{"reference", each.reference},
                                       {"likelihood", each.likelihood},
                                       {"sentence", sentence_of(each.reason, language)}});
    for (const auto& each : listed.bookings)
        view["bookings"].push_back({{"reference", each.reference}, {"cents", each.amount.cents}});
    return view;
}

}  // namespace

Result MovementDesk::list(const Caller& caller, const json& given, const std::string& language) {
    if (!may_see_money(caller)) return for_finance();
    Invalid invalid;
    std::string state{listable.front()};
    std::int64_t before = 0;
    int limit = page_size;
    for (const auto& [field, value] : given.items()) {
        const auto& text = value.get_ref<const std::string&>();
        if (field == "state") {
            state = text;
            if (std::ranges::find(listable, state) == listable.end())
                invalid.problems.push_back({field, "unknown_state", {{"name", text}}});
        } else if (field == "cursor") {
            before = read_cursor(movements_list, text, invalid.problems);
        } else if (field == "limit") {
            limit = read_limit(text, invalid.problems);
        } else {
            invalid.problems.push_back({field, "unknown_field", {{"name", field}}});
        }
    }
    if (!invalid.problems.empty()) return invalid;
    auto found = book_.list(state, before, limit + 1);  // One more: is there a next page?
    auto answer = json{{"items", json::array()}, {"next", nullptr}};
    if (static_cast<int>(found.size()) > limit) {
        found.pop_back();
        answer["next"] = write_cursor(movements_list, found.back().known.id);
    }
    for (const auto& movement : found) answer["items"].push_back(view_of(movement, language));
    return Done{.answer = std::move(answer), .reference = {}};
}

Result MovementDesk::show(const Caller& caller, std::int64_t movement,
                          const std::string& language) {
    if (!may_see_money(caller)) return for_finance();
    const auto found = book_.find(movement);
    if (!found) return NotFound{};
    return Done{.answer = view_of(*found, language), .reference = {}};
}

std::int64_t MovementDesk::waiting(const Caller& caller) {
    return may_see_money(caller) ? book_.count_queued() : 0;
}

// Taken first, so that nobody books it meanwhile.
Result MovementDesk::set_aside(const Caller& caller, std::int64_t movement,
                               const std::string& reason) {
    if (!caller.may("finance")) return for_finance();
    if (states::trimmed(reason).empty()) return Invalid{{{"reason", "missing"}}};
    if (!book_.take(movement)) {
        if (!book_.exists(movement)) return NotFound{};
        return Invalid{{{"movement", "movement_settled"}}};
    }
    book_.settle(std::vector{Settled{.as = Settled::As::passed,
                                     .id = movement,
                                     .reason = Reason{"set_aside", {{"why", reason}}},
                                     .by = caller.id}},
                 {}, {}, {"movement/" + std::to_string(movement)});
    return Done{.answer = {{"movement", movement}}, .reference = {}};
}

}  // namespace adapters
