#include <nlohmann/json.hpp>

#include "adapters/vies/vies.hpp"
#include "engine/journal.hpp"
#include "states/messages.hpp"

namespace vies {
namespace {

using adapters::Likeness;
using Values = std::map<std::string, std::string>;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text.empty() ? "–" : text;
}

// "vies.name.alike", "vies.address.same_said_by_them"
std::string compared(const std::string& what, const Likeness& likeness, const std::string& theirs,
                     std::string_view language) {
    const auto key = "vies." + what + "." + std::string{adapters::word_of(likeness.kind)} +
                     (likeness.said_by_them ? "_said_by_them" : "");
    return states::message(language, key,
                           {{"theirs", theirs},
                            {"shared", joined(likeness.shared)},
                            {"only_ours", joined(likeness.only_ours)},
                            {"only_theirs", joined(likeness.only_theirs)}});
}

std::string on_one_line(std::string text) {
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at))
        text.replace(at, 1, ", ");
    return text;
}

}  // namespace

nlohmann::json view_of(const VatAnswer& answer) {
    const auto seconds = [](const auto& duration) {
        return duration ? nlohmann::json(duration->count()) : nlohmann::json{};
    };
    return {{"standing", word_of(answer.standing)},
            {"number", answer.number},
            {"consultation", answer.consultation},
            {"name", answer.name},
            {"address", answer.address},
            {"name_match", adapters::view_of(answer.name_match)},
            {"address_match", adapters::view_of(answer.address_match)},
            {"asked_at", engine::rfc3339(answer.asked_at)},
            {"their_date", answer.their_date},
            {"age_seconds", seconds(answer.age)},
            {"why", answer.why},
            {"detail", answer.detail},
            {"retry_after_seconds", seconds(answer.retry_after)}};
}

std::vector<std::string> in_words(const VatAnswer& answer, std::string_view language) {
    const auto say = [&](const std::string& key) {
        const auto age = answer.age.value_or(std::chrono::seconds{0});
        return states::message(
            language, "vies." + key,
            Values{{"number", answer.number},
                   {"country", answer.number.substr(0, 2)},
                   {"consultation", answer.consultation},
                   {"date", engine::rfc3339(answer.asked_at).substr(0, 10)},
                   {"days", std::to_string(std::chrono::floor<std::chrono::days>(age).count())},
                   {"code", answer.why}});
    };
    using Standing = VatAnswer::Standing;
    std::vector<std::string> lines{say(std::string{word_of(answer.standing)})};
    if (answer.standing == Standing::unavailable || answer.standing == Standing::not_asked) {
        const auto why = "why." + answer.why;
        lines.push_back(say(states::has_message("vies." + why) ? why : "why.other"));
        return lines;
    }
    if (answer.age) lines.push_back(say("kept"));
    if (answer.standing == Standing::invalid) return lines;
    lines.push_back(say(answer.consultation.empty() ? "without_proof" : "proof"));
    lines.push_back(compared("name", answer.name_match, answer.name, language));
    lines.push_back(
        compared("address", answer.address_match, on_one_line(answer.address), language));
    return lines;
}

}  // namespace vies
