#include "adapters/post_room.hpp"

#include <algorithm>
#include <array>

#include "adapters/paging.hpp"
#include "adapters/time_or_null.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

using nlohmann::json;

constexpr std::string_view letters_list = "letters";  // For its cursors.
constexpr auto again_in = std::chrono::seconds{5};
constexpr std::array<std::string_view, 5> custodies = {"asked", "printed", "posted", "returned",
                                                       "voided"};

// The SHA-256 and the pages prove later which paper it was; the paper itself is gone.
json view_of(const ListedLetter& letter) {
    auto log = json::array();
    for (const auto& line : letter.log)
        log.push_back({{"custody", line.custody},
                       {"at", engine::rfc3339(line.at)},
                       {"actor", line.actor},
                       {"line", line.line},
                       {"reason", line.reason}});
    return {{"letter", letter.letter},
            {"key", letter.key},
            {"reference", letter.reference},
            {"custody", letter.custody},
            {"replaces", letter.replaces},
            {"way", letter.carrier.way},
            {"carrier", letter.carrier.name},
            {"job", letter.job ? json(*letter.job) : json(nullptr)},
            {"document", letter.document},
            {"pages", letter.pages},
            {"template_version", letter.template_version},
            {"handed_over_at", time_or_null(letter.handed_over_at)},
            {"trouble", letter.trouble},
            {"log", std::move(log)}};
}

}  // namespace

int PostRoom::look_at_some(int limit) {
    const auto letters = book_.to_look_at(limit, again_in);
    for (const auto& letter : letters) look(letter);
    return static_cast<int>(letters.size());
}

void PostRoom::look(const BookedLetter& letter) {
    try {
        // Whether or not it has come out, a voided one is nobody's any more.
        if (letter.custody == "asked") {
            if (!service_.is_printed(letter)) return;
            if (tell_printed(letter, letter.letter, {"system", "system"}).put_off()) return;
        }
        book_.stop_looking(letter.key, "");
    } catch (const engine::Unavailable&) {  // It comes again.
    } catch (const engine::Rejected& no) {
        service_.raise(letter, no.what());
        book_.stop_looking(letter.key, no.what());
    }
}

// The same message whoever tells it.
engine::Outcome PostRoom::tell_printed(const BookedLetter& letter, const std::string& name,
                                       engine::Actor from) {
    return engine_.submit(
        {.to = letter.of,
         .event = states::event(states::LetterPrinted{
             .letter = name, .registrar_id = codes_.registrar_id(letter.of, letter.reference)}),
         .from = std::move(from),
         .source = "post_room",
         .delivery = letter.key + "/printed"},
        engine::Patience::some);
}

std::optional<json> PostRoom::of_application(const std::string& reference) {
    const auto id = reading_.find(reference);
    if (!id) return std::nullopt;
    auto items = json::array();
    for (const auto& letter : book_.of_case(*id)) items.push_back(view_of(letter));
    return json{{"items", std::move(items)}};
}

std::variant<json, Invalid> PostRoom::list(const json& given) {
    Invalid invalid;
    std::string custody;
    std::int64_t before = 0;
    int limit = page_size;
    for (const auto& [field, value] : given.items()) {
        const auto& text = value.get_ref<const std::string&>();
        if (field == "custody") {
            custody = text;
            if (std::ranges::find(custodies, custody) == custodies.end())
                invalid.problems.push_back({field, "unknown_custody", {{"name", text}}});
        } else if (field == "cursor") {
            before = read_cursor(letters_list, text, invalid.problems);
        } else if (field == "limit") {
            limit = read_limit(text, invalid.problems);
        } else {
            invalid.problems.push_back({field, "unknown_field", {{"name", field}}});
        }
    }
    if (!invalid.problems.empty()) return invalid;
    auto found = book_.list(custody, before, limit + 1);  // One more: is there a next page?
    auto answer = json{{"items", json::array()}, {"next", nullptr}};
    if (static_cast<int>(found.size()) > limit) {
        found.pop_back();
        answer["next"] = write_cursor(letters_list, found.back().number);
    }
    for (const auto& letter : found) answer["items"].push_back(view_of(letter));
    return answer;
}

std::optional<std::string> PostRoom::reference_of(const std::string& letter) {
    const auto found = book_.named(letter);
    return found ? std::optional{found->reference} : std::nullopt;
}

// The seal first: from here on there is no code that could go out a second time.
Result PostRoom::was_printed(const Caller& caller, const std::string& letter,
                             const std::string& reason) {
    if (!caller.may("clerk")) return Forbidden{"Letters are the post room's: a clerk notes them."};
    if (states::trimmed(reason).empty()) return Invalid{{{"reason", "missing"}}};
    const auto found = book_.named(letter);
    if (!found) return NotFound{};
    if (found->custody != "asked") return Invalid{{{"letter", "letter_settled"}}};
    if (!found->sending && !found->handed_over) return Invalid{{{"letter", "letter_not_out"}}};
    const auto name = found->letter.empty() ? letter : found->letter;
    if (!found->handed_over) book_.note_handed_over(found->key, name, {}, std::nullopt);
    codes_.confirm(found->key, name);
    const auto outcome = tell_printed(*found, name, {caller.id, "system"});
    if (outcome.refusal) return Refused{*outcome.refusal, outcome.repeated};
    book_.stop_looking(found->key, "");
    parked_.remedy(found->key, Remedy::dismiss, caller.id, reason);
    return Done{.answer = {{"letter", name},
                           {"reference", found->reference},
                           {"event", states::LetterPrinted::name}},
                .reference = found->reference,
                .version = outcome.after ? outcome.after->version : 0,
                .repeated = outcome.repeated};
}

}  // namespace adapters
