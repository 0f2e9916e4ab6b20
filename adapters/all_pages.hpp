// The pages of applicants and of staff, put together from the services that they show.  Part of the
// composition, like node.cpp.

#pragma once

#include <memory>
#include <vector>

#include "adapters/activation.hpp"
#include "adapters/applications.hpp"
#include "adapters/bank_book.hpp"
#include "adapters/call.hpp"
#include "adapters/config/config.hpp"
#include "adapters/documents.hpp"
#include "adapters/early_checks.hpp"
#include "adapters/grounds.hpp"
#include "adapters/invoices.hpp"
#include "adapters/login.hpp"
#include "adapters/mail_desk.hpp"
#include "adapters/mail_sample.hpp"
#include "adapters/parked.hpp"
#include "adapters/post_room.hpp"
#include "adapters/private_links.hpp"
#include "adapters/reading.hpp"
#include "adapters/reading_log.hpp"
#include "adapters/refunding.hpp"
#include "adapters/reissue.hpp"
#include "adapters/reporting.hpp"
#include "adapters/rule_desk.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/sign_on.hpp"
#include "adapters/staff_desk.hpp"
#include "adapters/staff_login.hpp"
#include "adapters/statements.hpp"
#include "adapters/token_desk.hpp"
#include "adapters/web.hpp"
#include "adapters/webhook_desk.hpp"
#include "states/catalogue.hpp"

namespace postgres {
class Pool;
}

namespace adapters {

class AllPages {
public:
    struct Outside {  // To try who is reached by HTTP, and who is told.
        const Send& send;
        WebhookDesk& webhooks;
    };
    struct Shown {  // What is referred to must outlive the routes.
        Applications& applications;
        Reading& reading;
        ReadingLog& readings;
        Reporting& reporting;
        PrivateLinks& links;
        Documents& documents;
        Invoices& invoices;
        SentPapers& sent_papers;
        Activation& activation;
        Login& login;
        Reissue& reissue;
        EarlyChecks& early_checks;
        Grounds& grounds;
        MailDesk& mail;
        SampleMail sample_mail;
        StaffLogin& staff_login;
        StaffDesk& staff;
        TokenDesk& tokens;
        SignOn* sign_on;  // May be none.
        Statements& statements;
        Refunding& refunds;
        BankBook& bank_book;
        Parked& parked;
        PostRoom& post_room;
        RuleDesk& rules;
        Outside outside;
        const states::Catalogue& catalogue;
    };
    AllPages(const config::Config&, postgres::Pool&, const Shown&);
    ~AllPages();
    AllPages(const AllPages&) = delete;
    AllPages& operator=(const AllPages&) = delete;

    std::vector<http::Route> routes() const;

    void follow();  // Brings the work queue up to date, so that no reader has to wait for that.

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace adapters
