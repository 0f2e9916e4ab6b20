#include "adapters/applications.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <ranges>
#include <set>
#include <stdexcept>

#include "adapters/application_view.hpp"
#include "adapters/paging.hpp"
#include "adapters/reading_log.hpp"
#include "adapters/time_or_null.hpp"
#include "engine/replay.hpp"
#include "states/codec.hpp"
#include "states/description.hpp"
#include "states/event_form.hpp"
#include "states/events.hpp"
#include "states/text.hpp"
#include "states/workflow.hpp"

namespace adapters {
namespace {

using nlohmann::json;

// A command that names no key cannot be repeated; it still needs an identity of its own.
std::string key_of(const std::string& given) {
    if (!given.empty()) return given;
    static thread_local std::random_device random;
    std::string key = "once-";
    for (int i = 0; i < 4; ++i) key += std::to_string(random());
    return key;
}

// At the desk for mail several clerks take part in one matter: its key is the same for all.
std::string source_of(const Caller& caller) {
    constexpr std::string_view shared_door = "intake";
    return caller.door == shared_door ? caller.door : caller.door + ":" + caller.id;
}

// The first of the caller's roles that may cause the event.  Without any, the first it has: the
// workflow refuses, and the journal shows who tried.
std::string role_for(const Caller& caller, std::string_view event) {
    for (const auto& info : states::all_events())
        if (info.name == event)
            for (const auto& role : caller.roles)
                if (std::ranges::find(info.by, role) != info.by.end()) return role;
    return caller.roles.empty() ? "" : caller.roles.front();
}

bool breaks_glass(const engine::Event& event) {
    return event.name == states::Approved::name &&
           !states::decode<states::Approved>(event.data).break_glass.empty();
}

// The same words to the same application.  Erased data can no longer be compared; the key alone
// has to do.
bool is_repeat_of(const engine::Line& earlier, const engine::Event& event) {
    return earlier.event == event.name && (earlier.salt.empty() || earlier.data == event.data.text);
}

json answer_of(const engine::Line& line) {
    auto effects = json::array();
    for (int number = 0; const auto& effect : line.effects)
        effects.push_back({{"effect", effect},
                           {"key", engine::effect_key(line.reference, line.number, ++number)}});
    return {{"reference", line.reference}, {"event", line.event},
            {"from", line.from},           {"to", line.to},
            {"line", line.number},         {"at", engine::rfc3339(line.at)},
            {"effects", effects},          {"guards", line.guards}};
}

std::vector<std::string> states_of_step(const std::string& step) {
    std::vector<std::string> found;
    for (const auto& state : states::all_states())
        if (state.kind == "way" || state.kind == "aside")
            if (std::to_string(state.step) == step ||
                states::name_of(static_cast<states::Step>(state.step)) == step)
                found.emplace_back(state.name);
    return found;
}

std::string joined_balls() {
    std::string names;
    for (const auto ball : states::all_balls)
        names.append(names.empty() ? "" : ", ").append(states::name_of(ball));
    return names;
}

Filter read_filter(const json& given, std::vector<states::Problem>& problems) {
    Filter filter;
    for (const auto& [field, value] : given.items()) {
        const auto text = value.get<std::string>();
        if (field == "state") {
            if (std::ranges::find(states::all_states(), text, &states::StateInfo::name) ==
                states::all_states().end())
                problems.push_back({field, "unknown_state", {{"name", text}}});
            filter.states = {text};
        } else if (field == "step") {
            auto of_step = states_of_step(text);
            if (of_step.empty()) problems.push_back({field, "unknown_step", {{"name", text}}});
            // Of the two, the state is the narrower.
            if (!given.contains("state")) filter.states = std::move(of_step);
        } else if (field == "waiting_for") {
            if (!is_ball(text))
                problems.push_back(
                    {field, "unknown_party", {{"name", text}, {"known", joined_balls()}}});
            filter.waiting_for = text;
        } else if (field == "q") {
            filter.words = text;
        } else if (field == "cursor") {
            filter.before = read_cursor(applications_list, text, problems);
        } else if (field == "limit") {
            filter.limit = read_limit(text, problems);
        } else {
            problems.push_back({field, "unknown_field", {{"name", field}}});
        }
    }
    return filter;
}

// Where the documents of a sign-up are named, and how.  Looks at what was sent and not at what was
// understood of it, so that a form with other mistakes hears of this one as well.
std::map<std::string, std::string> documents_in(const json& data) {
    std::map<std::string, std::string> named;
    const auto sign_up = data.is_object() ? data.find("sign_up") : data.end();
    if (sign_up == data.end() || !sign_up->is_object()) return named;
    const auto products = sign_up->find("products");
    if (products == sign_up->end() || !products->is_array()) return named;
    for (std::size_t i = 0; i < products->size(); ++i) {
        const auto& product = products->at(i);
        const auto document = product.is_object() ? product.find("document") : product.end();
        if (document == product.end() || !document->is_string()) continue;
        const auto id = std::string{states::trimmed(document->get_ref<const std::string&>())};
        if (!id.empty()) named["products[" + std::to_string(i) + "].document"] = id;
    }
    return named;
}

std::variant<engine::Event, std::vector<states::Problem>> read_by(const states::Catalogue& terms,
                                                                  Reading& reading,
                                                                  std::string_view name,
                                                                  const json& data) {
    auto read = states::read_event(name, data, terms);
    const auto named = documents_in(data);
    if (named.empty()) return read;
    std::vector<std::string> ids;
    for (const auto& [_, id] : named) ids.push_back(id);
    const auto unknown = reading.unknown_documents(ids);
    auto* known = std::get_if<std::vector<states::Problem>>(&read);
    auto problems = known ? *known : std::vector<states::Problem>{};
    for (const auto& [field, id] : named)
        if (std::ranges::find(unknown, id) != unknown.end() &&
            std::ranges::find(problems, field, &states::Problem::field) == problems.end())
            problems.push_back({field, "document_unknown"});
    if (problems.empty()) return read;
    return problems;
}

bool is_erasure(const engine::Event& event) {
    return event.name == states::ErasureProposed::name ||
           event.name == states::ErasureConfirmed::name;
}

// Who has signed up keeps the terms of that day: what it answers later is judged by them, whatever
// newcomers are asked for by then.
const states::Catalogue& terms_of(engine::CaseId of, Reading& reading,
                                  const engine::Workflow& workflow, std::string_view event,
                                  const json& data, const states::Catalogue& now) {
    const auto* onboarding = dynamic_cast<const states::OnboardingWorkflow*>(&workflow);
    const bool judged = data.contains("sign_up") || data.contains("profile");
    if (!onboarding || event == states::Submitted::name || !judged) return now;
    constexpr int lines = 1000;  // No draft is saved more often.
    for (const auto& line : reading.journal(of, 0, lines))
        if (line.event == states::Submitted::name && !line.refusal)
            return onboarding->catalogue_at(line.at);
    return now;
}

}  // namespace

bool Caller::may(std::string_view role) const {
    return std::ranges::find(roles, role) != roles.end();
}

std::optional<Forbidden> unless_administrator(const Caller& caller) {
    if (caller.may("administrator")) return std::nullopt;
    return Forbidden{"only an administrator may do this"};
}

std::optional<Forbidden> unless_overseer(const Caller& caller) {
    if (caller.may("administrator") || caller.may("auditor")) return std::nullopt;
    return Forbidden{"only administrators and auditors may see this"};
}

Result Applications::apply(const Caller& caller, const json& sign_up, const std::string& key) {
    auto event = read_event(states::Submitted::name, {{"sign_up", sign_up}});
    if (auto* problems = std::get_if<std::vector<states::Problem>>(&event))
        return Invalid{std::move(*problems)};
    const auto& submitted = std::get<engine::Event>(event);
    const auto message = engine::Message{.to = {},
                                         .event = submitted,
                                         .from = {caller.id, role_for(caller, submitted.name)},
                                         .source = source_of(caller),
                                         .delivery = key_of(key)};
    const auto outcome = engine_.submit(message);
    auto result = result_of(outcome, submitted, std::nullopt);
    auto* done = std::get_if<Done>(&result);
    if (!done) return result;

    // The application as its first line left it, so that a repeat gets the same answer.
    const auto id = reading_.find(done->reference);
    if (!id) throw std::logic_error{"an application has gone that was just opened"};
    auto first = reading_.journal(*id, 0, 1);
    const auto replayed = engine::replay(engine_.workflow(), first);
    if (replayed.difference)  // Its data was erased: only where it stands can still be told.
        return result;
    done->answer = view_of({.id = *id,
                            .reference = done->reference,
                            .state = replayed.state,
                            .version = 1,
                            .lines = 1,
                            .now = first.front().at},
                           caller, "en", catalogue_);
    done->version = 1;
    return result;
}

engine::Message Applications::draft(const Caller& caller, const states::SignUp& sign_up,
                                    const std::string& key) const {
    return {.to = {},
            .event = states::event(states::DraftSaved{sign_up}),
            .from = {caller.id, role_for(caller, states::DraftSaved::name)},
            .source = source_of(caller),
            .delivery = key_of(key)};
}

Result Applications::open_draft(const Caller& caller, const states::SignUp& sign_up,
                                const std::string& key) {
    const auto message = draft(caller, sign_up, key);
    return result_of(engine_.submit(message), message.event, std::nullopt);
}

Result Applications::save_draft(const Caller& caller, const std::string& reference,
                                const states::SignUp& sign_up, int seen_version) {
    const auto id = reading_.find(reference);
    if (!id) return NotFound{};
    auto message = draft(caller, sign_up, "");
    message.to = *id;
    message.seen_version = seen_version;
    return result_of(engine_.submit(message), message.event, *id);
}

Result Applications::send(const Caller& caller, const std::string& reference,
                          const Command& command) {
    const auto id = reading_.find(reference);
    if (!id) return NotFound{};
    auto read = read_by(
        terms_of(*id, reading_, engine_.workflow(), command.event, command.data, catalogue_),
        reading_, command.event, command.data);
    if (auto* problems = std::get_if<std::vector<states::Problem>>(&read))
        return Invalid{std::move(*problems)};
    const auto& event = std::get<engine::Event>(read);
    if (breaks_glass(event) && caller.id.starts_with("staff:") && !caller.stepped_up)
        return Forbidden{"Breaking the glass needs a phone key of the last five minutes."};
    if (event.name == states::ErasureConfirmed::name && caller.id.starts_with("staff:") &&
        !caller.stepped_up)
        return Forbidden{"An erasure needs a phone key of the last five minutes."};
    if (is_erasure(event) && reading_.is_unfinished(*id))
        return Invalid{{{"event", "erasure_unfinished"}}};
    const auto outcome = engine_.submit({.to = *id,
                                         .event = event,
                                         .from = {caller.id, role_for(caller, event.name)},
                                         .source = source_of(caller),
                                         .delivery = key_of(command.key),
                                         .seen_version = command.seen_version});
    return result_of(outcome, event, *id);
}

Result Applications::preview(const Caller& caller, const std::string& reference,
                             const Command& command, const std::string& language) {
    const auto id = reading_.find(reference);
    const auto dossier = id ? reading_.dossier(*id) : std::nullopt;
    if (!dossier) return NotFound{};
    auto read = read_by(
        terms_of(*id, reading_, engine_.workflow(), command.event, command.data, catalogue_),
        reading_, command.event, command.data);
    if (auto* problems = std::get_if<std::vector<states::Problem>>(&read))
        return Invalid{std::move(*problems)};
    const auto& event = std::get<engine::Event>(read);
    const auto& now = dossier->snapshot;
    const auto answer = engine_.workflow().decide(
        now.state, event, {caller.id, role_for(caller, event.name)}, now.now);
    if (const auto* refusal = std::get_if<engine::Refusal>(&answer)) return Refused{*refusal};
    const auto& decision = std::get<engine::Decision>(answer);
    return Done{.answer = preview_of(now.state.state, decision, language),
                .reference = now.reference,
                .version = now.version};
}

std::variant<engine::Event, std::vector<states::Problem>> Applications::read_event(
    std::string_view name, const json& data) const {
    return read_by(catalogue_, reading_, name, data);
}

// A key is its sender's for good: with other words, or to another application, it is refused.
Result Applications::result_of(const engine::Outcome& outcome, const engine::Event& event,
                               std::optional<engine::CaseId> sent_to) const {
    using Kind = engine::Outcome::Kind;
    if (outcome.repeated) {
        const auto place = reading_.find(outcome.line.reference);
        const bool same_place =
            sent_to ? place && place->number == sent_to->number : outcome.line.number == 1;
        if (!same_place || !is_repeat_of(outcome.line, event)) return KeyReused{};
    }
    switch (outcome.kind) {
        case Kind::no_case: return NotFound{};
        case Kind::stale: return Stale{outcome.after->version};
        case Kind::fenced: throw std::logic_error{"a command settles no work"};
        case Kind::refused: return Refused{*outcome.refusal, outcome.repeated};
        case Kind::decided: break;
    }
    return Done{.answer = answer_of(outcome.line),
                .reference = outcome.line.reference,
                .version = outcome.after ? outcome.after->version : 0,
                .repeated = outcome.repeated};
}

std::optional<json> Applications::show(const Caller& caller, const std::string& reference,
                                       const std::string& language) {
    const auto id = reading_.find(reference);
    const auto dossier = id ? reading_.dossier(*id) : std::nullopt;
    if (!dossier) return std::nullopt;
    note_reading(readings_, caller, read_of::application, id);
    auto view = view_of(dossier->snapshot, caller, language, catalogue_);
    view["opened_at"] = engine::rfc3339(dossier->opened);
    view["changed_at"] = engine::rfc3339(dossier->changed);
    view["deadlines"] = json::array();
    for (const auto& deadline : dossier->deadlines)
        view["deadlines"].push_back(
            {{"event", deadline.event}, {"due_at", engine::rfc3339(deadline.due)}});
    view["effects_pending"] = json::array();
    for (const auto& effect : dossier->effects)
        view["effects_pending"].push_back({{"effect", effect.effect},
                                           {"key", effect.key},
                                           {"attempts", effect.attempts},
                                           {"parked", effect.parked},
                                           {"trouble", effect.trouble}});
    return view;
}

std::variant<json, Invalid> Applications::list(const Caller& caller, const json& given) {
    Invalid invalid;
    auto filter = read_filter(given, invalid.problems);
    if (!invalid.problems.empty()) return invalid;
    if (!filter.words.empty()) note_reading(readings_, caller, read_of::search);
    ++filter.limit;  // One more tells whether there is a next page.
    auto found = reading_.list(filter);
    auto answer = json{{"items", json::array()}, {"next", nullptr}};
    if (static_cast<int>(found.size()) == filter.limit) {
        found.pop_back();
        answer["next"] = write_cursor(applications_list, found.back().id.number);
    }
    for (const auto& each : found)
        answer["items"].push_back({{"id", std::to_string(each.id.number)},
                                   {"reference", each.reference},
                                   {"organisation", each.title},
                                   {"state", each.state},
                                   {"waiting_for", each.waiting_for},
                                   {"version", each.version},
                                   {"opened_at", engine::rfc3339(each.opened)},
                                   {"changed_at", engine::rfc3339(each.changed)},
                                   {"due_at", time_or_null(each.due)}});
    return answer;
}

std::optional<json> Applications::journal(const Caller& caller, const std::string& reference,
                                          const std::string& language, int after_line, int limit) {
    const auto id = reading_.find(reference);
    if (!id) return std::nullopt;
    note_reading(readings_, caller, read_of::journal, id);
    auto lines = reading_.journal(*id, after_line, limit + 1);
    auto answer = json{{"items", json::array()}, {"next", nullptr}};
    if (static_cast<int>(lines.size()) > limit) {
        lines.pop_back();
        answer["next"] = write_cursor(journal_list(reference), lines.back().number);
    }
    for (const auto& line : lines) answer["items"].push_back(view_of(line, language));
    return answer;
}

std::optional<std::string> Applications::verify(const std::string& reference) {
    const auto id = reading_.find(reference);
    const auto dossier = id ? reading_.dossier(*id) : std::nullopt;
    if (!dossier) return "there is no application " + reference;
    const auto lines = reading_.journal(*id, 0, dossier->snapshot.lines);
    const auto replayed = engine::replay(engine_.workflow(), lines);
    if (replayed.difference)
        return "line " + std::to_string(replayed.difference->line) + ": " +
               replayed.difference->what;
    const auto& stored = dossier->snapshot;
    if (static_cast<int>(lines.size()) != stored.lines) return "lines are missing at the end";
    if (replayed.state.state != stored.state.state)
        return "the journal leads to " + replayed.state.state + ", stored is " + stored.state.state;
    if (json::parse(replayed.state.facts.text) != json::parse(stored.state.facts.text))
        return "the journal leads to other facts than are stored";
    if (replayed.version != stored.version) return "the version was not made by the journal";
    return std::nullopt;
}

}  // namespace adapters
