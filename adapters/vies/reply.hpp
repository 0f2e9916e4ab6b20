// What VIES's answers say, by the contract of its REST interface and by what it does besides.
//
// A failure is {"actionSucceed":false,"errorWrappers":[{"error":"MS_UNAVAILABLE"}]} with status
// 400, 500 or even 200; an older form has the code as "userError".

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace vies {

// What its codes mean to us.
enum class Trouble {
    none,
    member_state,  // Its register does not answer, or has too much to do.
    service,       // VIES itself.
    ours,          // It does not take our question: a person has to look.
};

struct Code {
    std::string_view name;  // "MS_UNAVAILABLE"
    Trouble trouble = Trouble::none;
    std::string_view advice = {};  // Of ours: what a person may do.
};

// Empty for a code that nobody has told us of.
const Code* code_of(std::string_view name);

// The code of a failure; empty if it is none.  Throws engine::Rejected for a failure without a
// code.
std::string failure_in(const nlohmann::json& answer);

enum class Match { valid, invalid, not_processed };

struct Reply {
    bool valid = false;
    std::string date;          // As they write it: "2026-11-28T07:34:15.123Z"; may be empty.
    std::string consultation;  // Their proof number; only for a requester they know.
    std::string name = {};     // Empty if not disclosed ("---").
    std::string address = {};  // The same; lines are parted by "\n".
    Match name_match =
        Match::not_processed;  // Of what we have told them, as far as they compare it.
    Match street_match = Match::not_processed;
    Match postal_code_match = Match::not_processed;
    Match city_match = Match::not_processed;
};

// Throws engine::Rejected that names the field, for one that is not as agreed, and for an answer
// about another number.
Reply read_reply(const nlohmann::json& answer, std::string_view country, std::string_view number);

}  // namespace vies
