#include "adapters/sent_mail.hpp"

#include <algorithm>

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

}  // namespace

std::variant<SentMail, NotFound> SentMails::look(const Caller& caller, const std::string& reference,
                                                 int line, int number) {
    const auto letters = desk_.letters(caller, reference);
    if (!letters) return NotFound{};
    const auto id = *reading_.find(reference);
    const auto key = engine::effect_key(reference, line, number);
    const auto& all = letters->at("items");
    const auto letter =
        std::ranges::find_if(all, [&](const json& one) { return one["key"] == key; });
    if (letter == all.end()) return NotFound{};
    auto sent = SentMail{.letter = *letter, .words = {}};
    const auto asked = times_.asked_for(id, line);
    if (number > std::ssize(asked)) return sent;
    const auto tell = told_by(asked[static_cast<std::size_t>(number - 1)]);
    if (!tell) return sent;
    sent.words = sample_(*tell, reference);
    sent.template_changed = sent.words->template_version != sent.letter["template_version"];
    return sent;
}

}  // namespace adapters
