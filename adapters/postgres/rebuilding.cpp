#include "adapters/postgres/rebuilding.hpp"

#include <algorithm>
#include <limits>

#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

using Snapshot = pqxx::transaction<pqxx::repeatable_read>;

class Rebuilding {
public:
    Rebuilding(pqxx::transaction_base& t, const engine::Workflow& workflow)
        : t_{t}, workflow_{workflow} {}

    void add(std::int64_t id) {
        std::vector<engine::Line> lines;
        for (const auto& row :
             t_.exec_prepared("journal_of_case", id, 0, std::numeric_limits<int>::max()))
            lines.push_back(read_line(from_bytea(row["entry"]), from_bytea(row["hash"]),
                                      from_bytea(row["salt"]), row["data"].as<std::string>("")));
        ++rebuilt_.applications;
        rebuilt_.lines += static_cast<std::int64_t>(lines.size());
        if (std::ranges::any_of(lines, engine::is_erased))
            add_chain(id, lines);
        else
            add_replayed(id, lines);
    }

    Rebuilt finish() {
        for (const auto& row : t_.exec_prepared("rebuild_differences"))
            rebuilt_.differences.push_back(
                {row["reference"].as<std::string>(), row["what"].as<std::string>()});
        return std::move(rebuilt_);
    }

private:
    void add_replayed(std::int64_t id, const std::vector<engine::Line>& lines) {
        const auto replayed = engine::replay(workflow_, lines);
        std::string trouble;
        if (replayed.difference)
            trouble = "line " + std::to_string(replayed.difference->line) + ": " +
                      replayed.difference->what;
        t_.exec_prepared("rebuild_add", id, replayed.state.state, replayed.state.waiting_for,
                         replayed.state.facts.text, replayed.version,
                         static_cast<int>(lines.size()), bytea(engine::bytes_of(lines.back().hash)),
                         trouble, replayed.title);
        if (trouble.empty())
            for (const auto& deadline : replayed.deadlines)
                t_.exec_prepared("rebuild_add_deadline", id, deadline.event,
                                 engine::rfc3339(deadline.due));
    }

    // What was erased cannot be decided again; that nothing else was done to the lines can be seen.
    void add_chain(std::int64_t id, const std::vector<engine::Line>& lines) {
        ++rebuilt_.erased;
        auto head = engine::Hash{};
        std::string state, trouble;
        int number = 0, version = 0;
        for (const auto& line : lines) {
            if (trouble.empty() && (line.number != ++number || line.previous != head ||
                                    line.from != state || !engine::is_sealed(line)))
                trouble = "line " + std::to_string(line.number) + ": the chain is broken";
            head = line.hash;
            state = line.to;
            version += line.refusal ? 0 : 1;
        }
        t_.exec_prepared("rebuild_add", id, state, nullptr, nullptr, version,
                         static_cast<int>(lines.size()), bytea(engine::bytes_of(head)), trouble,
                         nullptr);
    }

    pqxx::transaction_base& t_;
    const engine::Workflow& workflow_;
    Rebuilt rebuilt_;
};

}  // namespace

Rebuilt rebuild(Pool& pool, const engine::Workflow& workflow,
                const std::function<void(std::int64_t)>& progress) {
    return run_in<Snapshot>(pool, [&](pqxx::transaction_base& t) {
        constexpr int at_once = 1'000;
        t.exec_prepared("rebuild_begin");
        Rebuilding rebuilding{t, workflow};
        std::int64_t last = 0, done = 0;
        for (bool more = true; more;) {
            const auto cases = t.exec_prepared("rebuild_cases", last, at_once);
            for (const auto& row : cases) {
                last = row["id"].as<std::int64_t>();
                rebuilding.add(last);
                if (progress) progress(++done);
            }
            more = !cases.empty();
        }
        auto rebuilt = rebuilding.finish();
        t.exec_prepared("rebuild_begin");  // Nothing personal is left behind.
        return rebuilt;
    });
}

}  // namespace postgres
