// One running Doorstep: the database, the engine, the neighbours, the workers and the HTTP server,
// put together from a configuration.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "adapters/activation.hpp"
#include "adapters/applications.hpp"
#include "adapters/config/config.hpp"
#include "adapters/contracts.hpp"
#include "adapters/documents.hpp"
#include "adapters/grounds.hpp"
#include "adapters/invoices.hpp"
#include "adapters/parked.hpp"
#include "adapters/post_room.hpp"
#include "adapters/reading_log.hpp"
#include "adapters/refunding.hpp"
#include "adapters/registrars.hpp"
#include "adapters/reporting.hpp"
#include "adapters/rule_desk.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/sign_on.hpp"
#include "adapters/staff_desk.hpp"
#include "adapters/staff_login.hpp"
#include "adapters/statements.hpp"
#include "adapters/token_desk.hpp"
#include "adapters/webhook_desk.hpp"
#include "states/catalogue.hpp"

namespace adapters {

class Node {
public:
    // Connects, and with `own_database` starts the private cluster if none is configured; applies
    // what is missing of the schema.  Works by the versions of the rules that are in force then.
    // Throws std::runtime_error with words for the operator, also for a database that holds names
    // which this program does not know.
    Node(const config::Config&, bool own_database);
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    Applications& applications();
    Documents& documents();
    Parked& parked();
    Statements& statements();
    Refunding& refunds();
    Registrars& registrars();
    Grounds& grounds();
    WebhookDesk& webhooks();
    PostRoom& post_room();
    StaffDesk& staff();
    TokenDesk& tokens();
    ReadingLog& readings();
    Reporting& reporting();
    StaffLogin& staff_login();
    SignOn* sign_on();  // None if no OpenID provider is configured.
    RuleDesk& rules();
    bool rules_have_changed();  // Since it was built: a new one would work by others.

    // The document of an application, as it was made; empty for an application that has none, and
    // for none such.
    std::optional<KeptInvoice> invoice(const std::string& reference, bool credit);
    std::optional<SentPaper> paper_of(const KeptInvoice&);  // The same as a PDF.

    // Or why there is none.
    std::variant<Document, std::string> contract(const ContractWanted&);

    // Starts the server and the workers; returns the port.  With `beside_another` node of this
    // program that has the port still.
    int serve(bool beside_another = false);
    int listen(bool beside_another = false);  // The server alone: it answers, and nobody works.
    void log_trouble(const std::string& what, const std::string& error);  // To the operators.
    void stop();  // Lets what is under way come to its end.

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// The private cluster, kept running while this lives; nothing if a database is configured.
std::shared_ptr<void> run_own_database(const config::Config&);

// Applies what is missing of the schema: to the configured database, or to the private one, whether
// a server has it open or not.
void migrate(const config::Config&);

}  // namespace adapters
