#include "adapters/vies/reply.hpp"

#include <algorithm>
#include <array>

#include "adapters/field.hpp"
#include "engine/fault.hpp"
#include "states/text.hpp"

namespace vies {
namespace {

using adapters::read_field;
using nlohmann::json;

constexpr std::size_t text_max = 2000;  // Bytes of a name or an address.

constexpr std::array<Code, 11> codes = {{
    {"MS_UNAVAILABLE", Trouble::member_state},
    {"TIMEOUT", Trouble::member_state},
    {"MS_MAX_CONCURRENT_REQ", Trouble::member_state},
    {"MS_MAX_CONCURRENT_REQ_TIME", Trouble::member_state},
    {"SERVICE_UNAVAILABLE", Trouble::service},
    {"GLOBAL_MAX_CONCURRENT_REQ", Trouble::service},
    {"GLOBAL_MAX_CONCURRENT_REQ_TIME", Trouble::service},
    {"INVALID_INPUT", Trouble::ours,
     "it does not take this for a number of that member state: look at it with the applicant"},
    {"INVALID_REQUESTER_INFO", Trouble::ours,
     "look at vies.requester: it has to be our own number"},
    {"VAT_BLOCKED", Trouble::ours, "our number, vies.requester, is blocked: ask VIES's help desk"},
    {"IP_BLOCKED", Trouble::ours, "our address is blocked: ask VIES's help desk"},
}};

[[noreturn]] void refuse(const std::string& field, const std::string& rule) {
    throw engine::Rejected{"vies answered with '" + field + "' that " + rule};
}

bool is_there(const json& answer, const char* name) {
    return answer.contains(name) && !answer.at(name).is_null();
}

std::string text_of(const json& answer, const char* name) {
    if (!is_there(answer, name)) return "";
    auto text = read_field<std::string>(answer, name);
    if (!text) refuse(name, "is no text");
    if (text->size() > text_max) refuse(name, "is longer than " + std::to_string(text_max));
    return std::move(*text);
}

// Without what would be in the way in a page or in a database; lines stay.
std::string tidy(const std::string& text) {
    std::string kept;
    std::string_view rest = text;
    while (!rest.empty()) {
        std::size_t size = 1;
        while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0U) == 0x80U)
            ++size;
        const auto letter = rest.substr(0, size);
        const auto point = states::read_utf8(letter).value_or(U" ");
        if (letter == "\n")
            kept += '\n';
        else if (states::is_control(point.front()))
            kept += ' ';
        else
            kept += letter;
        rest.remove_prefix(size);
    }
    return std::string{states::trimmed(kept)};
}

// "---" is how Germany and Spain, among others, say nothing.
std::string disclosed(const json& answer, const char* name) {
    auto text = tidy(text_of(answer, name));
    const bool says_nothing = text.find_first_not_of("- \n") == std::string::npos;
    return says_nothing ? "" : text;
}

Match match_of(const json& answer, const char* name) {
    const auto text = text_of(answer, name);
    if (text == "VALID") return Match::valid;
    if (text == "INVALID") return Match::invalid;
    if (text.empty() || text == "NOT_PROCESSED") return Match::not_processed;
    refuse(name, "is not VALID, INVALID or NOT_PROCESSED");
}

}  // namespace

const Code* code_of(std::string_view name) {
    const auto* const found = std::ranges::find(codes, name, &Code::name);
    return found == codes.end() ? nullptr : found;
}

std::string failure_in(const json& answer) {
    if (!answer.is_object()) refuse("(all of it)", "is no object");
    const auto succeeded = read_field<bool>(answer, "actionSucceed");
    const auto wrappers = adapters::list_in(answer, "errorWrappers");
    if (succeeded.value_or(true) && wrappers.empty()) {
        const auto user_error = adapters::text_in(answer, "userError");
        return user_error == "VALID" || user_error == "INVALID" ? "" : user_error;
    }
    const auto code = wrappers.empty() ? "" : adapters::text_in(wrappers.front(), "error");
    if (code.empty()) refuse("errorWrappers[0].error", "is missing or no text");
    return tidy(code);
}

Reply read_reply(const json& answer, std::string_view country, std::string_view number) {
    const auto valid = read_field<bool>(answer, "valid");
    if (!valid) refuse("valid", "is missing or neither true nor false");
    if (text_of(answer, "countryCode") != country)
        refuse("countryCode", "is not the one asked for");
    if (text_of(answer, "vatNumber") != number) refuse("vatNumber", "is not the one asked for");
    return {.valid = *valid,
            .date = tidy(text_of(answer, "requestDate")),
            .consultation = tidy(text_of(answer, "requestIdentifier")),
            .name = disclosed(answer, "name"),
            .address = disclosed(answer, "address"),
            .name_match = match_of(answer, "traderNameMatch"),
            .street_match = match_of(answer, "traderStreetMatch"),
            .postal_code_match = match_of(answer, "traderPostalCodeMatch"),
            .city_match = match_of(answer, "traderCityMatch")};
}

}  // namespace vies
