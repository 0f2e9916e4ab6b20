#include "adapters/mail/texts.hpp"

namespace mail {

const std::map<std::string, Names, std::less<>>& texts() {
    static const std::map<std::string, Names, std::less<>> all{
        {"draft_saved", {}},
        {"draft_reminder", {}},
        {"sign_up_incomplete", {"items", "link"}},
        {"sign_up_received", {}},
        {"information_requested", {"items"}},
        {"information_reminder", {}},
        {"information_received", {}},
        {"sign_up_rejected", {"reason", "appeal"}},
        {"appeal_received", {"reason"}},
        {"contract_sent", {"product"}},
        {"contract_reminder", {}},
        {"contract_trouble", {"product", "trouble"}},
        {"invoice_sent", {"invoice", "amount", "structured_message", "link"}},
        {"payment_reminder", {"invoice", "rest", "structured_message"}},
        {"payment_partial", {"paid", "rest", "structured_message"}},
        {"payment_received", {"amount"}},
        {"payment_reversed", {"amount"}},
        {"excess_returned", {"amount"}},
        {"letter_posted", {"registrar_id"}},
        {"activation", {"code", "link", "expires"}},
        {"password_forgotten", {"code", "link", "expires"}},
        {"activation_locked", {}},
        {"activation_reminder", {}},
        {"profile_open", {}},
        {"profile_reminder", {}},
        {"ready_to_register", {}},
        {"first_domain_reminder", {}},
        {"completed", {"domain"}},
        {"held", {"reason"}},
        {"resumed", {}},
        {"withdrawn", {"refund", "invoice"}},
        {"expired", {"refund", "invoice"}},
        {"payment_returned", {"refund"}},
        {"payment_failed", {"amount", "link"}},
        {"refund_sent", {"amount", "how"}},
        {"credit_note", {"credit_note", "invoice"}},
    };
    return all;
}

const Names& pieces() {
    static const Names all{"greeting", "signature"};
    return all;
}

const std::map<std::string, Names, std::less<>>& choices() {
    static const std::map<std::string, Names, std::less<>> all{
        {"trouble", {"declined", "expired", "bounced", "recalled"}},
        {"how", {"service", "bank"}},
        {"appeal", {"possible", "used"}},
    };
    return all;
}

bool is_amount(std::string_view value) {
    static const Names amounts{"amount", "paid", "rest", "refund"};
    return amounts.contains(value);
}

}  // namespace mail
