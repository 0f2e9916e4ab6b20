// Workbooks: what auditors and those they ask do with them, at the console, the API and the command
// line (see adapters/workbook.hpp for what they are).

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "adapters/reports.hpp"
#include "adapters/workbook.hpp"

namespace adapters {

class WorkbookBook {
public:
    virtual ~WorkbookBook() = default;

    // A new workbook's number.
    virtual std::int64_t open(const WorkbookEntry&) = 0;
    // False if somebody else has written an entry of this number meanwhile.
    virtual bool add(std::int64_t workbook, const WorkbookEntry&) = 0;
    virtual std::vector<WorkbookEntry> entries(
        std::int64_t workbook) = 0;  // None: there is no such.
    virtual std::map<std::int64_t, std::vector<WorkbookEntry>> all() = 0;
};

class WorkbookDesk {
public:
    static constexpr int sample_max = 500;

    // The population is the report "population", in the book of reports.
    WorkbookDesk(WorkbookBook& book, ReportBook& reports, AuditLog& log)
        : book_{book}, reports_{reports}, log_{log} {}

    // Auditors, administrators and approvers read; auditors write, and the others reply.
    std::variant<std::vector<Workbook>, Forbidden> list(const Caller&);  // The latest first.
    std::variant<Workbook, NotFound, Forbidden> show(const Caller&, std::int64_t number);
    // As they were written, for whoever wants to compute the digest.
    std::variant<std::vector<WorkbookEntry>, NotFound, Forbidden> entries(const Caller&,
                                                                          std::int64_t number);

    // Given: {"title","size"} and perhaps "from", "until", "of" (touched, if not given), "seed".
    std::variant<Workbook, Invalid, Forbidden> open(const Caller&, const nlohmann::json& given);

    // One entry more, without spaces around its texts: see flaws_of(); the answer is the workbook
    // with it.
    std::variant<Workbook, Invalid, NotFound, Forbidden> add(const Caller&, std::int64_t number,
                                                             const std::string& what,
                                                             const nlohmann::json& given);

private:
    WorkbookBook& book_;
    ReportBook& reports_;
    AuditLog& log_;
};

}  // namespace adapters
