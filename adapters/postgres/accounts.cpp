#include "adapters/postgres/accounts.hpp"

#include <pqxx/pqxx>
#include <utility>

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/secrets.hpp"

namespace postgres {
namespace {

std::optional<adapters::Registrar> registrar_in(const pqxx::result& rows) {
    if (rows.empty()) return std::nullopt;
    return adapters::Registrar{.of = {rows[0][0].as<std::int64_t>()},
                               .reference = rows[0][1].as<std::string>(),
                               .id = rows[0][2].as<std::string>()};
}

std::string purpose_of(engine::CaseId id) { return "phone key " + std::to_string(id.number); }

std::string name_of(adapters::Accounts::Kind kind) {
    return kind == adapters::Accounts::Kind::session ? "session" : "enrolment";
}

}  // namespace

Accounts::Accounts(Pool& pool, std::string sealing_key)
    : pool_{pool}, keyring_{std::move(sealing_key)} {}

std::optional<adapters::Registrar> Accounts::registrar(const std::string& registrar_id) {
    const auto typed = normalised_code(registrar_id);
    if (typed.empty() || typed.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return registrar_in(ask(pool_, "case_of_registrar", typed));
}

std::optional<adapters::Registrar> Accounts::registrar(engine::CaseId id) {
    return registrar_in(ask(pool_, "registrar_of_case", id.number));
}

std::optional<adapters::Account> Accounts::find(engine::CaseId id) {
    const auto rows = ask(pool_, "account", id.number);
    if (rows.empty()) return std::nullopt;
    const auto row = rows[0];
    return adapters::Account{.enrolled = row[0].as<bool>(),
                             .mobile = row[1].as<std::string>(),
                             .set_by = row[2].as<std::string>(),
                             .secret = row[4].is_null()
                                           ? std::string{}
                                           : keyring_.unsealed(purpose_of(id), from_bytea(row[4]))};
}

// ---- Passwords ----------------------------------------------------------------------------------

std::optional<std::string> Accounts::code_that_counts(engine::CaseId id) {
    const auto rows = ask(pool_, "code_that_counts", id.number);
    if (rows.empty()) return std::nullopt;
    return rows[0][0].as<std::string>();
}

bool Accounts::open(engine::CaseId id, const adapters::NewPassword& chosen) {
    const auto hash = keyring_.hash(chosen.password);
    return ask(pool_, "open_account", id.number, chosen.code, hash, chosen.set_by, chosen.mobile,
               chosen.forget_phone)[0][0]
        .as<bool>();
}

bool Accounts::password_is_right(std::optional<engine::CaseId> id, const std::string& password) {
    const auto rows = ask(pool_, "account", id ? id->number : 0);
    const auto hash = rows.empty() ? std::nullopt : std::optional{rows[0][3].as<std::string>()};
    if (!keyring_.matches(password, hash)) return false;
    if (is_outdated(*hash))
        ask(pool_, "renew_password_hash", id->number, *hash, keyring_.hash(password));
    return true;
}

// ---- Phone keys ---------------------------------------------------------------------------------

std::optional<std::string> Accounts::offer_secret(engine::CaseId id) {
    const auto sealed = keyring_.sealed(purpose_of(id), new_phone_secret());
    const auto rows = ask(pool_, "offer_secret", id.number, bytea(sealed));
    if (rows.empty()) return std::nullopt;
    return keyring_.unsealed(purpose_of(id), from_bytea(rows[0][0]));
}

std::vector<std::string> Accounts::enrol(engine::CaseId id, std::int64_t step) {
    const auto rows = ask(pool_, "account", id.number);
    if (rows.empty() || rows[0][4].is_null()) return {};
    auto made = new_recovery_codes();
    const auto enrolled =
        ask(pool_, "enrol_phone", id.number, bytea(from_bytea(rows[0][4])), step, made.hashes)[0][0]
            .as<bool>();
    return enrolled ? std::move(made.codes) : std::vector<std::string>{};
}

bool Accounts::take_step(engine::CaseId id, std::int64_t step) {
    return !ask(pool_, "take_step", id.number, step).empty();
}

bool Accounts::use_recovery_code(engine::CaseId id, const std::string& typed) {
    const auto given = read_recovery_code(typed);
    if (!given) return false;
    const auto rows = ask(pool_, "recovery_code", id.number, given->number);
    if (rows.empty()) return false;
    const auto hash = rows[0][0].as<std::string>();
    return code_matches(given->code, hash) &&
           !ask(pool_, "use_recovery_code", id.number, given->number, hash).empty();
}

// ---- Sessions -----------------------------------------------------------------------------------

std::string Accounts::open_session(engine::CaseId id, Kind kind) {
    const auto token = new_token(kind == Kind::session ? "dss_" : "dse_");
    ask(pool_, "open_session", hash_of_token(token), id.number, name_of(kind));
    return token;
}

std::optional<adapters::Session> Accounts::see_session(const std::string& token, Kind kind,
                                                       Limits limits) {
    const auto rows = ask(pool_, "see_session", hash_of_token(token), name_of(kind),
                          limits.idle.count(), limits.absolute.count());
    if (rows.empty()) return std::nullopt;
    return adapters::Session{
        .of = {rows[0][0].as<std::int64_t>()},
        .opened = engine::Time{std::chrono::microseconds{rows[0][1].as<std::int64_t>()}}};
}

bool Accounts::end_session(const std::string& token) {
    return !ask(pool_, "end_session", hash_of_token(token)).empty();
}

}  // namespace postgres
