// Signs how far the log has grown, and nothing that is not a continuation of what it signed before.
//
// It runs by itself, as an OS user of its own, with a key that the database and the servers do not
// know.  What it last signed stands in a file of its own: a database that was set back, or whose
// history was rewritten, gets no signature, whoever has done it.

#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "adapters/audit_log.hpp"

namespace audit {

// It does not sign; its words say why.  Nothing but a person can help.
struct WillNotSign : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Signer {
public:
    // Holds the state file for as long as it lives: two signers with one key could sign a fork.
    // Throws std::runtime_error for a key that others may read, or is none.
    Signer(const std::filesystem::path& key, std::filesystem::path state);
    ~Signer();
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;

    // The new checkpoint, which is published then; empty if nothing has come.
    std::optional<std::string> sign(adapters::AuditLog&);

private:
    std::optional<engine::Head> last_signed() const;
    void keep(const std::string& note) const;

    engine::SignerKey key_;
    std::filesystem::path state_;
    int lock_;
};

// Makes a key and writes it to the file, which must not be there; returns the public one.
std::string make_key(const std::string& log, const std::filesystem::path& file);

}  // namespace audit
