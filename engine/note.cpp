// Ed25519 by OpenSSL, and the text around it.

#include "engine/note.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>

#include "engine/digest.hpp"

namespace engine {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // An em dash and a blank begin a signature.
constexpr std::string_view private_mark = "PRIVATE+KEY+";
constexpr char ed25519 = '\x01';
constexpr std::size_t signature_size = 64;

using PKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::string_view view(const KeyBytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

const unsigned char* octets(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::uint32_t big_endian(std::string_view four) {
    std::uint32_t value = 0;
    for (const char c : four) value = value << 8U | static_cast<unsigned char>(c);
    return value;
}

std::string id_bytes(std::uint32_t id) {
    std::string bytes;
    for (const auto shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>(id >> shift & 255U);
    return bytes;
}

std::uint32_t id_of(std::string_view name, const KeyBytes& key) {
    const auto hash = sha256({name, "\n", std::string_view{&ed25519, 1}, view(key)});
    return big_endian(bytes_of(hash).substr(0, 4));
}

std::string id_text(std::uint32_t id) {
    char text[9];
    std::snprintf(text, sizeof text, "%08x", id);
    return text;
}

KeyBytes public_of(const KeyBytes& seed) {
    const auto key = PKey{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), 32),
                          EVP_PKEY_free};
    KeyBytes bytes;
    auto size = bytes.size();
    if (!key || EVP_PKEY_get_raw_public_key(key.get(), bytes.data(), &size) != 1)
        throw std::runtime_error{"Ed25519 failed"};
    return bytes;
}

bool has_signed(const VerifierKey& key, std::string_view text, std::string_view signature) {
    const auto public_key =
        PKey{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), 32),
             EVP_PKEY_free};
    const auto context = Context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    return public_key && context &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) == 1 &&
           EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(text),
                            text.size()) == 1;
}

bool is_name(std::string_view name) {
    return !name.empty() && std::ranges::none_of(name, [](char c) {
        return c == '+' || static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
    });
}

struct KeyText {
    std::string name;
    std::uint32_t id;
    KeyBytes bytes;
};

// "name+id+base64", of which the base64 may hold a "+" itself.
KeyText read_key(std::string_view text) {
    const auto wrong = [] {
        return std::invalid_argument{"this is no key of a log: it reads NAME+ID+KEY"};
    };
    while (text.ends_with('\n')) text.remove_suffix(1);
    const auto first = text.find('+');
    if (first == std::string_view::npos) throw wrong();
    const auto name = text.substr(0, first);
    const auto rest = text.substr(first + 1);
    if (!is_name(name) || rest.size() < 9 || rest[8] != '+') throw wrong();
    KeyText key{.name = std::string{name}, .id = 0, .bytes = {}};
    const auto id = rest.substr(0, 8);
    if (std::from_chars(id.data(), id.data() + id.size(), key.id, 16).ptr != id.data() + 8)
        throw wrong();
    const auto bytes = bytes_of_base64(rest.substr(9));
    if (!bytes || bytes->size() != 33 || (*bytes)[0] != ed25519) throw wrong();
    std::copy_n(bytes->begin() + 1, key.bytes.size(), key.bytes.begin());
    return key;
}

std::string key_text(std::string_view name, std::uint32_t id, const KeyBytes& bytes) {
    return std::string{name} + '+' + id_text(id) + '+' +
           base64(std::string{ed25519} + std::string{view(bytes)});
}

struct Note {
    std::string_view text;        // With its last line break.
    std::string_view signatures;  // Lines.
};

Note read_note(std::string_view note) {
    const auto end = note.rfind("\n\n");
    if (end == std::string_view::npos || !note.ends_with('\n'))
        throw std::invalid_argument{"the checkpoint is no signed note"};
    return {note.substr(0, end + 1), note.substr(end + 2)};
}

