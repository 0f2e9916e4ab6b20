#include "adapters/reports.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>

#include "adapters/formats.hpp"
#include "adapters/report_formats.hpp"
#include "adapters/sha256.hpp"
#include "engine/digest.hpp"
#include "engine/fault.hpp"
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

// How long a report waits for its place: an answer that it is to be asked for later is better than
// a thread of the server's that stands by.
constexpr std::chrono::seconds patience{1};

struct TooLong {};

}  // namespace

const std::vector<ReportKind>& report_kinds() {
    using Filters = std::vector<std::string_view>;
    static const Filters of_all{"from", "until"};
    static const Filters of_one{"from", "until", "application"};
    static const Filters of_people{"from", "until", "who"};
    static const Filters of_both{"from", "until", "application", "who"};
    static const std::vector<ReportKind> all{
        {"dossier", {"auditor", "approver", "clerk"}, of_one, true, true},
        {"register", {"auditor", "approver", "clerk", "finance"}, of_one, false, true},
        {"decisions", {"auditor"}, of_both, false, true},
        {"duties", {"auditor"}, of_both},
        {"overrides", {"auditor", "administrator"}, of_both, false, true},
        {"readings", {"auditor", "administrator"}, of_both},
        {"lead_times", {"auditor", "approver", "administrator"}, of_one},
        {"ageing", {"auditor", "approver", "clerk", "finance"}, of_one},
        {"finance", {"auditor", "finance"}, of_one},
        {"letters", {"auditor", "clerk"}, of_one, false, true},
        {"correspondence", {"auditor", "clerk"}, of_one},
        {"members", {"auditor", "administrator"}, of_people},
        {"rules", {"auditor", "administrator"}, of_people},
        {"population", {"auditor"}, of_all},
        {"findings", {"auditor", "approver", "administrator"}, of_both, false, true},
        {"retention", {"auditor", "approver", "administrator"}, of_both},
        {"reports", {"auditor", "administrator"}, of_people},
        {"verification", {"auditor", "administrator"}, {}}};
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

namespace {

// What is stamped was asked of the database: nobody may take everybody's for one person's.
void refuse_what_is_not_taken(const ReportKind& kind, const ReportQuery& query,
                              const std::string& language, Invalid& invalid) {
    for (const auto& [field, text] : {std::pair{"from", &query.from},
                                      {"until", &query.until},
                                      {"application", &query.application},
                                      {"who", &query.who}})
        if (!text->empty() && std::ranges::find(kind.takes, field) == kind.takes.end())
            invalid.problems.push_back(
                {field,
                 "report_filter",
                 {{"name", states::message(language, "report." + query.kind + ".title")}}});
}

}  // namespace

struct Reports::Opened {
    ReportBook::Asked asked;
    std::string format;
    std::string language;
    Caller caller;
    std::int64_t size = 0;  // Entries of the log that it reads.

    // What is read of that head, whatever is sealed meanwhile.
    ReportBook::Asked of_its_head() const {
        auto pinned = asked;
        pinned.query.head = std::to_string(size);
        return pinned;
    }
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
    refuse_what_is_not_taken(*kind, query, language, invalid);
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
    opened.size = static_cast<std::int64_t>(query.head.empty() ? size : std::stoull(query.head));
    auto place = this->place();
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
                  .write = [this, opened, place = std::move(place)](const Write& sink) {
                      write(opened, sink);
                  }};
}

std::shared_ptr<void> Reports::place() {
    if (!places_.try_acquire_for(patience))
        throw engine::Unavailable{"as many reports as may be are being read"};
    return {&places_, [this](void*) { places_.release(); }};
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
    // Before the book is open: whoever holds one connection must not wait for another one.
    LogHead head{.size = opened.size, .at = {}, .root = root_at(log_, opened.size)};
    const auto run = book_.note_begun(opened.run(head));
    std::int64_t rows = 0;
    book_.read(
        opened.of_its_head(),
        [&](const LogHead& its_head, const Cells& columns) {
            head.at = its_head.at;
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
    LogHead head{.size = opened.size, .at = {}, .root = root_at(log_, opened.size)};
    Cells columns;
    std::vector<Cells> rows;
    try {
        book_.read(
            opened.of_its_head(),
            [&](const LogHead& its_head, const Cells& its_columns) {
                head.at = its_head.at;
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
                         {"takes", kind.takes},
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
