// Stands in for a gateway of text messages, and for the phones that its messages end in.  Speaks
// the plain format of adapters/sms and that of Twilio (2010-04-01).
//
//   POST /messages  {to, text, reference, sender}
//   POST /2010-04-01/Accounts/{account}/Messages.json  To, Body, From | MessagingServiceSid
//   GET  /sim/messages/{to}: the latest message to a number, as its phone shows it
//
// The key is a bearer token for the first, and with the account HTTP Basic for the second.  Numbers
// that end with 0000 are no mobile ones; +15005550006 is not ours to send from.

#include <regex>

#include "examples/simulators/front_desk.hpp"

using namespace simulators;

namespace {

constexpr auto messages = "messages";

bool is_e164(const std::string& number) {
    return number.size() > 7 && number.size() < 17 && number[0] == '+' &&
           number.find_first_not_of("0123456789", 1) == std::string::npos;
}
bool is_mobile(const std::string& number) { return is_e164(number) && !number.ends_with("0000"); }

void deliver(FrontDesk& desk, const std::string& id, json message) {
    message["id"] = id;
    desk.add(messages, id, std::move(message));
}

Answer take(FrontDesk& desk, const Asked& asked) {
    const auto& wanted = asked.body;
    const auto to = wanted.at("to").get<std::string>();
    if (!is_mobile(to))
        return {422, {{"error", to + " cannot get text messages"}, {"field", "to"}}};
    const auto id = desk.next_id("sms");
    deliver(desk, id,
            {{"to", to},
             {"text", wanted.at("text")},
             {"reference", wanted.at("reference")},
             {"sender", wanted.value("sender", "")}});
    return {201, {{"id", id}, {"status", "queued"}}};
}

Answer no(int number, const std::string& message) {
    return {400,
            {{"code", number},
             {"message", message},
             {"more_info", "https://www.twilio.com/docs/errors/" + std::to_string(number)},
             {"status", 400}}};
}

Answer take_for_twilio(FrontDesk& desk, const Asked& asked) {
    const auto& form = asked.body;
    const auto to = form.value("To", "");
    const auto service = form.value("MessagingServiceSid", "");
    const auto from = form.value("From", "");
    if (!is_e164(to)) return no(21211, "Invalid 'To' Phone Number: " + to);
    if (!is_mobile(to)) return no(21614, "'To' number is not a valid mobile number");
    if (from.empty() && service.empty()) return no(21603, "A 'From' phone number is required.");
    if (from == "+15005550006") return no(21606, "The 'From' phone number is not yours.");
    if (form.value("Body", "").empty()) return no(21602, "Message body is required.");
    auto sid = "SM" + random_hex(16);
    deliver(desk, desk.next_id("sms"),
            {{"to", to},
             {"text", form["Body"]},
             {"reference", sid},
             {"sender", service.empty() ? from : service}});
    return {201,
            {{"sid", sid},
             {"account_sid", asked.path[1].str()},
             {"to", to},
             {"status", "queued"},
             {"error_code", nullptr},
             {"error_message", nullptr}}};
}

Answer latest(FrontDesk& desk, const std::string& to) {
    const json* found = nullptr;
    for (const auto& [_, message] : desk.files(messages))
        if (message["to"] == to) found = &message;
    if (!found) throw Refused{404, "there is no message to " + to};
    return {200, *found};
}

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    FrontDesk desk{read_settings(count, arguments)};
    desk.expect([](const httplib::Request& request, const std::string& api_key) {
        static const std::regex of_account{"/2010-04-01/Accounts/([^/]+)/.*"};
        std::smatch found;
        if (!std::regex_match(request.path, found, of_account)) return "Bearer " + api_key;
        return httplib::make_basic_authentication_header(found[1], api_key).second;
    });
    desk.post("/messages", [&](const Asked& asked) { return take(desk, asked); });
    desk.post(R"(/2010-04-01/Accounts/([^/]+)/Messages\.json)",
              [&](const Asked& asked) { return take_for_twilio(desk, asked); });
    desk.get(R"(/sim/messages/(\+\d+))",
             [&](const Asked& asked) { return latest(desk, asked.path[1]); });
    return desk.run();
}
