#include "adapters/application_view.hpp"

#include <algorithm>

#include "states/codec.hpp"
#include "states/description.hpp"
#include "states/effects.hpp"
#include "states/events.hpp"
#include "states/guards.hpp"
#include "states/messages.hpp"

namespace adapters {
namespace {

using nlohmann::json;

json path_view(const states::Facts& facts, const std::string& language) {
    auto path = json::array();
    for (const auto& step : facts.path.steps) {
        auto each = json{{"step", step.step},
                         {"name", step.name},
                         {"label", states::message(language, "step." + step.name)},
                         {"applies", step.applies}};
        if (!step.applies) {
            each["skipped_because"] = step.because;
            each["sentence"] = states::message(language, "skip." + step.because);
        }
        path.push_back(std::move(each));
    }
    return path;
}

json guard_view(std::string_view guard, const std::string& language) {
    return {{"guard", guard},
            {"sentence", states::message(language, "guard." + std::string{guard})}};
}

json blockers_view(const std::vector<states::Blocker>& blockers, const std::string& language) {
    auto views = json::array();
    for (const auto& blocker : blockers) {
        auto each = guard_view(blocker.guard, language);
        each["waiting_for"] = states::name_of(blocker.owner);
        views.push_back(std::move(each));
    }
    return views;
}

// What any of the caller's roles may do; an event that two of them may cause is offered once.
json actions_view(std::string_view state, const states::Facts& facts, const Caller& caller,
                  engine::Time now, const states::Catalogue& catalogue,
                  const std::string& language) {
    auto actions = json::array();
    for (const auto& role : caller.roles) {
        const auto actor = engine::Actor{caller.id, role};
        for (const auto& offer : states::offers(state, facts, {actor, now, catalogue})) {
            if (std::ranges::any_of(
                    actions, [&](const json& known) { return known["event"] == offer.event; }))
                continue;
            auto refused = json::array();
            for (const auto guard : offer.refused_by)
                refused.push_back(guard_view(guard, language));
            const bool breakable = offer.event == states::Approved::name &&
                                   offer.refused_by.size() == 1 &&
                                   offer.refused_by.front() == states::FourEyes::name;
            actions.push_back(
                {{"event", offer.event},
                 {"label", states::message(language, "do." + std::string{offer.event})},
                 {"allowed", refused.empty()},
                 {"break_glass", breakable},
                 {"refused_by", std::move(refused)}});
        }
    }
    return actions;
}

json warnings_view(const states::Facts& facts, const std::string& language) {
    auto warnings = json::array();
    for (const auto& warning : facts.warnings)
        warnings.push_back({{"field", warning.problem.field},
                            {"code", warning.problem.code},
                            {"sentence", states::sentence(warning.problem, language)},
                            {"accepted_by", warning.accepted_by},
                            {"reason", warning.reason}});
    return warnings;
}

json broken_glass_view(const states::Facts& facts, const std::string& language) {
    auto all = json::array();
    for (const auto& [guard, by, reason, at] : facts.broken_glass) {
        auto each = guard_view(guard, language);
        each["by"] = by;
        each["reason"] = reason;
        each["at"] = engine::rfc3339(states::time_of(at));
        all.push_back(std::move(each));
    }
    return all;
}

json agreements_view(const states::Facts& facts) {
    auto agreements = json::array();
    for (const auto& agreement : facts.agreements)
        agreements.push_back({{"product", agreement.product},
                              {"status", agreement.status},
                              {"agreement", agreement.provider_id},
                              {"trouble", agreement.trouble},
                              {"edition", agreement.edition},
                              {"document", agreement.document},
                              {"template_version", agreement.template_version},
                              {"papers", agreement.papers}});
    return agreements;
}

json invoice_view(const states::Facts& facts, const states::Catalogue& catalogue) {
    if (facts.path.due == states::Money{}) return nullptr;
    return {{"number", facts.invoice.number},
            {"net", states::write_money(facts.path.due)},
            {"total", states::write_money(facts.invoice.total)},
            {"paid", states::write_money(facts.paid)},
            {"currency", catalogue.currency},
            {"structured_message", facts.invoice.structured_message},
            {"payment_link", facts.invoice.payment_link},
            {"document", facts.invoice.document}};
}

// A program of ours that hands sign-ups in has the applicant's role beside its own.
bool is_nothing_else(const Caller& caller) {
    return !caller.roles.empty() && std::ranges::all_of(caller.roles, [](const std::string& role) {
        return role == "applicant";
    });
}

}  // namespace

std::vector<states::Blocker> blockers_for(std::string_view state, const states::Facts& facts,
                                          const states::Told& told) {
    auto blockers = states::blocked_by(state, facts, told);
    if (told.actor.role == "applicant")
        std::erase_if(blockers, [](const states::Blocker& each) {
            return each.owner == states::Ball::staff;
        });
    return blockers;
}

json view_of(const engine::Snapshot& snapshot, const Caller& caller, const std::string& language,
             const states::Catalogue& catalogue) {
    const auto& state = snapshot.state.state;
    const auto facts = states::decode<states::Facts>(snapshot.state.facts);
    const auto actor = engine::Actor{caller.id, caller.roles.empty() ? "" : caller.roles.front()};
    const auto told = states::Told{actor, snapshot.now, catalogue};
    const auto step = states::step_of(state, facts);
    const bool outside = is_nothing_else(caller);
    return {{"id", std::to_string(snapshot.id.number)},
            {"reference", snapshot.reference},
            {"version", snapshot.version},
            {"state", state},
            {"state_label", states::message(language, "state." + state)},
            {"step", step},
            {"step_name", states::name_of(static_cast<states::Step>(step))},
            {"path", path_view(facts, language)},
            {"waiting_for", snapshot.state.waiting_for},
            {"blocked_by", blockers_view(outside ? blockers_for(state, facts, told)
                                                 : states::blocked_by(state, facts, told),
                                         language)},
            {"actions", actions_view(state, facts, caller, snapshot.now, catalogue, language)},
            {"sign_up", states::write_sign_up(facts.sign_up)},
            {"warnings", outside ? json::array() : warnings_view(facts, language)},
            {"broken_glass", outside ? json::array() : broken_glass_view(facts, language)},
            {"wanted", facts.wanted},
            {"resubmitted", facts.resubmitted},
            {"agreements", agreements_view(facts)},
            {"invoice", invoice_view(facts, catalogue)},
            {"registrar_id", facts.registrar_id},
            {"letter", {{"id", facts.letter.id}, {"custody", facts.letter.custody}}},
            {"activation",
             {{"code_sent", facts.activation.code_sent}, {"done", facts.activation.done}}},
            {"profile", facts.profile},
            {"first_domain", facts.first_domain},
            {"held_because", facts.held_because},
            {"rejection", facts.rejection},
            {"ended_because", facts.ended_because}};
}

json view_of(const engine::Line& line, const std::string& language) {
    const auto word = [&](const std::string& key) {
        return states::has_message(key) ? states::message(language, key) : key;
    };
    auto view = json{
        {"line", line.number},
        {"at", engine::rfc3339(line.at)},
        {"event", line.event},
        {"label", word("event." + line.event)},
        {"actor", line.actor.id},
        {"role", line.actor.role},
        {"source", line.source},
        {"delivery", line.delivery},
        {"from", line.from},
        {"to", line.to},
        {"state_label", word("state." + line.to)},
        {"effects", json::array()},
        {"guards", line.guards},
        {"broken_glass", !line.refusal && std::ranges::find(line.guards, states::glass_broken) !=
                                              line.guards.end()},
        {"refusal", nullptr},
        {"hash", engine::hex(engine::bytes_of(line.hash))},
        {"workflow", line.workflow}};
    for (const auto& effect : line.effects)
        view["effects"].push_back({{"effect", effect}, {"label", word("effect." + effect)}});
    if (line.refusal) {
        auto sentences = json::array();
        for (const auto& guard : line.guards) sentences.push_back(word("guard." + guard));
        const auto reason = std::string{engine::name_of(line.refusal->reason)};
        view["refusal"] = {{"reason", reason},
                           {"label", word("refusal." + reason)},
                           {"sentences", std::move(sentences)}};
    }
    return view;
}

json preview_of(const std::string& from, const engine::Decision& decision,
                const std::string& language) {
    auto view = json{{"from", from},
                     {"to", decision.next.state},
                     {"label", states::message(language, "state." + decision.next.state)},
                     {"effects", json::array()}};
    for (const auto& effect : decision.effects) {
        const auto data = json::parse(effect.data.text);
        const auto key = "effect." + effect.name;
        view["effects"].push_back(
            {{"effect", effect.name},
             {"label", states::has_message(key) ? states::message(language, key) : effect.name},
             {"text", data.value("text", "")},
             {"email", data.value("email", "")},
             {"tells", effect.name == states::Tell::name ? data : json(nullptr)}});
    }
    return view;
}

bool is_ball(std::string_view name) {
    return std::ranges::any_of(states::all_balls,
                               [&](states::Ball ball) { return states::name_of(ball) == name; });
}

}  // namespace adapters
