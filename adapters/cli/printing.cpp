#include "adapters/cli/printing.hpp"

#include <unistd.h>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <vector>

#include "engine/journal.hpp"
#include "states/messages.hpp"

namespace cli {
namespace {

using nlohmann::json;

std::string text(const json& value) { return value.is_string() ? value.get<std::string>() : ""; }

struct Trouble {
    std::string field;  // Empty if it is about no field.
    std::string code;
    std::string detail;
};

struct Printer {
    bool as_json;
    const std::string& language;

    int operator()(const adapters::Done& done) const {
        std::cout << (as_json ? done.answer.dump(2) : done.reference) << '\n';
        return 0;
    }
    int operator()(const adapters::Invalid& invalid) const {
        std::vector<Trouble> all;
        for (const auto& problem : invalid.problems)
            all.push_back({problem.field, problem.code, states::sentence(problem, language)});
        return say(all);
    }
    int operator()(const adapters::NotFound&) const {
        return say({{"", "not_found", "there is no such application"}});
    }
    int operator()(const adapters::Forbidden& forbidden) const {
        return say({{"", "forbidden", forbidden.why}});
    }
    int operator()(const adapters::Stale&) const {
        return say({{"", "stale", "someone changed it meanwhile"}});
    }
    int operator()(const adapters::KeyReused&) const {
        return say({{"", "key_reused", "the key came before, with another command"}});
    }
    int operator()(const adapters::Refused& refused) const {
        const auto reason = std::string{engine::name_of(refused.refusal.reason)};
        std::vector<Trouble> all = {{"", reason, states::message(language, "refusal." + reason)}};
        for (const auto& guard : refused.refusal.guards)
            all.push_back({"event", guard, states::message(language, "guard." + guard)});
        return say(all);
    }

private:
    int say(const std::vector<Trouble>& all) const {
        auto errors = json::array();
        for (const auto& [field, code, detail] : all) {
            errors.push_back({{"field", field}, {"code", code}, {"detail", detail}});
            std::cerr << (field.empty() ? "" : field + ": ") << detail << " (" << code << ")\n";
        }
        if (as_json) std::cout << json{{"errors", std::move(errors)}}.dump(2) << '\n';
        return 1;
    }
};

}  // namespace

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
    return text;
}

std::ostream& row(std::string_view name) {
    return std::cout << "  " << std::left << std::setw(13) << name;
}

int print(const adapters::Result& result, bool as_json, const std::string& language) {
    return std::visit(Printer{as_json, language}, result);
}

int print(const adapters::Invalid& invalid, bool as_json, const std::string& language) {
    return Printer{as_json, language}(invalid);
}

namespace {

// "2026-12-01 13:38:28" of "2026-12-01T13:38:28.228775Z": UTC, as precise as people need it.
std::string moment(const json& at) {
    auto words = text(at).substr(0, 19);
    std::ranges::replace(words, 'T', ' ');
    return words;
}

// How far this step is; empty if it is still to come.
std::string progress(const json& step, const json& view) {
    if (!step["applies"].get<bool>()) return "skipped: " + text(step["sentence"]);
    const int at = view["step"].get<int>();
    const int number = step["step"].get<int>();
    if (number < at || view["state"] == "completed") return "done";
    return number == at ? "now" : "";
}

}  // namespace

void print_application(const json& view) {
    std::cout << text(view["reference"]) << "  " << text(view["sign_up"]["organisation"]["name"])
              << '\n';
    row("state") << text(view["state_label"]) << " (" << text(view["state"]) << ")\n";
    row("waiting for") << text(view["waiting_for"]) << '\n';
    for (const auto& blocker : view["blocked_by"])
        row("blocked by") << text(blocker["sentence"]) << '\n';
    for (const auto& step : view["path"]) {
        row("step " + std::to_string(step["step"].get<int>()));
        const auto so_far = progress(step, view);
        if (so_far.empty())
            std::cout << text(step["label"]) << '\n';
        else
            std::cout << std::setw(32) << text(step["label"]) << so_far << '\n';
    }
    for (const auto& effect : view["effects_pending"]) {
        row(effect["parked"].get<bool>() ? "parked" : "to be done")
            << text(effect["effect"]) << ", tries: " << effect["attempts"].get<int>() << '\n';
        if (!text(effect["trouble"]).empty()) row("") << "  " << text(effect["trouble"]) << '\n';
    }
    for (const auto& action : view["actions"]) {
        row("may") << std::setw(24) << text(action["event"]) << text(action["label"]) << '\n';
        for (const auto& guard : action["refused_by"])
            row("") << "  not yet: " << text(guard["sentence"]) << '\n';
    }
    for (const auto& deadline : view["deadlines"])
        row("due") << moment(deadline["due_at"]) << "  " << text(deadline["event"]) << '\n';
}

void print_list(const json& found) {
    const auto line = [](const std::string& reference, const std::string& state,
                         const std::string& waiting_for, const std::string& organisation) {
        std::cout << std::left << std::setw(16) << reference << std::setw(24) << state
                  << std::setw(12) << waiting_for << organisation << '\n';
    };
    // For people; programs read the lines below it.
    if (::isatty(STDOUT_FILENO)) line("reference", "state", "waiting for", "organisation");
    for (const auto& each : found["items"])
        line(text(each["reference"]), text(each["state"]), text(each["waiting_for"]),
             text(each["organisation"]));
    if (!found["next"].is_null()) std::cerr << "more: --cursor " << text(found["next"]) << '\n';
}

void print_journal(const json& found) {
    for (const auto& line : found["items"]) {
        std::cout << std::right << std::setw(4) << line["line"].get<int>() << "  "
                  << moment(line["at"]) << "  " << text(line["label"]) << " by "
                  << text(line["actor"]) << " as " << text(line["role"]) << '\n';
        if (!line["refusal"].is_null()) {
            std::cout << "      refused: " << text(line["refusal"]["label"]) << '\n';
            for (const auto& sentence : line["refusal"]["sentences"])
                std::cout << "        " << text(sentence) << '\n';
        } else if (line["from"] != line["to"]) {
            std::cout << "      now " << text(line["state_label"]) << '\n';
        }
        for (const auto& effect : line["effects"])
            std::cout << "      asked for: " << text(effect["label"]) << '\n';
    }
}

void print_parked(const std::vector<adapters::ParkedWork>& all, bool as_json) {
    auto items = json::array();
    for (const auto& work : all)
        items.push_back({{"work", work.work},
                         {"application", work.reference},
                         {"what", work.what},
                         {"attempts", work.attempts},
                         {"trouble", work.trouble},
                         {"parked_at", engine::rfc3339(work.parked_at)}});
    if (as_json) {
        std::cout << json{{"items", std::move(items)}}.dump(2) << '\n';
        return;
    }
    for (const auto& item : items)
        std::cout << std::left << std::setw(20) << text(item["work"]) << "  "
                  << moment(item["parked_at"]) << "  " << text(item["what"]) << ", tried "
                  << item["attempts"] << "×\n    " << text(item["trouble"]) << '\n';
    if (items.empty()) std::cerr << "nothing is parked\n";
}

}  // namespace cli
