// The JSON API under /api/v1, the neighbours' webhooks and the probes, as routes for the server.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/activation.hpp"
#include "adapters/applications.hpp"
#include "adapters/audit_log.hpp"
#include "adapters/documents.hpp"
#include "adapters/grounds.hpp"
#include "adapters/http/invoices.hpp"
#include "adapters/http/metrics.hpp"
#include "adapters/http/test_clock.hpp"
#include "adapters/invoices.hpp"
#include "adapters/login.hpp"
#include "adapters/mail_answering.hpp"
#include "adapters/mail_desk.hpp"
#include "adapters/post_room.hpp"
#include "adapters/reading.hpp"
#include "adapters/reading_log.hpp"
#include "adapters/refunding.hpp"
#include "adapters/registrars.hpp"
#include "adapters/reissue.hpp"
#include "adapters/reports.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/statements.hpp"
#include "adapters/time_machine.hpp"
#include "adapters/web.hpp"
#include "adapters/webhook_desk.hpp"
#include "adapters/workbook_desk.hpp"
#include "engine/store.hpp"

namespace http {

// Looks at the raw bytes, at the time that it is; returns the neighbour's id for the delivery or
// throws adapters::Forged.
using Verify = std::function<std::string(const engine::Arrival&)>;

// What a neighbour expects of those who take its webhooks, beyond what all do.
struct Manners {
    // Names of headers that are shown to its verifier and kept, beside webhook-* and content-type;
    // in lower case.
    std::vector<std::string> headers = {};
    // What stands in the head of every answer to a message that was believed, and to the GET by
    // which it asks beforehand whether its news is wanted.  Throws adapters::Forged.
    std::function<std::vector<std::pair<std::string, std::string>>(
        const std::map<std::string, std::string>& headers)>
        greet = {};
};

struct ApiParts {  // What is referred to must outlive the routes.
    adapters::Applications& applications;
    adapters::Activation& activation;
    adapters::Login& login;
    adapters::Reissue& reissue;
    adapters::Documents& documents;
    adapters::Invoices& invoices;
    adapters::SentPapers& sent_papers;
    adapters::Reading& reading;
    engine::Store& store;
    const Metrics& metrics;
    std::map<std::string, Verify> verifiers =
        {};                                       // By the provider's name in /webhooks/{provider}.
    std::map<std::string, Manners> manners = {};  // By the same name; most need none.
    adapters::Statements* statements = nullptr;   // Without it there are no routes for the bank.
    adapters::Refunding* refunds = nullptr;       // Likewise.
    adapters::Grounds* grounds = nullptr;         // Without it nobody can ask why.
    adapters::Registrars* registrars = nullptr;   // IANA's list, likewise.
    adapters::WebhookDesk* webhook_desk = nullptr;  // Likewise.
    adapters::PostRoom* post_room = nullptr;        // Likewise.
    adapters::MailDesk* mail_desk = nullptr;        // Without these two there are none for mail.
    adapters::MailAnswering* mail_answering = nullptr;
    adapters::ReadingLog* readings = nullptr;  // Without one nobody notes or asks who has read.
    adapters::Reports* reports = nullptr;      // Likewise.
    adapters::TimeMachine* time_machine = nullptr;  // Likewise.
    adapters::WorkbookDesk* workbooks = nullptr;    // Likewise.
    adapters::AuditLog* audit_log = nullptr;        // Without one there is no /audit.
    MoveClock move_clock = {};                      // Without one there is no /test/clock.

    Books books() const { return {reading, invoices, sent_papers, readings}; }
};

// All that is not a page.
std::vector<Route> api_routes(ApiParts);

const std::map<std::string_view, std::string_view>& api_files();  // By cmake/Embed.cmake.

}  // namespace http
