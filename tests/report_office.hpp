// An office whose reports a test reads: what each says of the same stories.

#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "adapters/postgres/audit_log.hpp"
#include "adapters/postgres/eraser.hpp"
#include "adapters/postgres/reading_book.hpp"
#include "adapters/postgres/report_book.hpp"
#include "adapters/reports.hpp"
#include "tests/work_office.hpp"

namespace tests {

struct ReportOffice : WorkOffice {
    const adapters::Caller auditor{.id = "staff:3", .roles = {"auditor"}, .door = "page"};
    postgres::AuditLog log{pool};
    postgres::ReadingBook reading_book{pool, "Europe/Brussels"};
    adapters::ReadingLog readings{reading, reading_book};
    states::Catalogue catalogue = [] {
        states::Catalogue terms;
        terms.invoice.time_zone = "Europe/Brussels";
        return terms;
    }();
    postgres::ReportBook book{pool, catalogue};
    adapters::Reports reports{book, log, reading, readings,
                              [](const auto& columns, const auto& rows, const auto& stamp) {
                                  return std::to_string(columns.size()) + " columns, " +
                                         std::to_string(rows.size()) + " rows, " + stamp.who;
                              }};

    std::string file(const nlohmann::json& given) { return file(given, auditor); }
    std::string file(const nlohmann::json& given, const adapters::Caller& caller) {
        auto found = reports.open(caller, given, "en");
        if (std::holds_alternative<adapters::Forbidden>(found)) return "forbidden";
        if (std::holds_alternative<adapters::NotFound>(found)) return "not found";
        if (const auto* invalid = std::get_if<adapters::Invalid>(&found)) {
            std::string problems;
            for (const auto& problem : invalid->problems)
                problems += problem.field + " " + problem.code + "\n";
            return problems;
        }
        std::string text;
        std::get<adapters::Report>(found).write([&](std::string_view part) { text += part; });
        return text;
    }
    // What has ended is forgotten, by two people.
    void forget(engine::CaseId one) {
        ask("delete from outbox");  // Done.
        send(one, states::ErasureProposed{"request", "By mail."}, {"staff:17", "clerk"});
        send(one, states::ErasureConfirmed{}, {"staff:18", "approver"});
        postgres::Eraser{pool}.perform({}, {.of = one});
    }
    // The rows as JSON has them, these columns alone, a line each.
    std::string rows(nlohmann::json given, const std::vector<std::string>& columns) {
        given["format"] = "json";
        const auto said = nlohmann::json::parse(file(given));
        std::string text;
        for (const auto& row : said["rows"]) {
            std::string line;
            for (const auto& column : columns)
                for (std::size_t i = 0; i < said["columns"].size(); ++i)
                    if (said["columns"][i] == column)
                        line += (line.empty() ? "" : " ") + row[i].get<std::string>();
            text += line + "\n";
        }
        return text;
    }
};

}  // namespace tests
