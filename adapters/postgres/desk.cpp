#include "adapters/postgres/desk.hpp"

#include <nlohmann/json.hpp>

namespace postgres {
std::optional<engine::Event> Tasks::perform(const states::RaiseTask& task,
                                            const engine::Work& work) {
    const auto details = nlohmann::json(task.values).dump();
    at_once(pool_, [&](pqxx::transaction_base& t) {
        if (task.queue == "administration") {
            const auto by = task.values.find("by");
            t.exec_prepared("raise_for_administrators", work.key, work.of.number, task.queue,
                            task.kind, details, by == task.values.end() ? "" : by->second,
                            work.reference);
            return;
        }
        t.exec_prepared("raise_task", work.key, work.of.number, task.queue, task.kind, details);
    });
    return std::nullopt;
}

std::vector<std::string> unknown_names(Pool& pool, const std::vector<std::string_view>& states,
                                       const std::vector<std::string_view>& events,
                                       const std::vector<std::string_view>& effects) {
    const auto rows = at_once(pool, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("unknown_names", array_of(states), array_of(events),
                               array_of(effects));
    });
    std::vector<std::string> names;
    for (const auto& row : rows) names.push_back(row[0].as<std::string>());
    return names;
}

}  // namespace postgres
