#include "adapters/task_desk.hpp"

#include <algorithm>

#include "adapters/case_notes.hpp"

namespace adapters {
namespace {

bool holds(const std::vector<std::string>& all, const std::string& one) {
    return std::ranges::find(all, one) != all.end();
}

bool ends_in_number(const std::string& key, std::size_t from) {
    return from < key.size() && key.find_first_not_of("0123456789", from) == std::string::npos;
}

}  // namespace

bool is_closed_by_a_desk(const OpenTask& task) {
    constexpr std::string_view movement = "movement/";
    return task.key.starts_with("mail/") ||
           (task.key.starts_with(movement) && ends_in_number(task.key, movement.size()));
}

std::vector<std::string> TaskDesk::queues_seen_by(const Caller& caller) {
    const auto readers = {"clerk", "approver", "finance", "auditor"};
    if (std::ranges::any_of(readers, [&](const auto* role) { return caller.may(role); }))
        return {"administration", "finance", "post_room", "review"};
    if (caller.may("administrator")) return {"administration"};
    return {};
}

std::vector<std::string> TaskDesk::queues_worked_by(const Caller& caller) {
    std::vector<std::string> all;
    // Not an approver's: a task of administration is about what an approver did.
    if (caller.may("administrator")) all.emplace_back("administration");
    if (caller.may("finance")) all.emplace_back("finance");
    if (caller.may("clerk") || caller.may("approver")) {
        all.emplace_back("post_room");
        all.emplace_back("review");
    }
    return all;
}

std::vector<OpenTask> TaskDesk::open(const Caller& caller, const std::string& queue,
                                     const std::string& kind) {
    auto queues = queues_seen_by(caller);
    if (!queue.empty()) std::erase_if(queues, [&](const auto& each) { return each != queue; });
    return book_.open({.queues = queues, .kind = kind});
}

std::vector<OpenTask> TaskDesk::of_application(const Caller& caller, const std::string& reference) {
    return book_.open({.queues = queues_seen_by(caller), .reference = reference});
}

std::vector<TaskCount> TaskDesk::counts(const Caller& caller) {
    return book_.counts(queues_seen_by(caller));
}

bool TaskDesk::may_close(const Caller& caller, const OpenTask& task) {
    return !is_closed_by_a_desk(task) && holds(queues_worked_by(caller), task.queue);
}

std::variant<Done, Invalid, NotFound> TaskDesk::close(const Caller& caller, std::int64_t number,
                                                      const std::string& what_was_done) {
    if (auto problems = check_note(what_was_done, "what_was_done"); !problems.empty())
        return Invalid{problems};
    if (!book_.close(number, queues_worked_by(caller), caller.id, what_was_done)) return NotFound{};
    return Done{.answer = {{"task", number}}, .reference = {}};
}

}  // namespace adapters
