#include "adapters/workbook_desk.hpp"

#include <algorithm>

#include "adapters/formats.hpp"
#include "adapters/random_sample.hpp"
#include "adapters/sha256.hpp"
#include "states/fields.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

using nlohmann::json;

constexpr int attempts_max = 8;

std::optional<Forbidden> unless_concerned(const Caller& caller) {
    if (caller.may("approver")) return std::nullopt;
    return unless_overseer(caller);
}

std::optional<Forbidden> unless_auditor(const Caller& caller) {
    if (caller.may("auditor")) return std::nullopt;
    return Forbidden{"A workbook is kept by auditors; others may reply to what was found."};
}

struct Wanted {
    std::string title, from, until, of, seed;
    std::int64_t size = 0;
};

Wanted read_wanted(const json& given, std::vector<states::Problem>& problems) {
    states::Fields fields{given, "", problems};
    Wanted wanted{.title = fields.needed_text("title"),
                  .from = fields.text("from"),
                  .until = fields.text("until"),
                  .of = fields.text("of"),
                  .seed = fields.text("seed"),
                  .size = fields.integer("size").value_or(0)};
    for (const auto& [field, day] : {std::pair{"from", &wanted.from}, {"until", &wanted.until}})
        if (!day->empty() && !read_day(*day)) fields.refuse(field, "day_format");
    if (wanted.of.empty()) wanted.of = populations[0];
    if (std::ranges::find(populations, wanted.of) == populations.end())
        fields.refuse("of", "population_unknown", {{"name", wanted.of}});
    if (wanted.seed.empty()) wanted.seed = random_seed();
    if ((wanted.size < 1 || wanted.size > WorkbookDesk::sample_max) && !fields.refused("size"))
        fields.refuse("size", "number_range",
                      {{"min", "1"}, {"max", std::to_string(WorkbookDesk::sample_max)}});
    fields.refuse_unknown();
    return wanted;
}

struct Population {
    LogHead head;
    std::vector<std::string> references;
};

// By the report of that name, whose columns tell what was decided and what has ended.
Population population_of(ReportBook& reports, const Wanted& wanted) {
    Population population;
    std::size_t column = 0;
    reports.read(
        {.query = {.kind = "population", .from = wanted.from, .until = wanted.until}},
        [&](const LogHead& head, const Cells& columns) {
            population.head = head;
            const auto found = std::ranges::find(columns, wanted.of);
            column = found == columns.end()
                         ? 0  // All of them: the column of references is never empty.
                         : static_cast<std::size_t>(found - columns.begin());
        },
        [&](const Cells& cells) {
            if (!cells[column].empty()) population.references.push_back(cells[0]);
        });
    return population;
}

// What is compared later is written as it was judged: without the spaces around it.
json trimmed(const json& said) {
    if (said.is_string()) return std::string{states::trimmed(said.get_ref<const std::string&>())};
    if (!said.is_structured()) return said;
    auto clean = said;
    for (auto& inner : clean) inner = trimmed(inner);
    return clean;
}

std::string lines_of(const std::vector<std::string>& references) {
    std::string text;
    for (const auto& reference : references) text += reference + '\n';
    return text;
}

}  // namespace

std::variant<std::vector<Workbook>, Forbidden> WorkbookDesk::list(const Caller& caller) {
    if (const auto no = unless_concerned(caller)) return *no;
    std::vector<Workbook> all;
    for (const auto& [number, entries] : book_.all()) all.push_back(read_workbook(number, entries));
    std::ranges::reverse(all);
    return all;
}

std::variant<std::vector<WorkbookEntry>, NotFound, Forbidden> WorkbookDesk::entries(
    const Caller& caller, std::int64_t number) {
    if (const auto no = unless_concerned(caller)) return *no;
    auto entries = book_.entries(number);
    if (entries.empty()) return NotFound{};
    return entries;
}

std::variant<Workbook, NotFound, Forbidden> WorkbookDesk::show(const Caller& caller,
                                                               std::int64_t number) {
    auto found = entries(caller, number);
    if (const auto* no = std::get_if<Forbidden>(&found)) return *no;
    const auto* all = std::get_if<std::vector<WorkbookEntry>>(&found);
    if (!all) return NotFound{};
    return read_workbook(number, *all);
}

std::variant<Workbook, Invalid, Forbidden> WorkbookDesk::open(const Caller& caller,
                                                              const json& given) {
    if (const auto no = unless_auditor(caller)) return *no;
    std::vector<states::Problem> problems;
    const auto wanted = read_wanted(given, problems);
    if (!problems.empty()) return Invalid{problems};
    bring_up_to_date(log_);
    const auto population = population_of(reports_, wanted);
    const auto& references = population.references;
    if (references.empty()) return Invalid{{{"of", "population_empty"}}};
    const auto number =
        book_.open({.who = caller.id,
                    .what = "opened",
                    .said = {{"title", wanted.title},
                             {"from", wanted.from},
                             {"until", wanted.until},
                             {"of", wanted.of},
                             {"seed", wanted.seed},
                             {"population", references.size()},
                             {"population_sha256", sha256_of(lines_of(references))},
                             {"head", population.head.size},
                             {"root", root_at(log_, population.head.size)},
                             {"sample", random_sample(references, wanted.seed,
                                                      static_cast<std::size_t>(wanted.size))}}});
    return read_workbook(number, book_.entries(number));
}

std::variant<Workbook, Invalid, NotFound, Forbidden> WorkbookDesk::add(const Caller& caller,
                                                                       std::int64_t number,
                                                                       const std::string& what,
                                                                       const json& given) {
    const auto said = trimmed(given);
    if (const auto no = what == "replied" ? unless_concerned(caller) : unless_auditor(caller))
        return *no;
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        const auto before = book_.entries(number);
        if (before.empty()) return NotFound{};
        if (auto flaws = flaws_of(read_workbook(number, before), what, said); !flaws.empty())
            return Invalid{std::move(flaws)};
        WorkbookEntry entry{.number = static_cast<int>(before.size()) + 1,
                            .who = caller.id,
                            .what = what,
                            .said = said};
        if (what == "closed") entry.said["digest"] = digest_of(before);
        if (book_.add(number, entry)) return read_workbook(number, book_.entries(number));
    }
    throw std::runtime_error{"a workbook was written in by many at once"};
}

}  // namespace adapters
