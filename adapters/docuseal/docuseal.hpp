// Registrar agreements are signed with DocuSeal, in its cloud or on a server of one's own.
//
// DocuSeal knows no idempotency keys.  So the one who has to sign bears an external id by which a
// submission is found when the answer to its making was lost.  Its webhooks are signed, but each
// tells of one signer or one moment, comes late, twice or never, and carries no id; so a
// notification is a hint and no more: it moves forward the moment at which look() asks for the
// submission itself.  Shapes: DocuSeal's OpenAPI document, version 1.0.0.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/agreements.hpp"
#include "adapters/call.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace docuseal {

struct Access {
    std::string url;      // "https://api.docuseal.eu", "https://sign.example/api"; empty: none.
    std::string api_key;  // Brought as X-Auth-Token.
};

// Where the representative signs: pixels of a page at 72 dpi, from its upper left corner.
struct Place {
    int page = 1;  // From 1.
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

// "1 300 700 220 60": page, x, y, width, height.  Empty if it is anything else, or has no size.
std::optional<Place> read_place(const std::string& text);

// The PDF that is to be signed, for the application of this reference.
using Draw = std::function<std::string(const states::SendContract&, const std::string& reference)>;

class DocuSeal {
public:
    // Without a place the PDF has to have the field in itself: a form field, or a text tag as
    // {{Signature;role=Representative;type=signature}}.  DocuSeal refuses one that has none.
    DocuSeal(Access access, adapters::Send send, adapters::VerifySignature verify,
             adapters::Agreements& agreements, Draw draw, std::optional<Place> place);

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
    std::string make(const states::SendContract&, const engine::Work&) const;

    Access access_;
    adapters::Send send_;
    adapters::VerifySignature verify_;
    adapters::Agreements& agreements_;
    Draw draw_;
    std::optional<Place> place_;
};

// "A-2026-000123/.be/1": the same for every attempt at the effect, and known to one that voids the
// contract before we know what DocuSeal calls it.
std::string external_id_of(const std::string& reference, const std::string& product, int edition);

}  // namespace docuseal
