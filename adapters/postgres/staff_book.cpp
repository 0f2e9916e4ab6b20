#include "adapters/postgres/staff_book.hpp"

#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <utility>

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/postgres/secrets.hpp"
#include "states/checks.hpp"
#include "states/text.hpp"

namespace postgres {
namespace {

constexpr int invitation_seconds = 72 * 3600;

adapters::Member read_member(const pqxx::row& row) {
    return {
        .number = row["number"].as<std::int64_t>(),
        .email = row["email"].as<std::string>(),
        .name = row["name"].as<std::string>(),
        .language = row["language"].as<std::string>(),
        .roles =
            nlohmann::json::parse(row["roles"].as<std::string>()).get<std::vector<std::string>>(),
        .until = row["until"].as<std::string>(),
        .may_work = row["may_work"].as<bool>(),
        .has_password = row["has_password"].as<bool>(),
        .enrolled = row["enrolled"].as<bool>(),
        .added = time_of(row["added_at"]),
        .disabled = row["disabled_at"].is_null() ? std::nullopt
                                                 : std::optional{time_of(row["disabled_at"])},
        .single_keys = row["single_keys"].as<bool>()};
}

std::optional<adapters::Member> member_in(const pqxx::result& rows) {
    if (rows.empty()) return std::nullopt;
    return read_member(rows[0]);
}

std::string array_of(const std::vector<std::string>& roles) {
    Array array;
    for (const auto& role : roles) array.add(role);
    return array.text();
}

std::optional<std::string> date_of(const std::string& until) {
    return until.empty() ? std::nullopt : std::optional{until};
}

// As check_email() leaves it, in whatever capitals before the @.
std::string written(const std::string& email) {
    const auto checked = states::check_email(email);
    return checked.normalised.empty() ? email : checked.normalised;
}

std::string purpose_of(std::int64_t number) { return "staff phone key " + std::to_string(number); }

const char* name_of(adapters::StaffBook::Kind kind) {
    return kind == adapters::StaffBook::Kind::session ? "session" : "enrolment";
}

const char* name_of(adapters::StaffBook::Proof proof) {
    using Proof = adapters::StaffBook::Proof;
    return proof == Proof::phone_key       ? "phone_key"
           : proof == Proof::recovery_code ? "recovery_code"
           : proof == Proof::provider      ? "provider"
                                           : "none";
}

std::string new_invitation() { return new_token("dsi_"); }
std::string new_session() { return new_token("dsc_") + new_token("."); }

}  // namespace

StaffBook::StaffBook(Pool& pool, std::string sealing_key, std::string time_zone)
    : pool_{pool}, keyring_{std::move(sealing_key)}, time_zone_{std::move(time_zone)} {}

// ---- Members ------------------------------------------------------------------------------------

std::vector<adapters::Member> StaffBook::members() {
    std::vector<adapters::Member> all;
    for (const auto& row : ask(pool_, "staff_members")) all.push_back(read_member(row));
    return all;
}

std::optional<adapters::Member> StaffBook::member(std::int64_t number) {
    return member_in(ask(pool_, "staff_member", number));
}

std::optional<adapters::Member> StaffBook::member_at(const std::string& email) {
    const auto folded = adapters::folded_email(email);
    // What no address is, such as U+0000, is no text for a database either.
    if (states::check_email(folded).verdict != states::Verdict::valid) return std::nullopt;
    return member_in(ask(pool_, "staff_member_at", folded));
}

std::optional<adapters::Member> StaffBook::vouched_for(const adapters::Proven& proven) {
    const auto folded = adapters::folded_email(proven.email);
    if (states::check_email(folded).verdict != states::Verdict::valid) return std::nullopt;
    return member_in(ask(pool_, "sign_on_staff", proven.issuer, proven.subject, folded));
}

std::optional<adapters::Invitation> StaffBook::add(const adapters::NewMember& given,
                                                   const std::string& who) {
    return in_transaction(
        pool_, [&](pqxx::transaction_base& t) -> std::optional<adapters::Invitation> {
            const auto added = t.exec_prepared1(
                "add_staff", who, written(given.email), adapters::folded_email(given.email),
                std::string{states::trimmed(given.name)}, given.language, array_of(given.roles),
                date_of(given.until), time_zone_);
            if (added[0].is_null()) return std::nullopt;
            const auto number = added[0].as<std::int64_t>();
            auto token = new_invitation();
            t.exec_prepared1("invite_staff", who, number, hash_of_token(token), invitation_seconds,
                             false);
            return adapters::Invitation{read_member(t.exec_prepared1("staff_member", number)),
                                        std::move(token)};
        });
}

bool StaffBook::change(std::int64_t number, const adapters::NewMember& given,
                       const std::string& who) {
    return ask(pool_, "change_staff", who, number, std::string{states::trimmed(given.name)},
               given.language, array_of(given.roles), date_of(given.until), time_zone_)[0][0]
        .as<bool>();
}

bool StaffBook::disable(std::int64_t number, const std::string& who) {
    return ask(pool_, "disable_staff", who, number)[0][0].as<bool>();
}

bool StaffBook::enable(std::int64_t number, const std::string& who) {
    return ask(pool_, "enable_staff", who, number)[0][0].as<bool>();
}

void StaffBook::set_single_keys(std::int64_t number, bool on) {
    ask(pool_, "set_staff_keys", number, on);
}

std::vector<adapters::StaffLine> StaffBook::log(std::int64_t before, int limit) {
    std::vector<adapters::StaffLine> lines;
    for (const auto& row : ask(pool_, "staff_log", before, limit))
        lines.push_back({.number = row["line"].as<std::int64_t>(),
                         .at = time_of(row["at"]),
                         .actor = row["actor"].as<std::string>(),
                         .what = row["what"].as<std::string>(),
                         .staff = row["staff"].as<std::int64_t>(),
                         .said = row["said"].as<std::string>()});
    return lines;
}

// ---- Invitations --------------------------------------------------------------------------------

std::optional<std::string> StaffBook::invite(std::int64_t number, bool forget_phone,
                                             const std::string& who) {
    auto token = new_invitation();
    const bool invited = ask(pool_, "invite_staff", who, number, hash_of_token(token),
                             invitation_seconds, forget_phone)[0][0]
                             .as<bool>();
    return invited ? std::optional{std::move(token)} : std::nullopt;
}

std::optional<adapters::Member> StaffBook::invited(const std::string& token) {
    return member_in(ask(pool_, "invited_staff", hash_of_token(token)));
}

std::optional<adapters::Member> StaffBook::accept(const std::string& token,
                                                  const std::string& password) {
    const auto rows =
        ask(pool_, "accept_staff_invitation", hash_of_token(token), keyring_.hash(password));
    if (rows[0][0].is_null()) return std::nullopt;
    return member(rows[0][0].as<std::int64_t>());
}

// ---- Passwords and phone keys -------------------------------------------------------------------

bool StaffBook::change_password(std::int64_t number, const std::string& password,
                                const std::string& session) {
    return !ask(pool_, "change_staff_password", number, keyring_.hash(password),
                hash_of_token(session))
                .empty();
}

bool StaffBook::password_is_right(std::optional<std::int64_t> number, const std::string& password) {
    const auto rows = ask(pool_, "staff_secrets", number.value_or(0));
    const auto hash = rows.empty() || rows[0]["password_hash"].is_null()
                          ? std::nullopt
                          : std::optional{rows[0]["password_hash"].as<std::string>()};
    if (!keyring_.matches(password, hash)) return false;
    if (is_outdated(*hash))
        ask(pool_, "renew_staff_password_hash", *number, *hash, keyring_.hash(password));
    return true;
}

std::string StaffBook::phone_secret(std::int64_t number) {
    const auto rows = ask(pool_, "staff_secrets", number);
    if (rows.empty() || rows[0]["secret_sealed"].is_null()) return {};
    return keyring_.unsealed(purpose_of(number), from_bytea(rows[0]["secret_sealed"]));
}

std::optional<std::string> StaffBook::offer_secret(std::int64_t number) {
    const auto sealed = keyring_.sealed(purpose_of(number), new_phone_secret());
    const auto rows = ask(pool_, "offer_staff_secret", number, bytea(sealed));
    if (rows.empty()) return std::nullopt;
    return keyring_.unsealed(purpose_of(number), from_bytea(rows[0][0]));
}

std::vector<std::string> StaffBook::enrol(std::int64_t number, std::int64_t step) {
    const auto rows = ask(pool_, "staff_secrets", number);
    if (rows.empty() || rows[0]["secret_sealed"].is_null()) return {};
    auto made = new_recovery_codes();
    const auto enrolled = ask(pool_, "enrol_staff_phone", number,
                              bytea(from_bytea(rows[0]["secret_sealed"])), step, made.hashes)[0][0]
                              .as<bool>();
    return enrolled ? std::move(made.codes) : std::vector<std::string>{};
}

bool StaffBook::take_step(std::int64_t number, std::int64_t step) {
    return !ask(pool_, "take_staff_step", number, step).empty();
}

bool StaffBook::use_recovery_code(std::int64_t number, const std::string& typed) {
    const auto given = read_recovery_code(typed);
    if (!given) return false;
    const auto rows = ask(pool_, "staff_recovery_code", number, given->number);
    if (rows.empty()) return false;
    const auto hash = rows[0][0].as<std::string>();
    return code_matches(given->code, hash) &&
           !ask(pool_, "use_staff_recovery_code", number, given->number, hash).empty();
}

void StaffBook::forget_phone(std::int64_t number, const std::string& who) {
    ask(pool_, "forget_staff_phone", who, number);
}

// ---- Sessions -----------------------------------------------------------------------------------

std::string StaffBook::open_session(std::int64_t number, Kind kind, Proof proof) {
    auto token = kind == Kind::session ? new_session() : new_token("dsp_");
    ask(pool_, "open_staff_session", hash_of_token(token), number, name_of(kind), name_of(proof));
    return token;
}

std::optional<adapters::StaffSession> StaffBook::see_session(const std::string& token, Kind kind,
                                                             Limits limits) {
    const auto rows = ask(pool_, "see_staff_session", hash_of_token(token), name_of(kind),
                          limits.idle.count(), limits.absolute.count(), limits.proof.count());
    if (rows.empty()) return std::nullopt;
    return adapters::StaffSession{.member = read_member(rows[0]),
                                  .opened = time_of(rows[0]["opened_at"]),
                                  .proved = rows[0]["proved"].as<bool>()};
}

std::optional<std::string> StaffBook::prove_session(const std::string& token) {
    auto next = std::string{adapters::part_of_forms(token)} + new_token(".");
    const auto rows = ask(pool_, "prove_staff_session", hash_of_token(token), hash_of_token(next));
    return rows.empty() ? std::nullopt : std::optional{std::move(next)};
}

bool StaffBook::end_session(const std::string& token) {
    return !ask(pool_, "end_staff_session", hash_of_token(token)).empty();
}

int StaffBook::end_sessions(std::int64_t number) {
    return ask(pool_, "end_staff_sessions", number)[0][0].as<int>();
}

}  // namespace postgres
