#include "adapters/reports.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

#include "adapters/formats.hpp"
#include "adapters/report_formats.hpp"
#include "adapters/sha256.hpp"
#include "engine/digest.hpp"
#include "states/messages.hpp"

namespace adapters {
namespace {

using nlohmann::json;

const ReportKind* kind_named(std::string_view name) {
    const auto found = std::ranges::find(report_kinds(), name, &ReportKind::name);
    return found == report_kinds().end() ? nullptr : &*found;
}

bool may_have(const Caller& caller, const ReportKind& kind) {
    return std::ranges::any_of(kind.roles, [&](auto role) { return caller.may(role); });
}

constexpr std::string_view formats[] = {"csv", "json", "pdf"};

const char* type_of(const std::string& format) {
    if (format == "csv") return "text/csv; charset=utf-8";
    return format == "json" ? "application/json" : "application/pdf";
}

bool is_head(const std::string& text, std::uint64_t size) {
    std::uint64_t entries = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, entries);
    return read.ptr == end && read.ec == std::errc{} && entries <= size;
}

struct TooLong {};

}  // namespace

const std::vector<ReportKind>& report_kinds() {
    static const std::vector<ReportKind> all{
        {"dossier", {"auditor", "approver", "clerk"}, true, true},
        {"register", {"auditor", "approver", "clerk", "finance"}, false, true},
        {"decisions", {"auditor"}, false, true},
        {"duties", {"auditor"}},
        {"overrides", {"auditor", "administrator"}},
        {"readings", {"auditor", "administrator"}},
        {"lead_times", {"auditor", "approver", "administrator"}},
        {"ageing", {"auditor", "approver", "clerk", "finance"}},
        {"finance", {"auditor", "finance"}},
        {"letters", {"auditor", "clerk"}},
        {"correspondence", {"auditor", "clerk"}},
        {"members", {"auditor", "administrator"}},
        {"rules", {"auditor", "administrator"}},
        {"population", {"auditor"}},
        {"findings", {"auditor", "approver", "administrator"}, false, true},
        {"retention", {"auditor", "approver", "administrator"}},
        {"reports", {"auditor", "administrator"}},
        {"verification", {"auditor", "administrator"}}};
    return all;
}

json ReportQuery::json() const {
    auto all = json::object();
    for (const auto& [field, value] : {std::pair{"kind", &kind},
                                       {"from", &from},
                                       {"until", &until},
                                       {"application", &application},
                                       {"who", &who},
                                       {"head", &head}})
        if (!value->empty()) all[field] = *value;
    return all;
}

struct Reports::Opened {
    ReportBook::Asked asked;
    std::string format;
    std::string language;
    Caller caller;

    ReportStamp stamp(const LogHead& head, std::int64_t rows) const {
        return {asked.query, caller.id, language, head, rows};
    }
    ReportRun run(const LogHead& head) const {
        auto query = asked.query.json();
        query.erase("kind");
        return {.who = caller.id,
                .door = caller.door,
                .kind = asked.query.kind,
                .format = format,
                .language = language,
                .query = std::move(query),
                .head = head.size};
    }
};

