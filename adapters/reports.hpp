// Reports for auditors and regulators: what was asked of the database, in one snapshot, up to a
// head of the audit log; streamed, stamped, and noted.
//
// What each report asks stands in sql/reports/<kind>.sql.  The same question about the same head,
// asked in the same language, gives the same bytes: the stamp's time is the head's.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/audit_log.hpp"
#include "adapters/log_head.hpp"
#include "adapters/reading.hpp"
#include "adapters/reading_log.hpp"

namespace adapters {

struct ReportKind {
    std::string_view name;  // As the file with its statement, and as words are called.
    std::vector<std::string_view> roles;
    std::vector<std::string_view> takes;  // Which of from, until, application and who.
    bool needs_application = false;
    bool is_personal = false;  // Names of people or what they wrote: noted as a reading.
};
const std::vector<ReportKind>& report_kinds();

using Cells = std::vector<std::string>;

struct ReportQuery {
    std::string kind;
    std::string from, until;  // "2026-11-28", both included, where the registry is; empty: all.
    std::string application;  // Its reference; empty: all.
    std::string who;          // Empty: by all.
    std::string head;         // So many entries of the audit log; empty: all that there are.

    nlohmann::json json() const;  // Without what is empty.
};

struct ReportStamp {
    ReportQuery query;
    std::string who;  // Who has asked.
    std::string language;
    LogHead head;
    std::int64_t rows = 0;
};

// One report in one format, piece by piece.
class ReportWriter {
public:
    virtual ~ReportWriter() = default;
    virtual void begin(const Cells& columns) = 0;
    virtual void row(const Cells&) = 0;
    virtual void end(const ReportStamp&) = 0;
};

struct ReportRun {
    std::int64_t number = 0;
    engine::Time at;
    std::string who, door, kind, format, language;
    nlohmann::json query = nlohmann::json::object();
    std::int64_t head = 0;
    std::optional<std::int64_t> rows;  // Empty: it was broken off, or is being made.
    std::string sha256;                // Of the file.
};

class ReportBook {
public:
    struct Asked {
        ReportQuery query;
        engine::CaseId of = {};  // 0: of all.
    };
    virtual ~ReportBook() = default;

    // All of it from one snapshot.  The head and the columns come before the first row.
    virtual void read(const Asked&, const std::function<void(const LogHead&, const Cells&)>& begin,
                      const std::function<void(const Cells&)>& row) = 0;

    virtual std::int64_t note_begun(const ReportRun&) = 0;  // Returns its number.
    virtual void note_given(std::int64_t run, std::int64_t rows, const std::string& sha256) = 0;
    virtual std::vector<ReportRun> runs(int most) = 0;  // The latest first.
};

struct Report {
    std::string content_type;
    std::string file_name;
    // Called once; writes it piece by piece.
    std::function<void(const std::function<void(std::string_view)>&)> write;
};

class Reports {
public:
    // The PDF of so many rows at most: a longer one is for a spreadsheet.
    static constexpr std::int64_t pdf_rows_max = 5000;

    // So many are read at once: each holds a connection to the database until its last row is sent,
    // and whoever downloads slowly must not take them all from those who work.
    static constexpr int at_once_max = 4;

    using DrawPdf =
        std::function<std::string(const Cells&, const std::vector<Cells>&, const ReportStamp&)>;

    Reports(ReportBook& book, AuditLog& log, Reading& reading, ReadingLog& readings, DrawPdf draw)
        : book_{book}, log_{log}, reading_{reading}, readings_{readings}, draw_{std::move(draw)} {}

    // Given is an object of texts: kind, format (csv, json or pdf), from, until, application, who.
    // Throws engine::Unavailable if as many as may be are being read.
    std::variant<Report, Invalid, NotFound, Forbidden> open(const Caller&,
                                                            const nlohmann::json& given,
                                                            const std::string& language);

    // {"items":[{"kind","title","text","takes","needs_application"}]} that this caller may have.
    nlohmann::json kinds(const Caller&, const std::string& language) const;

    std::variant<std::vector<ReportRun>, Forbidden> runs(const Caller&, int most);

private:
    struct Opened;
    std::shared_ptr<void> place();  // Among those that are read at once, while it is held.
    void write(const Opened&, const std::function<void(std::string_view)>&);
    std::variant<Report, Invalid> drawn(const Opened&);

    ReportBook& book_;
    AuditLog& log_;
    Reading& reading_;
    ReadingLog& readings_;
    DrawPdf draw_;
    std::counting_semaphore<at_once_max> places_{at_once_max};
};

}  // namespace adapters
