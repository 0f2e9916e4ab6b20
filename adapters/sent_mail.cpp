#include "adapters/sent_mail.hpp"

#include <algorithm>
#include <string_view>

#include "engine/journal.hpp"
#include "states/codec.hpp"
#include "states/effects.hpp"

namespace adapters {
namespace {

using nlohmann::json;

// A mail with a code is written like any other, with nothing to be read in the code's place.
states::Tell with_code_hidden(const states::SendActivation& activation) {
    return {.text = activation.text,
            .language = activation.language,
            .email = activation.email,
            .values = {{"first_name", activation.first_name},
                       {"last_name", activation.last_name},
                       {"organisation", activation.organisation},
                       {"code", "…"},
                       {"link", "…"},
                       {"expires", "…"}}};
}

std::optional<states::Tell> told_by(const engine::Effect& effect) {
    const auto data = json::parse(effect.data.text);
    if (effect.name == states::Tell::name) return data.get<states::Tell>();
    if (effect.name == states::SendActivation::name)
        return with_code_hidden(data.get<states::SendActivation>());
    return std::nullopt;
}

// The last try to send it: those before it were refused.
const json* last_of(const json& letters, const std::string& key) {
    const json* last = nullptr;
    for (const auto& letter : letters)
        if (letter["key"] == key) last = &letter;
    return last;
}

}  // namespace

std::variant<SentMail, NotFound, Forbidden> SentMails::look(const Caller& caller,
                                                            const std::string& reference, int line,
                                                            int number) {
    constexpr std::string_view readers[] = {"clerk", "approver", "finance", "auditor"};
    if (std::ranges::none_of(readers, [&](auto role) { return caller.may(role); }))
        return Forbidden{"Those who work on applications read what was written about them."};
    const auto letters = desk_.letters(caller, reference);
    const auto* letter =
        letters ? last_of(letters->at("items"), engine::effect_key(reference, line, number))
                : nullptr;
    if (!letter) return NotFound{};
    auto sent = SentMail{.letter = *letter, .words = {}};
    const auto asked = times_.asked_for(*reading_.find(reference), line);
    if (number > std::ssize(asked)) return sent;
    const auto tell = told_by(asked[static_cast<std::size_t>(number - 1)]);
    if (!tell || tell->text != sent.letter["template"]) return sent;
    sent.words = sample_(*tell, reference);
    sent.template_changed = sent.words->template_version != sent.letter["template_version"];
    return sent;
}

}  // namespace adapters
