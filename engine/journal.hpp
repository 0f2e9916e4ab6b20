// One line of the journal: what happened, who said so, what came of it, chained to the line before.
//
// The hashed bytes are canonical JSON (RFC 8785) without personal data.  What the event carried
// stands beside them, erasable, and is only committed to: HMAC-SHA256 under a random salt that is
// erased with it.  The leaf hash is RFC 6962's, so that the lines can stand in a Merkle log.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow.hpp"

namespace engine {

using Hash = std::array<unsigned char, 32>;

struct Line {
    std::string reference;
    int number = 0;  // Counts from 1 in each case, without gaps.
    Time at;
    Actor actor;
    std::string source;
    std::string delivery;
    std::string event;
    std::string from;  // The state before; empty for the first line of a case.
    std::string to;    // The state after; the same as `from` for a refusal.
    std::optional<Refusal> refusal = {};
    std::vector<std::string> effects = {};  // Their names, in the order of their keys.
    std::vector<std::string> guards = {};   // What held, or for a refusal what did not.
    std::string workflow;                   // The version of the rules.

    std::string salt = {};  // 32 bytes; empty with `data` if they were erased, or never were.
    std::string data = {};  // What the event carried.  Personal.

    std::string entry = {};  // The canonical bytes.
    Hash previous = {};      // Leaf hash of the line before; zeroes for the first.
    Hash hash = {};          // Leaf hash of this line: SHA-256(0x00 || entry).
};

// Fills salt, entry and hash of a line whose other fields are set.
void seal(Line&);

// Whether entry, commitment and hash follow from the other fields.
bool is_sealed(const Line&);

// Whether the event carried data that was erased since.
bool is_erased(const Line&);

std::string effect_key(std::string_view reference, int line, int number);

std::string rfc3339(Time);              // "2026-11-24T10:00:00.000000Z"
Time read_rfc3339(const std::string&);  // Of what rfc3339() wrote; throws std::invalid_argument.
Hash read_base64(const std::string&);   // Of 44 characters; throws std::invalid_argument.
std::string hex(std::string_view bytes);
std::string_view bytes_of(const Hash&);

}  // namespace engine
