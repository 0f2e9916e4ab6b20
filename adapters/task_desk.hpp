// Who sees which tasks, and who closes them: whose work they are.

#pragma once

#include <string>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/task_book.hpp"

namespace adapters {

class TaskDesk {
public:
    explicit TaskDesk(TaskBook& book) : book_{book} {}

    // Who works on applications sees all of them, an administrator its own.
    static std::vector<std::string> queues_seen_by(const Caller&);
    static std::vector<std::string> queues_worked_by(const Caller&);

    std::vector<OpenTask> open(const Caller&, const std::string& queue, const std::string& kind);
    std::vector<OpenTask> of_application(const Caller&, const std::string& reference);
    std::vector<TaskCount> counts(const Caller&);

    static bool may_close(const Caller&, const OpenTask&);
    // NotFound also for one of a queue that is not the caller's.
    std::variant<Done, Invalid, NotFound> close(const Caller&, std::int64_t number,
                                                const std::string& what_was_done);

private:
    TaskBook& book_;
};

}  // namespace adapters
