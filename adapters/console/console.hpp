// The console: the pages on which staff see and advance applications.
//
// Rights are the services': a page only shows what they offer, and what they refuse is told in
// their words.

#pragma once

#include <vector>

#include "adapters/adapter_tries.hpp"
#include "adapters/applications.hpp"
#include "adapters/case_notes.hpp"
#include "adapters/grounds.hpp"
#include "adapters/health.hpp"
#include "adapters/mail_desk.hpp"
#include "adapters/mail_sample.hpp"
#include "adapters/movement_desk.hpp"
#include "adapters/own_records.hpp"
#include "adapters/parked_desk.hpp"
#include "adapters/post_room.hpp"
#include "adapters/reading.hpp"
#include "adapters/reading_log.hpp"
#include "adapters/refunding.hpp"
#include "adapters/reports.hpp"
#include "adapters/rule_desk.hpp"
#include "adapters/rule_previews.hpp"
#include "adapters/saved_views.hpp"
#include "adapters/sent_mail.hpp"
#include "adapters/sign_on.hpp"
#include "adapters/staff_desk.hpp"
#include "adapters/staff_login.hpp"
#include "adapters/statements.hpp"
#include "adapters/task_desk.hpp"
#include "adapters/time_machine.hpp"
#include "adapters/token_desk.hpp"
#include "adapters/web.hpp"
#include "adapters/work_desk.hpp"
#include "adapters/work_figures.hpp"
#include "adapters/workbook_desk.hpp"
#include "adapters/yearly_erasure.hpp"
#include "states/catalogue.hpp"

namespace console {

struct Parts {  // What is referred to must outlive the routes.
    adapters::Applications& applications;
    adapters::Reading& reading;
    adapters::OwnRecords& records;
    adapters::ReadingLog& readings;
    adapters::Reports& reports;
    adapters::TimeMachine& time_machine;
    adapters::WorkbookDesk& workbooks;
    adapters::YearlyErasure& yearly_erasure;
    adapters::WorkDesk& work;
    adapters::CaseNotes& notes;
    adapters::SavedViews& views;
    adapters::TaskDesk& tasks;
    adapters::WorkFigures& figures;
    adapters::Grounds& grounds;
    adapters::MailDesk& mail;
    adapters::SampleMail sample_mail;
    adapters::SentMails& sent_mails;
    adapters::StaffLogin& login;
    adapters::StaffDesk& staff;
    adapters::Statements& statements;
    adapters::MovementDesk& movements;
    adapters::Refunding& refunds;
    adapters::ParkedDesk& parked;
    adapters::PostRoom& post_room;
    adapters::Health& health;
    adapters::RuleDesk& rules;
    const adapters::RulePreviews& rule_previews;
    const adapters::AdapterTries& tries;
    adapters::TokenDesk& tokens;
    const states::Catalogue& catalogue;
    adapters::SignOn* sign_on = nullptr;  // Without one, members log in by their passwords alone.
    bool secure = false;                  // Reached over TLS: cookies are sent over nothing else.
};

std::vector<http::Route> routes(const Parts&);

}  // namespace console
