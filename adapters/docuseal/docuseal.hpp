// Registrar agreements are signed with DocuSeal, in its cloud or on a server of one's own.
//
// DocuSeal knows no idempotency keys.  So the one who has to sign bears an external id by which a
// submission is found when the answer to its making was lost.  Its webhooks are signed, but each
// tells of one signer or one moment, comes late, twice or never, and carries no id; so a
// notification is a hint and no more: it moves forward the moment at which look() asks for the
// submission itself.  Shapes: DocuSeal's OpenAPI document, version 1.0.0.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/agreements.hpp"
#include "adapters/call.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace docuseal {

struct Access {
    std::string url;      // "https://api.docuseal.eu", "https://sign.example/api"; empty: none.
    std::string api_key;  // Brought as X-Auth-Token.
};

class DocuSeal {
public:
    // The paper has to say where it is signed, or have a field for it in itself: DocuSeal refuses
    // one that has none.
    DocuSeal(Access access, adapters::Send send, adapters::VerifySignature verify,
             adapters::Agreements& agreements, adapters::DrawContract draw);

    std::optional<engine::Event> perform(const states::SendContract&, const engine::Work&);
    // Archives it, whereupon nobody can sign it any more.
    std::optional<engine::Event> perform(const states::VoidContract&, const engine::Work&);
    std::optional<engine::Event> perform(const states::RemindSigner&, const engine::Work&);

    std::string verify(const engine::Arrival&, engine::Time now) const;
    adapters::Understood understand(const engine::Arrival&) const;
    static std::vector<std::string> headers();  // That sign.

    adapters::Seen look(const adapters::Agreement&);
    // The signed document and DocuSeal's record of how it came to be signed.
    std::vector<adapters::Document> papers(const adapters::Agreement&);

private:
    adapters::Reply ask(adapters::Call call) const;
    std::string download(const std::string& url, const std::string& what) const;
    std::string look_up(const std::string& external_id) const;
    std::string make(const states::SendContract&, const engine::Work&,
                     const adapters::SentPaper&) const;

    Access access_;
    adapters::Send send_;
    adapters::VerifySignature verify_;
    adapters::Agreements& agreements_;
    adapters::DrawContract draw_;
};

}  // namespace docuseal
