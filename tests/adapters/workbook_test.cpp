#include "adapters/workbook.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "adapters/random_sample.hpp"
#include "adapters/sha256.hpp"

namespace workbook_test {

namespace {

using adapters::WorkbookEntry;
using nlohmann::json;

struct Kept {
    std::vector<WorkbookEntry> entries;

    Kept() {
        add("opened", {{"title", "Refusals"},
                       {"from", ""},
                       {"until", ""},
                       {"of", "ended"},
                       {"seed", "7"},
                       {"population", 3},
                       {"population_sha256", "…"},
                       {"head", 12},
                       {"root", "…"},
                       {"sample", {"A-2026-000002", "A-2026-000001"}}});
    }
    void add(const std::string& what, json said) {
        entries.push_back({.number = static_cast<int>(entries.size()) + 1,
                           .at = engine::Time{},
                           .who = "staff:3",
                           .what = what,
                           .said = std::move(said)});
    }
    adapters::Workbook read() const { return adapters::read_workbook(4, entries); }
    std::string flaws(std::string_view what, const json& said) const {
        std::string text;
        for (const auto& flaw : adapters::flaws_of(read(), what, said))
            text += flaw.field + " " + flaw.code + "\n";
        return text;
    }
    void complete(const std::string& reference) {
        auto answers = json::object();
        for (const auto check : adapters::workbook_checks)
            answers[std::string{check}] = {{"answer", "yes"}};
        const json sheet{{"reference", reference}, {"answers", answers}};
        CHECK_EQ(flaws("checked", sheet), "");
        add("checked", sheet);
    }
};

}  // namespace

TEST_CASE("a sample depends on the seed and the names, and not on how they are ordered") {
    const std::vector<std::string> names{"A-1", "A-2", "A-3", "A-4", "A-5", "A-6"};
    auto turned = names;
    std::ranges::reverse(turned);
    const auto sample = adapters::random_sample(names, "seed", 3);
    CHECK_EQ(sample.size(), 3);
    CHECK_EQ(adapters::random_sample(turned, "seed", 3), sample);
    CHECK_NE(adapters::random_sample(names, "another", 3), sample);
    // A larger one begins with the smaller one, and none is larger than the population.
    const auto all = adapters::random_sample(names, "seed", 99);
    CHECK_EQ(all.size(), names.size());
    CHECK(std::ranges::equal(sample, std::vector(all.begin(), all.begin() + 3)));
    CHECK_LT(adapters::sha256_of("seed\n" + sample[0]), adapters::sha256_of("seed\n" + sample[1]));
    CHECK_NE(adapters::random_seed(), adapters::random_seed());
    CHECK_EQ(adapters::random_seed().size(), 32);
}

TEST_CASE("a workbook says what its entries add up to") {
    Kept kept;
    kept.add("checked", {{"reference", "A-2026-000001"},
                         {"answers", {{"proof", {{"answer", "no"}, {"remark", "It fails."}}}}}});
    kept.add("checked",
             {{"reference", "A-2026-000001"}, {"answers", {{"proof", {{"answer", "yes"}}}}}});
    kept.add("found", {{"severity", "major"}, {"text", "One."}});
    kept.add("found", {{"severity", "minor"}, {"text", "Two."}, {"reference", "A-2026-000002"}});
    kept.add("replied", {{"finding", 2}, {"text", "So it is."}});
    kept.add("settled", {{"finding", 2}, {"text", "Mended."}});
    const auto workbook = kept.read();
    CHECK_EQ(workbook.number, 4);
    CHECK_EQ(workbook.opened.text, "Refusals");
    REQUIRE_EQ(workbook.sheets.size(), 2);
    CHECK_EQ(workbook.sheets[0].reference, "A-2026-000002");
    CHECK_EQ(workbook.sheets[1].answers.at("proof").answer, "yes");
    CHECK_EQ(workbook.complete(), 0);
    REQUIRE_EQ(workbook.findings.size(), 2);
    CHECK_EQ(workbook.findings[1].replies.at(0).text, "So it is.");
    CHECK(workbook.findings[1].settled);
    CHECK_EQ(workbook.open(), 1);
    CHECK_EQ(workbook.entries, 7);
    const auto shown = adapters::workbook_json(workbook);
    CHECK_EQ(shown["findings"][0]["reference"], nullptr);
    CHECK_EQ(shown["sheets"][1]["answers"]["proof"]["answer"], "yes");
}

TEST_CASE("an entry about nothing that is there makes no workbook") {
    Kept kept;
    kept.add("checked", {{"reference", "A-2026-000009"}, {"answers", json::object()}});
    CHECK_THROWS_AS(kept.read(), std::runtime_error);
}

TEST_CASE("what is wrong with an entry is told, all at once") {
    Kept kept;
    CHECK_EQ(kept.flaws("checked", {{"reference", "A-2026-000009"},
                                    {"answers",
                                     {{"proof", {{"answer", "no"}}},
                                      {"clocks", {{"answer", "maybe"}, {"hm", 1}}},
                                      {"other", json::object()}}}}),
             "reference sheet_unknown\nanswers.clocks.answer check_answer\n"
             "answers.clocks.hm unknown_field\nanswers.proof.remark check_remark\n"
             "answers.other unknown_field\n");
    CHECK_EQ(kept.flaws("checked", {{"reference", "A-2026-000001"}}), "answers missing\n");
    CHECK_EQ(kept.flaws("checked", {{"reference", "A-2026-000001"}, {"answers", "all"}}),
             "answers wrong_type\n");
    CHECK_EQ(kept.flaws("found", {{"severity", "grave"}, {"reference", "A-2026-000009"}}),
             "reference sheet_unknown\nseverity finding_severity\ntext missing\n");
    CHECK_EQ(kept.flaws("found", {{"severity", "major"}, {"text", 7}}), "text wrong_type\n");
    CHECK_EQ(kept.flaws("replied", {{"finding", 1}, {"text", std::string(4001, 'a')}}),
             "finding finding_unknown\ntext too_long\n");
    CHECK_EQ(kept.flaws("forgotten", json::object()), "what workbook_entry\n");
    CHECK_EQ(kept.flaws("found", json::array()), " wrong_type\n");
    CHECK_EQ(kept.flaws("found", {{"severity", "major"}, {"text", "Line one.\nLine two."}}), "");
    kept.add("found", {{"severity", "major"}, {"text", "One."}});
    kept.add("settled", {{"finding", 1}, {"text", "Mended."}});
    CHECK_EQ(kept.flaws("replied", {{"finding", 1}, {"text", "But."}}),
             "finding finding_settled\n");
}

TEST_CASE("a workbook is closed when all is looked at and settled, and then for good") {
    Kept kept;
    kept.add("found", {{"severity", "major"}, {"text", "One."}});
    const json conclusion{{"text", "Well done."}};
    CHECK_EQ(kept.flaws("closed", conclusion), "sheets sheets_open\nfindings findings_open\n");
    kept.complete("A-2026-000001");
    kept.complete("A-2026-000002");
    kept.add("settled", {{"finding", 1}, {"text", "Mended."}});
    CHECK_EQ(kept.flaws("closed", conclusion), "");
    const auto digest = adapters::digest_of(kept.entries);
    kept.add("closed", {{"text", "Well done."}, {"digest", digest}});
    CHECK_EQ(kept.read().digest, digest);
    CHECK_EQ(kept.read().closed.value().text, "Well done.");
    CHECK_EQ(kept.flaws("found", {{"severity", "major"}, {"text", "Two."}}),
             "what workbook_closed\n");
    // The digest is that of the lines.
    std::string lines;
    for (std::size_t i = 0; i + 1 < kept.entries.size(); ++i)
        lines += adapters::written(kept.entries[i]);
    CHECK_EQ(adapters::sha256_of(lines), digest);
    CHECK(lines.starts_with("1 1970-01-01T00:00:00.000000Z staff:3 opened {\"from\":\"\","));
}

}  // namespace workbook_test
