#include <phonenumbers/phonenumberutil.h>

#include <algorithm>

#include "states/checks.hpp"
#include "states/text.hpp"

namespace states {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

struct Parsed {
    PhoneNumber number = {};
    Checked checked = {};
};

// As it is dialled from abroad: "(+32)" begins with its plus, and "00" is most of Europe's plus.
std::string from_abroad(std::string_view text) {
    auto dialled = std::string{trimmed(text)};
    if (dialled.starts_with('(')) dialled.erase(0, 1);
    if (dialled.starts_with("00")) dialled.replace(0, 2, "+");
    return dialled;
}

bool reads_like_a_number(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || std::string_view{"+() .-/"}.find(c) != std::string::npos;
    };
    return text.size() <= 40 && std::ranges::all_of(text, allowed) &&
           text.find('+', 1) == std::string_view::npos &&
           text.find_first_of("0123456789") != std::string_view::npos;
}

std::string why_not_parsed(PhoneNumberUtil::ErrorType error) {
    switch (error) {
        case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return "phone_country_unknown";
        case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
        case PhoneNumberUtil::TOO_SHORT_NSN: return "phone_too_short";
        case PhoneNumberUtil::TOO_LONG_NSN: return "phone_too_long";
        default: return "phone_format";
    }
}

// RFC 5733's form.  The library keeps zeros that belong to a number (Italy) apart from its digits.
std::string epp_form(const PhoneNumber& number) {
    std::string national;
    PhoneNumberUtil::GetInstance()->GetNationalSignificantNumber(number, &national);
    return "+" + std::to_string(number.country_code()) + "." + national;
}

Parsed parse(std::string_view text) {
    const auto& numbers = *PhoneNumberUtil::GetInstance();
    const auto dialled = from_abroad(text);
    if (!reads_like_a_number(dialled)) return {.checked = {.code = "phone_format"}};
    if (!dialled.starts_with('+')) return {.checked = {.code = "phone_country_code"}};

    auto parsed = Parsed{};
    // "ZZ" is nowhere: a number is not read as local to any country.
    const auto error = numbers.Parse(dialled, "ZZ", &parsed.number);
    if (error != PhoneNumberUtil::NO_PARSING_ERROR) {
        parsed.checked = {.code = why_not_parsed(error)};
        return parsed;
    }
    const auto form = epp_form(parsed.number);
    switch (numbers.IsPossibleNumberWithReason(parsed.number)) {
        case PhoneNumberUtil::TOO_LONG: parsed.checked = {.code = "phone_too_long"}; return parsed;
        case PhoneNumberUtil::TOO_SHORT:
        case PhoneNumberUtil::INVALID_LENGTH:
        case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
            parsed.checked = {.code = "phone_too_short"};
            return parsed;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE:
            parsed.checked = {.code = "phone_country_unknown"};
            return parsed;
        case PhoneNumberUtil::IS_POSSIBLE: break;
    }
    // Ranges are opened all the time, and the library's list of them is as old as its package.
    parsed.checked =
        numbers.IsValidNumber(parsed.number)
            ? Checked{.verdict = Verdict::valid, .normalised = form}
            : Checked{
                  .verdict = Verdict::unknown, .normalised = form, .code = "phone_range_unknown"};
    return parsed;
}

}  // namespace

Checked check_phone(std::string_view text) { return parse(text).checked; }

Checked check_mobile(std::string_view text) {
    const auto parsed = parse(text);
    if (parsed.checked.verdict != Verdict::valid) return parsed.checked;
    switch (PhoneNumberUtil::GetInstance()->GetNumberType(parsed.number)) {
        case PhoneNumberUtil::MOBILE:
        case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: return parsed.checked;
        case PhoneNumberUtil::VOIP:
        case PhoneNumberUtil::PERSONAL_NUMBER:
        case PhoneNumberUtil::PAGER:
        case PhoneNumberUtil::UNKNOWN:
            return {.verdict = Verdict::unknown,
                    .normalised = parsed.checked.normalised,
                    .code = "mobile_unsure"};
        default: return {.code = "mobile_no_sms"};
    }
}

}  // namespace states
