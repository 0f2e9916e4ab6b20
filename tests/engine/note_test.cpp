#include "engine/note.hpp"

#include <doctest/doctest.h>

#include <string>

#include "engine/digest.hpp"

namespace note_test {

using engine::open_checkpoint;

namespace {

// The key of Go's own documentation of signed notes (golang.org/x/mod/sumdb/note).
const std::string gos_private =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const std::string gos_public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

engine::Checkpoint checkpoint_of(const std::string& origin) {
    return {.origin = origin, .head = {.size = 42, .root = engine::leaf_hash("x")}};
}

}  // namespace

TEST_CASE("keys are read and written as Go's note package does") {
    const auto key = engine::read_signer_key(gos_private);
    CHECK_EQ(text_of(key.verifier), gos_public);
    CHECK_EQ(text_of(key), gos_private);
    CHECK_EQ(engine::read_verifier_key(gos_public + "\n"), key.verifier);
    for (std::size_t i = 0; i < gos_public.size(); ++i) {
        CAPTURE(i);
        auto other = gos_public;
        other[i] = other[i] == 'b' ? 'd' : 'b';
        CHECK_THROWS_AS(engine::read_verifier_key(other), std::invalid_argument);
    }
    CHECK_THROWS_AS(engine::read_signer_key(gos_public), std::invalid_argument);
}

TEST_CASE("a signed checkpoint is opened by its key, and by no other") {
    const auto key = engine::new_signer_key("audit.example/onboarding");
    const auto checkpoint = checkpoint_of(key.verifier.name);
    const auto note = engine::sign(checkpoint, key);
    CHECK(note.starts_with("audit.example/onboarding\n42\n"));
    CHECK_EQ(open_checkpoint(note, key.verifier), checkpoint);
    CHECK_EQ(engine::read_checkpoint(note), checkpoint);
    CHECK_EQ(engine::sign(checkpoint, key), note);  // Signing again says nothing new.

    const auto other = engine::new_signer_key("audit.example/onboarding");
    CHECK_THROWS_AS(open_checkpoint(note, other.verifier), std::invalid_argument);
    const auto foreign = engine::sign(checkpoint_of("another"), key);
    CHECK_THROWS_AS(open_checkpoint(foreign, key.verifier), std::invalid_argument);
    CHECK_THROWS_AS(engine::new_signer_key("with blanks"), std::invalid_argument);
}

TEST_CASE("no byte of a checkpoint can be another") {
    const auto key = engine::new_signer_key("audit.example/x");
    const auto note = engine::sign(checkpoint_of(key.verifier.name), key);
    for (std::size_t i = 0; i < note.size(); ++i)
        for (const int flip : {1, 32, 128}) {
            CAPTURE(i);
            auto other = note;
            other[i] = static_cast<char>(other[i] ^ flip);
            CHECK_THROWS_AS(open_checkpoint(other, key.verifier), std::invalid_argument);
        }
    for (std::size_t size = 0; size < note.size(); ++size)
        CHECK_THROWS_AS(open_checkpoint(note.substr(0, size), key.verifier), std::invalid_argument);
}

TEST_CASE("others may sign beside, as witnesses do") {
    const auto key = engine::new_signer_key("audit.example/x");
    const auto witness = engine::new_signer_key("witness.example");
    const auto checkpoint = checkpoint_of(key.verifier.name);
    const auto theirs = engine::sign(checkpoint, witness);
    const auto note = engine::sign(checkpoint, key) + theirs.substr(theirs.find("\n\n") + 2);
    CHECK_EQ(open_checkpoint(note, key.verifier), checkpoint);
}

}  // namespace note_test
