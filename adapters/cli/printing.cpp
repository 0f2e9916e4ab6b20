#include "adapters/cli/printing.hpp"

#include <iomanip>
#include <iostream>

#include "states/messages.hpp"

namespace cli {
namespace {

using nlohmann::json;

std::string text(const json& value) { return value.is_string() ? value.get<std::string>() : ""; }

struct Printer {
    bool as_json;
    const std::string& language;

    int operator()(const adapters::Done& done) const {
        std::cout << (as_json ? done.answer.dump(2) : done.reference) << '\n';
        return 0;
    }
    int operator()(const adapters::Invalid& invalid) const {
        for (const auto& problem : invalid.problems)
            std::cerr << problem.field << ": " << states::sentence(problem, language) << " ("
                      << problem.code << ")\n";
        return 1;
    }
    int operator()(const adapters::NotFound&) const { return say("there is no such application"); }
    int operator()(const adapters::Forbidden& forbidden) const { return say(forbidden.why); }
    int operator()(const adapters::Stale&) const { return say("someone changed it meanwhile"); }
    int operator()(const adapters::KeyReused&) const { return say("the key was used before"); }
    int operator()(const adapters::Refused& refused) const {
        const auto reason = std::string{engine::name_of(refused.refusal.reason)};
        say(states::message(language, "refusal." + reason));
        for (const auto& guard : refused.refusal.guards)
            say(states::message(language, "guard." + guard));
        return 1;
    }

private:
    static int say(const std::string& words) {
        std::cerr << words << '\n';
        return 1;
    }
};

}  // namespace

int print(const adapters::Result& result, bool as_json, const std::string& language) {
    return std::visit(Printer{as_json, language}, result);
}

void print_application(const json& view) {
    std::cout << text(view["reference"]) << "  " << text(view["sign_up"]["organisation"]["name"])
              << "\n  state        " << text(view["state_label"]) << " (" << text(view["state"])
              << ")\n  step         " << view["step"] << " of 7, " << text(view["step_name"])
              << "\n  waiting for  " << text(view["waiting_for"]) << '\n';
    for (const auto& blocker : view["blocked_by"])
        std::cout << "  blocked by   " << text(blocker["sentence"]) << '\n';
    for (const auto& step : view["path"])
        std::cout << "  " << step["step"] << ' ' << std::left << std::setw(20)
                  << text(step["label"])
                  << (step["applies"].get<bool>() ? "" : "skipped: " + text(step["sentence"]))
                  << '\n';
    for (const auto& action : view["actions"]) {
        std::cout << "  may          " << text(action["event"]);
        for (const auto& guard : action["refused_by"])
            std::cout << " - " << text(guard["sentence"]);
        std::cout << '\n';
    }
    for (const auto& deadline : view["deadlines"])
        std::cout << "  due          " << text(deadline["due_at"]) << ' ' << text(deadline["event"])
                  << '\n';
}

void print_list(const json& found) {
    for (const auto& each : found["items"])
        std::cout << std::left << std::setw(16) << text(each["reference"]) << std::setw(24)
                  << text(each["state"]) << std::setw(12) << text(each["waiting_for"])
                  << text(each["organisation"]) << '\n';
    if (!found["next"].is_null()) std::cerr << "more: --cursor " << text(found["next"]) << '\n';
}

void print_journal(const json& found) {
    for (const auto& line : found["items"]) {
        std::cout << std::right << std::setw(4) << line["line"] << "  " << text(line["at"]) << "  "
                  << text(line["label"]) << " by " << text(line["actor"]) << " as "
                  << text(line["role"]) << '\n';
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

}  // namespace cli
