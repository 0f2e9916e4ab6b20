// A catalogue and values to write mails with.

#pragma once

#include <chrono>

#include "adapters/formats.hpp"
#include "adapters/mail/mail.hpp"
#include "states/catalogue.hpp"

namespace tests {

inline states::Catalogue mail_catalogue() {
    states::Catalogue catalogue{.registry = "Rejestr Łódź vzw"};
    catalogue.clocks = {{"draft", {{90}}},     {"review", {{5, true}}}, {"information", {{15}}},
                        {"signature", {{14}}}, {"payment", {{30}}},     {"activation", {{30}}},
                        {"profile", {{30}}},   {"first_domain", {{90}}}};
    catalogue.texts = {{"support_email", "support@registry.example"}};
    return catalogue;
}

// What the steps pass, and what the adapter adds, ready to be rendered.
inline mail::Values mail_values(const std::string& language) {
    const auto days = [&](int count, bool working = false) {
        return adapters::write_span({count, working}, language);
    };
    const auto amount = [&](std::int64_t cents) {
        return adapters::write_amount({cents}, "EUR", language);
    };
    const auto expires = std::chrono::sys_days{std::chrono::year{2026} / 12 / 1};
    return {{"first_name", "Żaneta"},
            {"last_name", "O'Brien & Søn"},
            {"organisation", "Łódź <Hosting> B.V."},
            {"reference", "A-2026-000123"},
            {"registry", "Rejestr Łódź vzw"},
            {"support_email", "support@registry.example"},
            {"status_link", "https://join.registry.example/a/A-2026-000123"},
            {"draft_time", days(90)},
            {"review_time", days(5, true)},
            {"information_time", days(15)},
            {"signature_time", days(14)},
            {"payment_time", days(30)},
            {"activation_time", days(30)},
            {"profile_time", days(30)},
            {"first_domain_time", days(90)},
            {"items", "- VAT number: Which of the two is right?\n"},
            {"reason", "The accreditation has ended."},
            {"appeal", "possible"},
            {"appeal_time", days(15)},
            {"product", ".vlaanderen"},
            {"trouble", "declined"},
            {"invoice", "2026/0042"},
            {"amount", amount(302'500)},
            {"paid", amount(2'500)},
            {"rest", amount(300'000)},
            {"refund", amount(302'500)},
            {"structured_message", "+++090/9337/55493+++"},
            {"link", "https://pay.example/2026-0042"},
            {"registrar_id", "100001"},
            {"code", "7KQ2-M9XF"},
            {"expires", adapters::write_date(expires, language)},
            {"refund_time", days(14)},
            {"how", "bank"},
            {"credit_note", "C2026/0007"},
            {"domain", "voorbeeld.be"}};
}

}  // namespace tests
