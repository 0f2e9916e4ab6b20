#include "adapters/letters/letters.hpp"

#include <utility>

#include "adapters/notice.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace letters {
namespace {

using nlohmann::json;

json written(const states::PostSecurityLetter& letter, const std::string& reference,
             const std::string& registrar_id, const std::string& security_code) {
    const auto& organisation = letter.organisation;
    const auto& person = letter.representative;
    auto address = adapters::written(organisation.address);
    address["organisation"] = organisation.name;
    address["attention"] = person.first_name + " " + person.last_name;
    return {{"external_id", reference},
            {"registrar_id", registrar_id},
            {"security_code", security_code},
            {"language", letter.language},
            {"address", std::move(address)}};
}

}  // namespace

Letters::Letters(adapters::Neighbour::Access access, adapters::Send send,
                 adapters::VerifySignature verify, adapters::Codes& codes)
    : print_house_{"letters", std::move(access), std::move(send)},
      verify_{std::move(verify)},
      codes_{codes} {}

// The code stays readable until the print house has named the letter.  Whoever comes again before
// that sends the same code under the same key; whoever comes after it only repeats the answer.
std::optional<engine::Event> Letters::perform(const states::PostSecurityLetter& letter,
                                              const engine::Work& work) {
    const auto registrar_id = letter.registrar_id.empty()
                                  ? codes_.registrar_id(work.of, work.reference)
                                  : letter.registrar_id;
    std::optional<std::string> printed;
    if (const auto code = codes_.security_code(work.of, work.key)) {
        printed = print_house_.field<std::string>(
            print_house_.post("/letters", written(letter, work.reference, registrar_id, *code),
                              work.key),
            "id");
        codes_.confirm(work.key, *printed);
    } else {
        printed = codes_.confirmed(work.key);
        if (!printed) return std::nullopt;  // A later letter has taken its place.
    }
    return states::event(states::LetterPrinted{.letter = *printed, .registrar_id = registrar_id});
}

// The code first: it must not be accepted even if the print house cannot be reached for days.
std::optional<engine::Event> Letters::perform(const states::VoidSecurityLetter& letter,
                                              const engine::Work& work) {
    if (letter.letter.empty()) throw engine::Rejected{"no letter is named that is to be void"};
    codes_.void_letter(work.of, letter.letter);
    print_house_.remove("/letters/" + adapters::url_part(letter.letter));
    return std::nullopt;
}

std::string Letters::verify(const engine::Arrival& arrival, engine::Time now) const {
    return verify_(arrival.headers, arrival.body, now);
}

adapters::Understood Letters::understand(const engine::Arrival& arrival) const {
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
