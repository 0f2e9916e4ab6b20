// What others keep of a checkpoint, so that not even the signer can take it back: a time stamp by
// an authority (RFC 3161), and a copy in a folder that is somebody else's.

#pragma once

#include <filesystem>
#include <string>

#include "adapters/audit_log.hpp"
#include "adapters/call.hpp"

namespace audit {

struct Authority {
    std::string name;  // Letters, digits, dashes: it names files.
    std::string url;
};

// "name=https://…".  Throws std::runtime_error.
Authority read_authority(const std::string& text);

// Asks for a time stamp over the checkpoint and keeps it.  Throws engine::Unavailable or
// engine::Rejected, as the call does, and engine::Rejected for an answer that stamps something
// else, or that nobody of the `trusted` certificates (PEM) vouches for.  Without these nobody
// knows who has signed it.
void stamp(adapters::AuditLog&, const adapters::Send&, const Authority&,
           const std::string& checkpoint, const std::string& trusted);

// As <size>.checkpoint.  Throws std::runtime_error if the folder knows another one of this size:
// then the log was forked.
void copy_to(const std::filesystem::path& folder, const std::string& checkpoint);

}  // namespace audit
