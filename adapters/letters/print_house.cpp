#include "adapters/letters/print_house.hpp"

#include <utility>

#include "adapters/base64.hpp"
#include "adapters/notice.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace letters {

PrintHouse::PrintHouse(adapters::Neighbour::Access access, adapters::Send send,
                       adapters::VerifySignature verify, Spool spool)
    : url_{access.base_url},
      print_house_{"letters", std::move(access), std::move(send)},
      verify_{std::move(verify)},
      spool_{std::move(spool)} {}

// Whoever comes again before the print house has named the letter sends the same bytes under the
// same idempotency key.
std::optional<engine::Event> PrintHouse::perform(const states::PostSecurityLetter& letter,
                                                 const engine::Work& work) {
    return send_once(spool_, {.carrier = {"print_house", url_}}, letter, work,
                     [&](const adapters::BookedLetter&, const adapters::DrawnLetter& drawn) {
                         return print_house_.field<std::string>(
                             print_house_.post("/letters",
                                               {{"external_id", work.reference},
                                                {"language", letter.language},
                                                {"country", letter.organisation.address.country},
                                                {"pages", drawn.pages},
                                                {"sha256", drawn.sha256},
                                                {"pdf", adapters::base64(drawn.pdf)}},
                                               work.key),
                             "id");
                     });
}

// The code first: it must not be accepted even if the print house cannot be reached for days.
std::optional<engine::Event> PrintHouse::perform(const states::VoidSecurityLetter& letter,
                                                 const engine::Work& work) {
    void_code(spool_, letter, work);
    print_house_.remove("/letters/" + adapters::url_part(letter.letter));
    return std::nullopt;
}

std::string PrintHouse::verify(const engine::Arrival& arrival, engine::Time now) const {
    return verify_(arrival.headers, arrival.body, now);
}

adapters::Understood PrintHouse::understand(const engine::Arrival& arrival) const {
    const auto notice = adapters::Notice{arrival};
    if (notice.type() == "letter.posted")
        return {notice.reference(),
                states::event(states::LetterPosted{.letter = notice.field("letter")})};
    if (notice.type() == "letter.returned")
        return {notice.reference(),
                states::event(states::LetterReturned{.letter = notice.field("letter"),
                                                     .reason = notice.text_or_nothing("reason")})};
    return {notice.reference(), std::nullopt};
}

}  // namespace letters
