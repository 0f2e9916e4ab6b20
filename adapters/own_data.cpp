#include "adapters/own_data.hpp"

#include "states/codec.hpp"
#include "states/facts.hpp"
#include "states/sign_up.hpp"

namespace adapters {

using nlohmann::json;

namespace {

json all_data_of(Reading& reading, OwnRecords& records, const Dossier& dossier) {
    constexpr int page = 1000;
    auto lines = json::array();
    for (int after = 0;;) {
        const auto some = reading.journal(dossier.snapshot.id, after, page);
        for (const auto& line : some)
            lines.push_back({{"at", engine::rfc3339(line.at)},
                             {"event", line.event},
                             {"by", line.actor.role},
                             {"data", line.data.empty() ? json(nullptr) : json::parse(line.data)}});
        if (static_cast<int>(some.size()) < page) break;
        after = some.back().number;
    }
    const auto facts = states::decode<states::Facts>(dossier.snapshot.state.facts);
    json data = {{"reference", dossier.snapshot.reference},
                 {"state", dossier.snapshot.state.state},
                 {"opened_at", engine::rfc3339(dossier.opened)},
                 {"sign_up", states::write_sign_up(facts.sign_up)},
                 {"profile", facts.profile},
                 {"registrar_id", facts.registrar_id},
                 {"first_domain", facts.first_domain},
                 {"journal", lines}};
    data.update(json::parse(records.of(dossier.snapshot.id, dossier.snapshot.reference)));
    return data;
}

}  // namespace

json own_data_of(Reading& reading, OwnRecords& records, const Dossier& dossier) {
    auto data = all_data_of(reading, records, dossier);
    data.erase("notes");
    return data;
}

std::variant<json, NotFound, Forbidden> export_own_data(Reading& reading, OwnRecords& records,
                                                        ReadingLog& readings, const Caller& caller,
                                                        const std::string& reference) {
    const auto may = [&](const char* role) { return caller.may(role); };
    if (!may("clerk") && !may("approver") && !may("auditor"))
        return Forbidden{"A clerk, an approver or an auditor takes an applicant's data out."};
    if (!caller.stepped_up) return Forbidden{"The phone key has not been shown lately."};
    const auto id = reading.find(reference);
    const auto dossier = id ? reading.dossier(*id) : std::nullopt;
    if (!dossier) return NotFound{};
    readings.note(caller, read_of::own_data, *id);
    return all_data_of(reading, records, *dossier);
}

}  // namespace adapters