Checkpoint read_text(std::string_view text) {
    const auto wrong = [] {
        return std::invalid_argument{
            "the checkpoint does not consist of an origin, a size and a root"};
    };
    std::array<std::string_view, 3> lines;
    for (auto& line : lines) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos || end == 0) throw wrong();
        line = text.substr(0, end);
        text.remove_prefix(end + 1);
    }
    Checkpoint checkpoint{.origin = std::string{lines[0]}, .head = {}};
    const auto& size = lines[1];
    auto& value = checkpoint.head.size;
    const auto read = std::from_chars(size.data(), size.data() + size.size(), value);
    const auto root = hash_of_base64(lines[2]);
    if (read.ptr != size.data() + size.size() || std::to_string(value) != size || !root)
        throw wrong();
    checkpoint.head.root = *root;
    return checkpoint;
}

}  // namespace

std::string text_of(const VerifierKey& key) { return key_text(key.name, key.id, key.bytes); }

std::string text_of(const SignerKey& key) {
    return std::string{private_mark} + key_text(key.verifier.name, key.verifier.id, key.seed);
}

VerifierKey read_verifier_key(std::string_view text) {
    const auto key = read_key(text);
    if (key.id != id_of(key.name, key.bytes))
        throw std::invalid_argument{"the key's id does not belong to its name and bytes"};
    return {.name = key.name, .id = key.id, .bytes = key.bytes};
}

SignerKey read_signer_key(std::string_view text) {
    if (!text.starts_with(private_mark))
        throw std::invalid_argument{"this is no private key of a log: it begins PRIVATE+KEY+"};
    const auto key = read_key(text.substr(private_mark.size()));
    const auto bytes = public_of(key.bytes);
    if (key.id != id_of(key.name, bytes))
        throw std::invalid_argument{"the key's id does not belong to its name and bytes"};
    return {.verifier = {.name = key.name, .id = key.id, .bytes = bytes}, .seed = key.bytes};
}

SignerKey new_signer_key(const std::string& name) {
    if (!is_name(name)) throw std::invalid_argument{"a log's name has no blanks and no plus sign"};
    SignerKey key;
    std::ranges::copy(random_bytes(key.seed.size()), key.seed.begin());
    const auto bytes = public_of(key.seed);
    key.verifier = {.name = name, .id = id_of(name, bytes), .bytes = bytes};
    return key;
}

std::string sign(const Checkpoint& checkpoint, const SignerKey& key) {
    const auto text = checkpoint.origin + '\n' + std::to_string(checkpoint.head.size) + '\n' +
                      base64(bytes_of(checkpoint.head.root)) + '\n';
    const auto secret =
        PKey{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, key.seed.data(), 32),
             EVP_PKEY_free};
    const auto context = Context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    std::string signature(signature_size, '\0');
    auto size = signature.size();
    if (!secret || !context ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, secret.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       octets(text), text.size()) != 1)
        throw std::runtime_error{"Ed25519 failed"};
    return text + '\n' + std::string{dash} + key.verifier.name + ' ' +
           base64(id_bytes(key.verifier.id) + signature) + '\n';
}

Checkpoint read_checkpoint(std::string_view note) { return read_text(read_note(note).text); }

Checkpoint open_checkpoint(std::string_view note, const VerifierKey& key) {
    const auto parts = read_note(note);
    const auto checkpoint = read_text(parts.text);
    bool found = false;
    for (auto rest = parts.signatures; !rest.empty();) {
        const auto end = rest.find('\n');
        auto line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        const auto wrong = [] {
            return std::invalid_argument{"a line of the checkpoint's signatures is broken"};
        };
        if (!line.starts_with(dash)) throw wrong();
        line.remove_prefix(dash.size());
        const auto blank = line.find(' ');
        if (blank == std::string_view::npos) throw wrong();
        const auto bytes = bytes_of_base64(line.substr(blank + 1));
        if (!bytes || bytes->size() < 5) throw wrong();
        if (line.substr(0, blank) != key.name || big_endian(bytes->substr(0, 4)) != key.id)
            continue;  // Somebody else's, such as a witness.
        if (bytes->size() != 4 + signature_size ||
            !has_signed(key, parts.text, std::string_view{*bytes}.substr(4)))
            throw std::invalid_argument{"the checkpoint's signature is not that of the key " +
                                        key.name};
        found = true;
    }
    if (!found)
        throw std::invalid_argument{"the key " + key.name + " has not signed the checkpoint"};
    if (checkpoint.origin != key.name)
        throw std::invalid_argument{"the checkpoint is of another log: " + checkpoint.origin};
    return checkpoint;
}

}  // namespace engine
