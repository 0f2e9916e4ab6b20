#include "adapters/postgres/desk.hpp"

#include <openssl/rand.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/sha256.hpp"
#include "engine/journal.hpp"

namespace postgres {
namespace {

std::string array_of(const std::vector<std::string_view>& names) {
    Array array;
    for (const auto name : names) array.add(name);
    return array.text();
}

}  // namespace

std::optional<engine::Event> Tasks::perform(const states::RaiseTask& task,
                                            const engine::Work& work) {
    const auto details = nlohmann::json(task.values).dump();
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("raise_task", work.key, work.of.number, task.queue, task.kind, details);
    });
    return std::nullopt;
}

std::string add_token(Pool& pool, const std::string& name, const std::vector<std::string>& scopes) {
    std::string random(32, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), 32) != 1)
        throw std::runtime_error{"no random bytes"};
    const auto secret = "dst_" + engine::hex(random);
    std::string words;
    for (const auto& scope : scopes) words += (words.empty() ? "" : " ") + scope;
    try {
        at_once(pool, [&](pqxx::transaction_base& t) {
            t.exec_prepared("add_token", name, "\\x" + adapters::sha256_of(secret), words);
        });
    } catch (const pqxx::unique_violation&) {
        throw std::invalid_argument{"there is a token of the name " + name};
    }
    return secret;
}

bool revoke_token(Pool& pool, const std::string& name) {
    return at_once(pool, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("revoke_token", name).affected_rows() == 1;
    });
}

std::vector<std::string> unknown_names(Pool& pool, const std::vector<std::string_view>& states,
                                       const std::vector<std::string_view>& events,
                                       const std::vector<std::string_view>& effects) {
    const auto rows = at_once(pool, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("unknown_names", array_of(states), array_of(events),
                               array_of(effects));
    });
    std::vector<std::string> names;
    for (const auto& row : rows) names.push_back(row[0].as<std::string>());
    return names;
}

}  // namespace postgres
