// Tasks: what a person was asked to look at, until somebody closes it.
//
// Steps, desks and importers raise them; adapters/postgres keeps them.  Rights are the desk's
// (adapters/task_desk.hpp).

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/workflow.hpp"

namespace adapters {

struct OpenTask {
    std::int64_t number = 0;
    std::string key;        // Of what raised it: "mail/17", "movement/4", "A-2026-000001/7/2".
    std::string reference;  // Of its application; empty: it belongs to none.
    std::string queue;      // "review", "finance", "post_room", "administration"
    std::string kind;       // "letter_returned", "overpaid", …
    std::string details;    // A JSON object.
    engine::Time raised;
};

struct TaskCount {
    std::string queue;
    std::string kind;
    std::int64_t count = 0;
};

struct TaskFilter {
    std::vector<std::string> queues;
    std::string kind = {};       // Empty: all.
    std::string reference = {};  // Of an application; empty: of all, and of none.
    int limit = 200;
};

// Closed by the mail desk or the finance desk, when somebody does there what it asks for.
bool is_closed_by_a_desk(const OpenTask&);

class TaskBook {
public:
    virtual ~TaskBook() = default;
    virtual std::vector<OpenTask> open(const TaskFilter&) = 0;  // The oldest first.
    virtual std::vector<TaskCount> counts(const std::vector<std::string>& queues) = 0;
    // One of these queues, by hand; false if there is no such task open.  What was done is kept
    // with the other interventions.
    virtual bool close(std::int64_t number, const std::vector<std::string>& queues,
                       const std::string& who, const std::string& what_was_done) = 0;
};

}  // namespace adapters
