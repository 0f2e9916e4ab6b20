#include "adapters/postgres/codes.hpp"

#include <pqxx/pqxx>
#include <stdexcept>
#include <utility>

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/secrets.hpp"

namespace postgres {
namespace {

using adapters::Verdict;

Verdict::Of reason(const std::string& outcome) {
    if (outcome == "locked") return Verdict::Of::locked;
    if (outcome == "activation_expired") return Verdict::Of::activation_expired;
    if (outcome == "letter_expired") return Verdict::Of::letter_expired;
    if (outcome == "nothing_sent") return Verdict::Of::nothing_sent;
    throw std::logic_error{"take_try() says '" + outcome + "'"};
}

}  // namespace

Codes::Codes(Pool& pool, Settings settings) : pool_{pool}, settings_{std::move(settings)} {
    if (settings_.sealing_key.size() != 32)
        throw std::invalid_argument{"the key that seals codes has to be 32 bytes"};
}

std::string Codes::registrar_id(engine::CaseId id, const std::string& reference) {
    return ask(pool_, "registrar_id_of", id.number, reference)[0][0].as<std::string>();
}

std::optional<std::string> Codes::security_code(engine::CaseId id, const std::string& key) {
    return code(id, "security", key, random_security_code(), settings_.letter_lifetime);
}

std::optional<std::string> Codes::activation_code(engine::CaseId id, const std::string& key) {
    return code(id, "activation", key, random_activation_code(), settings_.activation_lifetime);
}

std::optional<std::string> Codes::code(engine::CaseId id, const std::string& kind,
                                       const std::string& key, const std::string& fresh,
                                       std::chrono::hours lifetime) {
    const auto purpose = kind + " " + key;
    auto kept = ask(pool_, "unsent_code", key);
    if (kept.empty())
        kept = ask(pool_, "keep_code", id.number, kind, key, hash_code(normalised_code(fresh)),
                   bytea(seal(settings_.sealing_key, purpose, fresh)), lifetime.count());
    if (kept.empty()) return std::nullopt;
    return unseal(settings_.sealing_key, purpose, from_bytea(kept[0][0]));
}

void Codes::confirm(const std::string& key, const std::string& sent_as) {
    ask(pool_, "confirm_code", key, sent_as);
}

std::optional<std::string> Codes::confirmed(const std::string& key) {
    const auto rows = ask(pool_, "confirmed_code", key);
    if (rows.empty()) return std::nullopt;
    return rows[0][0].as<std::string>();
}

void Codes::void_letter(engine::CaseId id, const std::string& letter) {
    ask(pool_, "void_letter", id.number, letter);
}

// For nobody it takes the time that it takes for somebody.
Verdict::Of Codes::why_nothing_counts(engine::CaseId id, const adapters::Keyed& keyed) {
    static const auto hash_of_nobody = hash_code(random_digits(32));
    (void)code_matches(normalised_code(keyed.activation_code), hash_of_nobody);
    (void)code_matches(normalised_code(keyed.security_code), hash_of_nobody);
    const auto rows = ask(pool_, "code_was_used", id.number);
    return !rows.empty() && rows[0][0].as<bool>() ? Verdict::Of::activation_used
                                                  : Verdict::Of::nothing_sent;
}

// No connection is held while the hashes are computed, and all three are always compared: the time
// it takes does not tell which of them was wrong.
Verdict Codes::check(engine::CaseId id, const adapters::Keyed& keyed) {
    const auto rows = ask(pool_, "take_try", id.number, settings_.tries_max);
    const auto taken = rows[0];
    const auto outcome = taken[0].as<std::string>();
    if (outcome == "nothing_sent") return {.of = why_nothing_counts(id, keyed)};
    if (outcome != "compare") return {.of = reason(outcome)};

    const auto right_id =
        equal_in_constant_time(normalised_code(keyed.registrar_id), taken[2].as<std::string>());
    const auto right_activation =
        code_matches(normalised_code(keyed.activation_code), taken[3].as<std::string>());
    const auto right_security =
        code_matches(normalised_code(keyed.security_code), taken[4].as<std::string>());
    if (right_id && right_activation && right_security) {
        ask(pool_, "forget_tries", id.number);
        return {.of = Verdict::Of::right, .tries_left = settings_.tries_max};
    }
    return {.of = Verdict::Of::wrong, .tries_left = taken[1].as<int>()};
}

}  // namespace postgres
