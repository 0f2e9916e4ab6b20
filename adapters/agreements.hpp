// Contracts that are out with a signing service which tells us only that something has happened.
//
// Such news may be forged, repeated, late or lost.  So it never decides: it moves forward the
// moment at which we look at the agreement ourselves, and without any news we look all the same
// (watch.hpp).  adapters/postgres keeps the list.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/reading.hpp"
#include "engine/store.hpp"

namespace adapters {

struct Agreement {
    std::string id;         // What the service calls it.
    std::string reference;  // The application.
    std::string product;
    int edition = 1;
    std::string signer;  // The e-mail address of the one who has to sign; empty if not known.
};

// "A-2026-000123/.be/1", for services without idempotency keys: the same for every attempt at the
// effect, and known to one that voids the contract before we know what the service calls it.
std::string external_id_of(const std::string& reference, const std::string& product, int edition);

// E-mail addresses, as people write them: in upper or lower case.
bool same_address(const std::string& a, const std::string& b);

// What an agreement has come to, as its service says.
struct Seen {
    enum class Standing { waiting, signed_, ended } standing = Standing::waiting;
    std::vector<engine::Event> news = {};  // In their order.  Those told before are known again.
    std::string odd = {};  // What nobody understands; a person has to look, and we wait.
};

// The right to write down what was seen: as engine::Claim.
struct Look {
    Agreement agreement;
    int token = 0;
};

class Agreements {
public:
    virtual ~Agreements() = default;

    // It is on its way to its signer.  The same one may be remembered again.  Throws
    // engine::Rejected if another contract goes by the same name.
    virtual void remember(const Agreement&) = 0;
    // There is news of it.  False if it is none of ours, or nothing is awaited of it any more.
    virtual bool hint(const std::string& id) = 0;
    // We do not want it signed any more, and what its service says of that is no news.
    virtual void forget(const std::string& id) = 0;

    // Those that it is time to look at; nobody else looks for `lease`.
    virtual std::vector<Look> claim(int limit, engine::Store::Seconds lease) = 0;
    // Still waiting: look again after `not_before`, if given, or in the usual rhythm.
    virtual void wait(const Look&, std::optional<engine::Store::Seconds> not_before,
                      const std::string& trouble) = 0;
    // Nothing more is awaited.  `papers` are the ids of what was kept of it.
    virtual void settle(const Look&, const std::string& standing,
                        const std::vector<std::string>& papers) = 0;
};

}  // namespace adapters
