// What a server has for auditors: reports, with the audit log they stand on and their paper, the
// look back at an application, workbooks, and what is forgotten by the year.

#pragma once

#include <memory>

#include "adapters/reports.hpp"
#include "adapters/time_machine.hpp"
#include "adapters/workbook_desk.hpp"
#include "adapters/yearly_erasure.hpp"
#include "states/catalogue.hpp"

namespace postgres {
class Pool;
}

namespace adapters {

class Reporting {
public:
    // What is referred to must outlive it.
    Reporting(postgres::Pool&, const engine::Workflow&, const states::Catalogue&, AuditLog&,
              Reading&, ReadingLog&);
    ~Reporting();
    Reporting(const Reporting&) = delete;
    Reporting& operator=(const Reporting&) = delete;

    Reports& reports();
    TimeMachine& time_machine();
    WorkbookDesk& workbooks();
    YearlyErasure& yearly_erasure();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace adapters
