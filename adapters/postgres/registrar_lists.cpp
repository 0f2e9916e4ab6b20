#include "adapters/postgres/registrar_lists.hpp"

#include <stdexcept>

#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

using adapters::Accredited;
using adapters::KeptList;
using adapters::ListedRegistrar;

Accredited status_named(const std::string& word) {
    for (const auto status : {Accredited::yes, Accredited::terminated, Accredited::reserved})
        if (adapters::word_of(status) == word) return status;
    throw std::logic_error{"no such status of a registrar: " + word};
}

std::vector<ListedRegistrar> read_registrars(const pqxx::result& rows) {
    std::vector<ListedRegistrar> all;
    for (const auto& row : rows)
        all.push_back({.iana_id = row["iana_id"].as<int>(),
                       .name = row["name"].as<std::string>(),
                       .status = status_named(row["status"].as<std::string>()),
                       .rdap_url = row["rdap_url"].as<std::string>()});
    return all;
}

std::optional<KeptList> read_registrar_list(const pqxx::result& rows) {
    if (rows.empty()) return std::nullopt;
    const auto row = rows[0];
    return KeptList{.id = row["id"].as<std::int64_t>(),
                    .source = row["source"].as<std::string>(),
                    .sha256 = row["sha256"].as<std::string>(),
                    .etag = row["etag"].as<std::string>(),
                    .fetched = time_of(row["fetched_at"]),
                    .confirmed = time_of(row["confirmed_at"]),
                    .rows = row["row_count"].as<int>()};
}

Array ids_of(std::initializer_list<const std::vector<ListedRegistrar>*> lists) {
    Array ids;
    for (const auto* list : lists)
        for (const auto& registrar : *list) ids.add(std::int64_t{registrar.iana_id});
    return ids;
}

// Those that were accredited and are no more.
Array ids_of_lost(const adapters::ListDifference& difference) {
    auto ids = ids_of({&difference.terminated});
    for (const auto& registrar : difference.removed)
        if (registrar.status == Accredited::yes) ids.add(std::int64_t{registrar.iana_id});
    return ids;
}

int sized(const std::vector<ListedRegistrar>& list) { return static_cast<int>(list.size()); }

}  // namespace

std::optional<KeptList> RegistrarLists::latest() {
    return read_registrar_list(at_once(
        pool_, [](pqxx::transaction_base& t) { return t.exec_prepared("latest_iana_list"); }));
}

std::optional<ListedRegistrar> RegistrarLists::find(int iana_id) {
    const auto found = read_registrars(at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("iana_registrar", iana_id);
    }));
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<ListedRegistrar> RegistrarLists::all() {
    return read_registrars(at_once(
        pool_, [](pqxx::transaction_base& t) { return t.exec_prepared("iana_registrars"); }));
}

adapters::KeptDifference RegistrarLists::keep(const adapters::RegistrarList& list,
                                              const adapters::CompareLists& compare,
                                              const std::string& by) {
    return in_transaction(pool_, [&](pqxx::transaction_base& t) {
        auto kept = adapters::KeptDifference{.rows = sized(list.rows)};
        t.exec_prepared("take_iana_turn");
        const auto before = read_registrar_list(t.exec_prepared("latest_iana_list"));
        if (before && before->sha256 == list.sha256) {
            kept.list = before->id;
            kept.known = true;
            t.exec_prepared("confirm_iana_list", before->id);
            return kept;
        }
        kept.difference = compare(read_registrars(t.exec_prepared("iana_registrars")));
        const auto& [added, changed, terminated, removed] = kept.difference;
        kept.list = t.exec_prepared1("add_iana_list", list.source, list.sha256, list.etag, by,
                                     sized(list.rows), sized(added), sized(changed),
                                     sized(terminated), sized(removed))[0]
                        .as<std::int64_t>();
        t.exec_prepared("end_iana_registrars", kept.list,
                        ids_of({&changed, &terminated, &removed}).text());
        Array ids, names, statuses, urls;
        for (const auto* fresh : {&added, &changed, &terminated})
            for (const auto& registrar : *fresh) {
                ids.add(std::int64_t{registrar.iana_id});
                names.add(registrar.name);
                statuses.add(adapters::word_of(registrar.status));
                urls.add(registrar.rdap_url);
            }
        t.exec_prepared("add_iana_registrars", kept.list, ids.text(), names.text(), statuses.text(),
                        urls.text());
        kept.tasks = static_cast<int>(
            t.exec_prepared("raise_iana_tasks", kept.list, ids_of_lost(kept.difference).text())
                .affected_rows());
        return kept;
    });
}

void RegistrarLists::confirm(std::int64_t list) {
    at_once(pool_, [&](pqxx::transaction_base& t) { t.exec_prepared("confirm_iana_list", list); });
}

void RegistrarLists::claim(engine::CaseId of, const std::vector<adapters::IanaClaim>& claims) {
    Array products, ids, own;
    for (const auto& claim : claims) {
        products.add(claim.product);
        ids.add(std::int64_t{claim.iana_id});
        own.add(claim.own);
    }
    in_transaction(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("drop_iana_claims", of.number, products.text());
        t.exec_prepared("add_iana_claims", of.number, products.text(), ids.text(), own.text());
    });
}

std::string RegistrarLists::other_claimant(int iana_id, engine::CaseId of,
                                           const std::string& account) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("other_iana_claimant", iana_id, of.number, account);
    });
    return rows.empty() ? "" : rows[0][0].as<std::string>();
}

}  // namespace postgres
