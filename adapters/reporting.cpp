#include "adapters/reporting.hpp"

#include "adapters/papers/report_paper.hpp"
#include "adapters/postgres/report_book.hpp"
#include "adapters/postgres/workbook_book.hpp"
#include "adapters/postgres/yearly_erasure_book.hpp"

namespace adapters {

struct Reporting::Parts {
    Parts(postgres::Pool& pool, const engine::Workflow& workflow,
          const states::Catalogue& catalogue, AuditLog& log, Reading& reading, ReadingLog& readings)
        : book{pool, catalogue},
          reports{book, log, reading, readings,
                  [&catalogue](const Cells& columns, const std::vector<Cells>& rows,
                               const ReportStamp& stamp) {
                      return papers::report_paper(papers::letterhead_of(catalogue), columns, rows,
                                                  stamp);
                  }},
          time_machine{workflow, reading, readings, catalogue},
          workbook_book{pool},
          workbooks{workbook_book, book, log},
          years{pool, catalogue},
          yearly_erasure{years} {}

    postgres::ReportBook book;
    Reports reports;
    TimeMachine time_machine;
    postgres::WorkbookBook workbook_book;
    WorkbookDesk workbooks;
    postgres::YearlyErasureBook years;
    YearlyErasure yearly_erasure;
};

Reporting::Reporting(postgres::Pool& pool, const engine::Workflow& workflow,
                     const states::Catalogue& catalogue, AuditLog& log, Reading& reading,
                     ReadingLog& readings)
    : parts_{std::make_unique<Parts>(pool, workflow, catalogue, log, reading, readings)} {}
Reporting::~Reporting() = default;

Reports& Reporting::reports() { return parts_->reports; }
TimeMachine& Reporting::time_machine() { return parts_->time_machine; }
WorkbookDesk& Reporting::workbooks() { return parts_->workbooks; }
YearlyErasure& Reporting::yearly_erasure() { return parts_->yearly_erasure; }

}  // namespace adapters
