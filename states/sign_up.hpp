// What an applicant sends in step 2, and the one place that judges it (domain.md, "Sign up").
//
// The API, the CLI, the web form and the mailbox each turn what they receive into the JSON of
// design.md and hand it to read_sign_up(); none of them has an opinion about it.

#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "states/catalogue.hpp"
#include "states/money.hpp"

namespace states {

struct Address {
    std::string street;
    std::string postal_code;
    std::string city;
    std::string state;    // State or province; may be empty.
    std::string country;  // ISO 3166-1 alpha-2.
    bool operator==(const Address&) const = default;
};

struct Organisation {
    std::string name;        // Official, with every letter that people use.
    std::string vat_number;  // Compact, with prefix: "BE0123456749".  Outside the EU a tax number.
    std::string website;
    Address address;
    bool operator==(const Organisation&) const = default;
};

struct Representative {
    std::string first_name;
    std::string last_name;
    std::string email;
    std::string phone;   // RFC 5733: "+32.16284970".
    std::string mobile;  // The same form; can receive an SMS.
    bool operator==(const Representative&) const = default;
};

struct Wish {  // One product that the applicant wants to offer.
    std::string product;
    Role role = Role::direct;
    int iana_id = 0;       // Its own when direct, its partner's when reseller; 0 for none.
    std::string document;  // Id of the RAA or of the contract with the partner; may be empty.
    bool operator==(const Wish&) const = default;
};

struct SignUp {
    Organisation organisation;
    Representative representative;
    std::string contract_language;
    Money prepayment;              // 0 when the path has no prepayment.
    std::string currency = "EUR";  // Of the prepayment.
    std::string current_account;   // Empty, or the registrar ID it already has.
    bool standing_order = false;
    std::vector<Wish> products;
    bool operator==(const SignUp&) const = default;
};

struct Problem {
    std::string field;  // "organisation.vat_number", "products[1].role"
    std::string code;   // "vat_check_digits"; stable, for programs.
    std::map<std::string, std::string> values = {};  // What the sentence is filled with.
    bool operator==(const Problem&) const = default;
};

struct ReadSignUp {
    SignUp sign_up;
    std::vector<Problem> warnings = {};  // Doubtful; an approver has to accept each with a reason.
};

// The sign-up, normalised, or all problems at once in the order of the rule book.  Unknown JSON
// fields are problems too.
std::variant<ReadSignUp, std::vector<Problem>> read_sign_up(const nlohmann::json&,
                                                            const Catalogue&);

nlohmann::json write_sign_up(const SignUp&);  // The JSON of design.md, as read_sign_up() takes it.

void to_json(nlohmann::json&, const SignUp&);    // For facts and effects: write_sign_up().
void from_json(const nlohmann::json&, SignUp&);  // Of what to_json() wrote; trusts it.
void to_json(nlohmann::json&, const Organisation&);
void from_json(const nlohmann::json&, Organisation&);
void to_json(nlohmann::json&, const Representative&);
void from_json(const nlohmann::json&, Representative&);
void to_json(nlohmann::json&, const Problem&);
void from_json(const nlohmann::json&, Problem&);

}  // namespace states
