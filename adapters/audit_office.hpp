// What the command line does about the audit log: signing, exporting, rebuilding.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/audit_log.hpp"
#include "adapters/config/config.hpp"

namespace adapters {

struct SigningWanted {
    std::string key;                       // A file.
    std::string state;                     // A file: what was signed last.
    std::vector<std::string> authorities;  // "NAME=URL", of time stamps.
    std::string tsa_ca;        // Certificates (PEM) that stamps are trusted by, or empty.
    std::string witness;       // A folder; empty: none.
    int anchor_every = 3'600;  // Seconds between two time stamps of one authority.
};

// The whole log or one application, with proofs; see docs/audit.md.
struct ExportWanted {
    std::string reference;   // Empty: the whole log.
    bool with_data = false;  // What is personal, too: that it was read is logged.
    Caller by;               // Who gives it out.
    std::string since;       // A file with an older checkpoint, or empty.
    std::string file;
};

struct RebuildFound {
    struct Difference {
        std::string reference;
        std::string what;
    };
    std::int64_t applications = 0;
    std::int64_t lines = 0;
    std::int64_t erased = 0;
    std::vector<Difference> differences;
};

// A new key of a log, in a file; returns the public one.
std::string make_audit_key(const std::string& log, const std::string& file);

// On the configured database, or the private one that a server runs; changes nothing of the schema.
// Everything throws std::runtime_error with words for the operator.
class AuditOffice {
public:
    explicit AuditOffice(const config::Config&);
    ~AuditOffice();
    AuditOffice(const AuditOffice&) = delete;
    AuditOffice& operator=(const AuditOffice&) = delete;

    AuditLog& log();

    // Signs for as long as it lives; the key and its state are held.
    class Signing {
    public:
        virtual ~Signing() = default;
        // Signs what has come, and has it stamped and witnessed when it is time.  The new
        // checkpoint; `trouble` is told of what did not work and will be tried again, and of
        // stamps that nobody could check.
        virtual std::optional<std::string> sign(
            const std::function<void(const std::string&)>& trouble) = 0;
    };
    std::unique_ptr<Signing> begin_signing(const SigningWanted&);

    using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;
    void write_bundle(const ExportWanted&, const Progress&);

    RebuildFound rebuild(const std::function<void(std::int64_t)>& progress);

private:
    void log_reading(const ExportWanted&);

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace adapters
