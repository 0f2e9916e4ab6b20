// Registrar agreements are signed with Adobe Acrobat Sign (REST API, version 6).
//
// Adobe knows no idempotency keys and signs no webhooks.  So an agreement bears an external id by
// which it is found when the answer to its making was lost, and a notification is a hint and no
// more: it moves forward the moment at which look() asks for the agreement itself.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/adobe_sign/session.hpp"
#include "adapters/agreements.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace adobe_sign {

class AdobeSign {
public:
    AdobeSign(Access access, adapters::Send send, adapters::RenewedSecrets& renewed,
              adapters::Agreements& agreements, adapters::DrawContract draw);

    std::optional<engine::Event> perform(const states::SendContract&, const engine::Work&);
    std::optional<engine::Event> perform(const states::VoidContract&, const engine::Work&);
    std::optional<engine::Event> perform(const states::RemindSigner&, const engine::Work&);

    // The sender has to name our client id; that is no proof, and is not taken for one.
    std::string verify(const engine::Arrival&, engine::Time now) const;
    adapters::Understood understand(const engine::Arrival&) const;
    // What verify() has to see besides the body, and what Adobe wants back with every answer, the
    // one to its GET before the first notification too.  Throws adapters::Forged.
    static std::vector<std::string> headers();
    std::vector<std::pair<std::string, std::string>> greet(
        const std::map<std::string, std::string>& headers) const;

    adapters::Seen look(const adapters::Agreement&);
    // The signed document and Adobe's record of how it came to be signed.
    std::vector<adapters::Document> papers(const adapters::Agreement&);
    void stay_known() { session_.renew(); }

private:
    struct Found {
        std::string status;
        std::string etag;
    };
    Found find(const std::string& agreement);
    std::string look_up(const std::string& external_id);
    std::string make(const states::SendContract&, const engine::Work&, const std::string& pdf);

    std::string client_id_;
    Session session_;
    adapters::Agreements& agreements_;
    adapters::DrawContract draw_;
};

}  // namespace adobe_sign
