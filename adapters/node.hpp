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
#include "adapters/invoices.hpp"
#include "adapters/parked.hpp"
#include "adapters/refunding.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/statements.hpp"
#include "states/catalogue.hpp"

namespace adapters {

class Node {
public:
    // Connects, and with `own_database` starts the private cluster if none is configured; applies
    // what is missing of the schema.  Throws std::runtime_error with words for the operator, also
    // for a database that holds names which this program does not know.
    Node(const config::Config&, bool own_database);
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    Applications& applications();
    Documents& documents();
    Parked& parked();
    Statements& statements();
    Refunding& refunds();

    // The document of an application, as it was made; empty for an application that has none, and
    // for none such.
    std::optional<KeptInvoice> invoice(const std::string& reference, bool credit);
    std::optional<SentPaper> paper_of(const KeptInvoice&);  // The same as a PDF.

    // Or why there is none.
    std::variant<Document, std::string> contract(const ContractWanted&);

    std::string add_token(const std::string& name, const std::vector<std::string>& scopes);
    bool revoke_token(const std::string& name);

    int serve();  // Starts the server and the workers; returns the port.
    void stop();  // Lets what is under way come to its end.

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// Applies what is missing of the schema: to the configured database, or to the private one, whether
// a server has it open or not.
void migrate(const config::Config&);

}  // namespace adapters
