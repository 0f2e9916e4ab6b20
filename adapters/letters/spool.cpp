#include "adapters/letters/spool.hpp"

#include <algorithm>

#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace letters {

std::string name_of(const std::string& key) {
    auto name = key;
    std::ranges::replace(name, '/', '-');
    return name;
}

std::optional<engine::Event> send_once(const Spool& spool, const Route& route,
                                       const states::PostSecurityLetter& letter,
                                       const engine::Work& work, const HandOver& hand_over) {
    const auto registrar_id = letter.registrar_id.empty()
                                  ? spool.codes.registrar_id(work.of, work.reference)
                                  : letter.registrar_id;
    std::optional<std::string> name;
    if (const auto code = spool.codes.security_code(work.of, work.key)) {
        const auto booked = spool.book.open(work, route.carrier, spool.today());
        name = booked.letter;
        if (!booked.handed_over) {
            const auto drawn = spool.draw(letter, {.reference = work.reference,
                                                   .registrar_id = registrar_id,
                                                   .security_code = *code,
                                                   .day = booked.day});
            name = hand_over(booked, drawn);
            spool.book.note_handed_over(work.key, *name, drawn, route.look_in);
        }
        spool.codes.confirm(work.key, *name);
    } else {
        name = spool.codes.confirmed(work.key);
        if (!name) return std::nullopt;  // A later letter has taken its place.
    }
    if (!route.printed_at_once) return std::nullopt;
    return states::event(states::LetterPrinted{.letter = *name, .registrar_id = registrar_id});
}

void void_code(const Spool& spool, const states::VoidSecurityLetter& letter,
               const engine::Work& work) {
    if (letter.letter.empty()) throw engine::Rejected{"no letter is named that is to be void"};
    spool.codes.void_letter(work.of, letter.letter);
}

std::string NoNews::verify(const engine::Arrival&, engine::Time) {
    throw adapters::Forged{"letters go by a way that sends no webhooks (letters.by)"};
}

adapters::Understood NoNews::understand(const engine::Arrival&) {
    throw engine::Rejected{"letters go by a way that sends no webhooks (letters.by)"};
}

}  // namespace letters
