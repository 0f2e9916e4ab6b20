#include "adapters/postgres/evidence_book.hpp"

#include <openssl/rand.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/hmac.hpp"
#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

using adapters::Evidence;
using nlohmann::json;

constexpr int length_of_salt = 32;

std::string new_salt() {
    std::string salt(length_of_salt, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), length_of_salt) != 1)
        throw std::runtime_error{"no random bytes"};
    return salt;
}

// Sorted keys, texts and nothing else: the same evidence is always the same bytes.
std::string details_of(const Evidence& evidence) {
    return json{
        {"subject", evidence.subject}, {"values", evidence.values}, {"problems", evidence.problems}}
        .dump();
}

// Columns as evidence_rows has them.
std::vector<Evidence> read_evidence(const pqxx::result& rows) {
    std::vector<Evidence> all;
    for (const auto& row : rows) {
        const auto text = [&](const char* column) { return row[column].as<std::string>(""); };
        auto evidence = Evidence{.id = row["id"].as<std::int64_t>(),
                                 .of = {row["case_id"].as<std::int64_t>()},
                                 .key = text("key"),
                                 .check = text("check_name"),
                                 .source = text("source"),
                                 .source_version = text("source_version"),
                                 .source_date = text("source_date"),
                                 .outcome = text("outcome"),
                                 .code = text("code"),
                                 .subject = text("subject"),
                                 .at = time_of(row["at"]),
                                 .erased = row["details"].is_null()};
        if (!row["expires_at"].is_null()) evidence.expires = time_of(row["expires_at"]);
        if (!evidence.erased) {
            const auto details = json::parse(text("details"));
            details.at("values").get_to(evidence.values);
            details.at("problems").get_to(evidence.problems);
        }
        all.push_back(std::move(evidence));
    }
    return all;
}

std::optional<Evidence> first_evidence(std::vector<Evidence> all) {
    if (all.empty()) return std::nullopt;
    return std::move(all.front());
}

}  // namespace

Evidence EvidenceBook::add(const Evidence& evidence) {
    const auto details = details_of(evidence);
    const auto salt = new_salt();
    const auto commitment = adapters::hmac_sha256(details, salt);
    const auto good_for =
        evidence.good_for ? std::optional{evidence.good_for->count()} : std::nullopt;
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("add_evidence", evidence.key, evidence.of.number, evidence.check,
                        evidence.source, evidence.source_version, evidence.source_date,
                        evidence.outcome, evidence.code, good_for, bytea(commitment), bytea(salt),
                        evidence.subject, details);
    });
    if (auto kept = find(evidence.key)) return *std::move(kept);  // Ours, or an earlier one.
    throw std::logic_error{"evidence that was kept is not there"};
}

std::optional<Evidence> EvidenceBook::find(const std::string& key) {
    return first_evidence(read_evidence(ask(pool_, "evidence_of_key", key)));
}

std::vector<Evidence> EvidenceBook::of(engine::CaseId of) {
    return read_evidence(ask(pool_, "evidence_of_case", of.number));
}

std::optional<Evidence> EvidenceBook::latest(const std::string& check, const std::string& subject) {
    return first_evidence(read_evidence(ask(pool_, "evidence_by_subject", check, subject)));
}

}  // namespace postgres
