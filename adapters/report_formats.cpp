#include "adapters/report_formats.hpp"

#include <map>

#include "adapters/csv.hpp"
#include "states/messages.hpp"

namespace adapters {
namespace {

using nlohmann::json;

// The keys under which the stored names of a column have their words.
const std::map<std::string, std::vector<std::string>, std::less<>>& word_families() {
    static const std::map<std::string, std::vector<std::string>, std::less<>> all{
        {"state", {"state.", "report.value."}},
        {"waiting_for", {"ball."}},
        {"role", {"role."}},
        {"event", {"event.", "report.value."}},
        {"what", {"report.value."}},
        {"part", {"report.value."}},
        {"kind", {"report.value."}},
        {"verdict", {"report.value."}},
        {"item", {"report.value."}},
        {"severity", {"workbook.severity."}},
        {"is_due", {"report.value."}},
        {"decided", {"report.value."}},
        {"ended", {"report.value."}},
        {"result", {"report.value."}},
        {"custody", {"report.value."}}};
    return all;
}

class CsvReport final : public ReportWriter {
public:
    CsvReport(std::string language, Write write)
        : language_{std::move(language)}, write_{std::move(write)} {}

    void begin(const Cells& columns) override {
        columns_ = columns;
        Cells headings;
        for (const auto& column : columns) headings.push_back(report_heading(column, language_));
        write_(csv_start + csv_line(headings));
    }
    void row(const Cells& cells) override {
        Cells shown;
        for (std::size_t i = 0; i < cells.size(); ++i)
            shown.push_back(report_cell(columns_[i], cells[i], language_));
        write_(csv_line(shown));
    }
    void end(const ReportStamp& stamp) override {
        std::string text = "\r\n";
        for (const auto& [label, value] : stamp_lines(stamp)) text += csv_line({label, value});
        write_(text);
    }

private:
    std::string language_;
    Write write_;
    Cells columns_;
};

class JsonReport final : public ReportWriter {
public:
    JsonReport(std::string kind, Write write) : kind_{std::move(kind)}, write_{std::move(write)} {}

    void begin(const Cells& columns) override {
        write_("{\"report\":" + json(kind_).dump() + ",\"columns\":" + json(columns).dump() +
               ",\"rows\":[");
    }
    void row(const Cells& cells) override {
        write_((any_ ? ",\n" : "\n") + json(cells).dump());
        any_ = true;
    }
    void end(const ReportStamp& stamp) override {
        const json said{{"query", stamp.query.json()}, {"asked_by", stamp.who},
                        {"rows", stamp.rows},          {"log_size", stamp.head.size},
                        {"log_root", stamp.head.root}, {"as_of", engine::rfc3339(stamp.head.at)}};
        write_("\n],\"stamp\":" + said.dump() + "}\n");
    }

private:
    std::string kind_;
    Write write_;
    bool any_ = false;
};

}  // namespace

std::string report_heading(const std::string& column, const std::string& language) {
    return states::message(language, "report.column." + column);
}

std::string report_cell(const std::string& column, const std::string& value,
                        const std::string& language) {
    const auto found = word_families().find(column);
    if (found == word_families().end() || value.empty()) return value;
    for (const auto& family : found->second)
        if (states::has_message(family + value)) return states::message(language, family + value);
    return value;
}

std::vector<std::pair<std::string, std::string>> stamp_lines(const ReportStamp& stamp) {
    const auto say = [&](const std::string& key) {
        return states::message(stamp.language, "report.stamp." + key);
    };
    std::vector<std::pair<std::string, std::string>> lines{
        {say("report"), states::message(stamp.language, "report." + stamp.query.kind + ".title")}};
    const auto query = stamp.query.json();
    for (const auto& [field, value] : query.items())
        if (field != "kind") lines.emplace_back(say(field), value.get<std::string>());
    lines.emplace_back(say("rows"), std::to_string(stamp.rows));
    lines.emplace_back(say("asked_by"), stamp.who);
    lines.emplace_back(say("as_of"), engine::rfc3339(stamp.head.at));
    lines.emplace_back(say("log_size"), std::to_string(stamp.head.size));
    lines.emplace_back(say("log_root"), stamp.head.root);
    return lines;
}

std::unique_ptr<ReportWriter> csv_report(const std::string& language, Write write) {
    return std::make_unique<CsvReport>(language, std::move(write));
}

std::unique_ptr<ReportWriter> json_report(const std::string& kind, Write write) {
    return std::make_unique<JsonReport>(kind, std::move(write));
}

}  // namespace adapters
