// Checkpoints: the head of the log, signed, as C2SP's tlog-checkpoint and signed-note have it.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/merkle.hpp"

namespace engine {

using KeyBytes = std::array<unsigned char, 32>;

struct VerifierKey {
    std::string name;  // Of the log: its origin.
    std::uint32_t id = 0;
    KeyBytes bytes = {};  // Of an Ed25519 public key.
    bool operator==(const VerifierKey&) const = default;
};

struct SignerKey {
    VerifierKey verifier;
    KeyBytes seed = {};
};

// "audit.example/prod+90abcdef+AbCd…", as Go's sumdb/note writes it, and "PRIVATE+KEY+…" of the
// other.  Reading throws std::invalid_argument.
std::string text_of(const VerifierKey&);
std::string text_of(const SignerKey&);
VerifierKey read_verifier_key(std::string_view);
SignerKey read_signer_key(std::string_view);
SignerKey new_signer_key(const std::string& name);  // Throws for a name with blanks or a "+".

struct Checkpoint {
    std::string origin;
    Head head;
    bool operator==(const Checkpoint&) const = default;
};

std::string sign(const Checkpoint&, const SignerKey&);  // The note.

// What it says if this key has signed it; throws std::invalid_argument with what is wrong.
Checkpoint open_checkpoint(std::string_view note, const VerifierKey&);

// What it says, whoever has signed it.
Checkpoint read_checkpoint(std::string_view note);

}  // namespace engine