std::variant<Report, Invalid, NotFound, Forbidden> Reports::open(const Caller& caller,
                                                                 const json& given,
                                                                 const std::string& language) {
    Invalid invalid;
    Opened opened{.asked = {}, .format = "csv", .language = language, .caller = caller};
    auto& query = opened.asked.query;
    for (const auto& [field, value] : given.items()) {
        const auto text = value.get<std::string>();
        if (field == "kind")
            query.kind = text;
        else if (field == "format")
            opened.format = text.empty() ? "csv" : text;
        else if (field == "from")
            query.from = text;
        else if (field == "until")
            query.until = text;
        else if (field == "application")
            query.application = text;
        else if (field == "who")
            query.who = text;
        else if (field == "head")
            query.head = text;
        else
            invalid.problems.push_back({field, "unknown_field", {{"name", field}}});
    }
    const auto* kind = kind_named(query.kind);
    if (!kind) return NotFound{};
    if (!may_have(caller, *kind)) return Forbidden{"This report is for other roles."};
    if (std::ranges::find(formats, opened.format) == std::end(formats))
        invalid.problems.push_back({"format", "report_format", {{"name", opened.format}}});
    for (const auto& [field, day] : {std::pair{"from", &query.from}, {"until", &query.until}})
        if (!day->empty() && !read_day(*day)) invalid.problems.push_back({field, "day_format"});
    if (!query.application.empty()) {
        const auto found = reading_.find(query.application);
        if (!found) invalid.problems.push_back({"application", "application_unknown"});
        opened.asked.of = found.value_or(engine::CaseId{});
    } else if (kind->needs_application) {
        invalid.problems.push_back({"application", "missing"});
    }
    bring_up_to_date(log_);
    const auto size = log_.size();
    if (!query.head.empty() && !is_head(query.head, size))
        invalid.problems.push_back({"head", "report_head", {{"size", std::to_string(size)}}});
    if (!invalid.problems.empty()) return invalid;
    if (kind->is_personal)
        readings_.note(caller, read_of::own_data,
                       opened.asked.of.number == 0 ? std::nullopt : std::optional{opened.asked.of});
    if (opened.format == "pdf") {
        auto made = drawn(opened);
        if (auto* no = std::get_if<Invalid>(&made)) return std::move(*no);
        return std::get<Report>(std::move(made));
    }
    return Report{.content_type = type_of(opened.format),
                  .file_name = query.kind + "." + opened.format,
                  .write = [this, opened](const Write& sink) { write(opened, sink); }};
}

void Reports::write(const Opened& opened, const Write& sink) {
    engine::Sha256 digest;
    const auto pass = [&](std::string_view text) {
        digest.add(text);
        sink(text);
    };
    const auto& kind = opened.asked.query.kind;
    const auto writer =
        opened.format == "json" ? json_report(kind, pass) : csv_report(opened.language, pass);
    LogHead head;
    std::int64_t run = 0;
    std::int64_t rows = 0;
    book_.read(
        opened.asked,
        [&](const LogHead& its_head, const Cells& columns) {
            head = its_head;
            head.root = root_at(log_, head.size);
            run = book_.note_begun(opened.run(head));
            writer->begin(columns);
        },
        [&](const Cells& cells) {
            ++rows;
            writer->row(cells);
        });
    writer->end(opened.stamp(head, rows));
    book_.note_given(run, rows, engine::hex(engine::bytes_of(digest.finish())));
}

// Whole, because every page says how many there are.
std::variant<Report, Invalid> Reports::drawn(const Opened& opened) {
    LogHead head;
    Cells columns;
    std::vector<Cells> rows;
    try {
        book_.read(
            opened.asked,
            [&](const LogHead& its_head, const Cells& its_columns) {
                head = its_head;
                head.root = root_at(log_, head.size);
                columns = its_columns;
            },
            [&](const Cells& cells) {
                if (static_cast<std::int64_t>(rows.size()) == pdf_rows_max) throw TooLong{};
                rows.push_back(cells);
            });
    } catch (const TooLong&) {
        return Invalid{{{"format", "report_too_long", {{"limit", std::to_string(pdf_rows_max)}}}}};
    }
    const auto count = static_cast<std::int64_t>(rows.size());
    const auto run = book_.note_begun(opened.run(head));
    auto pdf = draw_(columns, rows, opened.stamp(head, count));
    book_.note_given(run, count, sha256_of(pdf));
    return Report{.content_type = type_of(opened.format),
                  .file_name = opened.asked.query.kind + ".pdf",
                  .write = [pdf = std::move(pdf)](const Write& sink) { sink(pdf); }};
}

json Reports::kinds(const Caller& caller, const std::string& language) const {
    auto items = json::array();
    for (const auto& kind : report_kinds()) {
        if (!may_have(caller, kind)) continue;
        const auto key = "report." + std::string{kind.name};
        items.push_back({{"kind", kind.name},
                         {"title", states::message(language, key + ".title")},
                         {"text", states::message(language, key + ".text")},
                         {"needs_application", kind.needs_application}});
    }
    return {{"items", items}};
}

std::variant<std::vector<ReportRun>, Forbidden> Reports::runs(const Caller& caller, int most) {
    if (!caller.may("auditor") && !caller.may("administrator"))
        return Forbidden{"Auditors and administrators see who has asked for reports."};
    return book_.runs(most);
}

}  // namespace adapters
