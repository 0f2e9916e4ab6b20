// The applications that live through the faults: one of each path of domain.md, again and again.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/states/sign_ups.hpp"

namespace tests {

struct Story {
    enum class Review { approve, ask_first, reject, withdraw };

    std::string title;
    nlohmann::json sign_up;
    Review review = Review::approve;
    std::string end = "completed";
    // What happens to it when nothing fails, in any order: nothing less and nothing more may.
    std::vector<std::string> events;

    int number = 0;
    std::string reference = {};
    int codes = 1;  // How many activation codes it took.
    std::string locked_code = {};
    bool ended = false;
};

namespace stories {

using nlohmann::json;

inline json direct(const std::string& product) { return {{"name", product}, {"role", "direct"}}; }
inline json accredited(const std::string& product) {
    return {{"name", product}, {"role", "direct"}, {"iana_id", 1497}, {"document", paper_id}};
}
inline json resold(const std::string& product) {
    return {{"name", product}, {"role", "reseller"}, {"iana_id", 292}, {"document", paper_id}};
}

inline json sign_up(int number, const json& products) {
    static const std::vector<std::string> languages{"nl", "fr", "en"};
    static const std::vector<std::string> vat_numbers{"BE0123456749", "BE0428759497",
                                                      "BE0403019261", "BE0466158640"};
    const auto of = [number](const std::vector<std::string>& words) {
        return words[static_cast<std::size_t>(number) % words.size()];
    };
    const auto domain = "applicant-" + std::to_string(number) + ".example";
    return {{"organisation",
             {{"name", "Łódź & Žižkov Names " + std::to_string(number)},
              {"vat_number", of(vat_numbers)},
              {"website", "https://" + domain},
              {"address",
               {{"street", "Philipssite " + std::to_string(number)},
                {"postal_code", "3001"},
                {"city", "Leuven"},
                {"state", nullptr},
                {"country", "BE"}}}}},
            {"representative",
             {{"first_name", "An"},
              {"last_name", "Peeters"},
              {"email", "an@" + domain},
              {"phone", "+32.16284970"},
              {"mobile", "+32 497 11 11 11"}}},
            {"contract_language", of(languages)},
            {"prepayment", {{"amount", "2500.00"}, {"currency", "EUR"}}},
            {"current_account", nullptr},
            {"standing_order", false},
            {"products", products}};
}

inline std::vector<std::string> whole_way() {
    return {"submitted",        "approved",        "contract_prepared", "contract_signed",
            "invoice_issued",   "letter_printed",  "letter_posted",     "payment_requested",
            "payment_received", "activation_sent", "activated",         "profile_saved",
            "domain_registered"};
}

inline Story tell(int number) {
    using Review = Story::Review;
    auto story = Story{.title = ".be directly",
                       .sign_up = sign_up(number, json::array({direct(".be")})),
                       .events = whole_way(),
                       .number = number};
    switch (number % 7) {
        case 1:
            story.title = "accredited, .brussels directly";
            story.sign_up["products"] = json::array({accredited(".brussels")});
            break;
        case 2:
            story.title = ".be directly, .vlaanderen resold";
            story.sign_up["products"] = {direct(".be"), resold(".vlaanderen")};
            break;
        case 3:
            story.title = "two agreements: .be and .vlaanderen directly";
            story.sign_up["products"] = {direct(".be"), accredited(".vlaanderen")};
            story.events.insert(story.events.end(), {"contract_prepared", "contract_signed"});
            break;
        case 4:
            story.title = "resold only, by an existing account";
            story.sign_up["products"] = json::array({resold(".vlaanderen")});
            story.sign_up["current_account"] = std::to_string(900'000 + number);
            story.sign_up["prepayment"] = nullptr;
            story.events = {"submitted", "warning_accepted", "approved", "profile_saved",
                            "domain_registered"};
            break;
        case 5:
            story.title = "asked for missing information";
            story.review = Review::ask_first;
            story.events.insert(story.events.end(),
                                {"information_requested", "information_answered"});
            break;
        case 6:
            if (number % 2 == 0) {
                story.title = "rejected";
                story.review = Review::reject;
                story.end = "rejected";
                story.events = {"submitted", "rejected"};
            } else {
                story.title = "withdrawn";
                story.review = Review::withdraw;
                story.end = "withdrawn";
                story.events = {"submitted", "withdrawn"};
            }
            break;
        default: break;
    }
    for (const auto& product : story.sign_up["products"])
        if (product.contains("iana_id"))  // Looked up, in a list that nobody has imported.
            story.events.insert(story.events.end(), {"checked", "warning_accepted"});
    return story;
}

}  // namespace stories
}  // namespace tests
