#include "adapters/postgres/sms_codes.hpp"

#include <pqxx/pqxx>

#include "adapters/postgres/secrets.hpp"

namespace postgres {

using adapters::SmsVerdict;

std::string SmsCodes::make(engine::CaseId id, const std::string& mobile) {
    const auto code = random_digits(6);
    const auto hash = hash_code(code);
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("keep_sms_code", id.number, mobile, hash, settings_.lifetime.count());
    });
    return code;
}

SmsVerdict SmsCodes::check(engine::CaseId id, const std::string& mobile, const std::string& typed) {
    const auto ask = [&](const char* statement) {
        return at_once(pool_, [&](pqxx::transaction_base& t) {
            return t.exec_prepared(statement, id.number, mobile, settings_.tries_max);
        });
    };
    const auto taken = ask("take_sms_try");
    if (!taken.empty()) {
        const bool right = code_matches(normalised_code(typed), taken[0][0].as<std::string>());
        return {right ? SmsVerdict::Of::right : SmsVerdict::Of::wrong, taken[0][1].as<int>()};
    }
    const auto stands = ask("sms_code_stands");
    if (stands.empty()) return {SmsVerdict::Of::none};
    return {stands[0][0].as<bool>() ? SmsVerdict::Of::locked : SmsVerdict::Of::expired};
}

}  // namespace postgres
