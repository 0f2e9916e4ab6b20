#include "adapters/parked_desk.hpp"

#include <algorithm>
#include <array>

#include "states/text.hpp"

namespace adapters {
namespace {

constexpr std::array<std::string_view, 3> deciders = {"clerk", "approver", "finance"};

bool may_any(const Caller& caller, const auto& roles) {
    return std::ranges::any_of(roles, [&](const auto role) { return caller.may(role); });
}

Forbidden not_theirs() { return {"Parked work is looked after by staff."}; }

}  // namespace

bool ParkedDesk::may_read(const Caller& caller) {
    return may_any(caller, deciders) || caller.may("auditor");
}
bool ParkedDesk::may_replay(const Caller& caller) {
    return may_any(caller, deciders) || caller.may("administrator");
}
bool ParkedDesk::may_dismiss(const Caller& caller) { return may_any(caller, deciders); }

std::variant<std::vector<ParkedWork>, Forbidden> ParkedDesk::list(const Caller& caller) {
    if (!may_read(caller) && !may_replay(caller)) return not_theirs();
    return parked_.list();
}

std::variant<ParkedDesk::Shown, Forbidden, NotFound> ParkedDesk::show(const Caller& caller,
                                                                      const std::string& work) {
    auto listed = list(caller);
    if (auto* no = std::get_if<Forbidden>(&listed)) return *no;
    auto& all = std::get<std::vector<ParkedWork>>(listed);
    const auto found = std::ranges::find(all, work, &ParkedWork::work);
    if (found == all.end()) return NotFound{};
    auto shown = Shown{.work = *found};
    if (may_read(caller)) shown.payload = parked_.payload(work);
    return shown;
}

Result ParkedDesk::remedy(const Caller& caller, const std::string& work, Remedy remedy,
                          const std::string& reason) {
    const bool may = remedy == Remedy::replay ? may_replay(caller) : may_dismiss(caller);
    if (!may) return not_theirs();
    if (states::trimmed(reason).empty()) return Invalid{{{"reason", "missing"}}};
    if (!parked_.remedy(work, remedy, caller.id, reason)) return NotFound{};
    return Done{.answer = {{"work", work}}, .reference = {}};
}

}  // namespace adapters
