#include "adapters/sms/twilio.hpp"

#include <algorithm>
#include <array>

#include "adapters/base64.hpp"
#include "adapters/sha256.hpp"

namespace sms {
namespace {

using nlohmann::json;

// https://www.twilio.com/docs/api/errors: no number, no mobile one, none that may be written to.
constexpr std::array about_recipient = {21211, 21214, 21217, 21265, 21408, 21421,
                                        21604, 21610, 21612, 21614, 21635, 60205};
constexpr std::array about_sender = {21212, 21603, 21606, 21659, 21660, 21661, 21701, 21702, 21703};

template <class Numbers>
bool is_one_of(const Numbers& numbers, int number) {
    return std::ranges::find(numbers, number) != numbers.end();
}

int number_of(const std::string& body) {
    const auto said = json::parse(body, nullptr, false);
    if (!said.is_object()) return 0;
    const auto code = said.find("code");
    return code != said.end() && code->is_number_integer() ? code->get<int>() : 0;
}

// Which of our settings is wrong, as far as Twilio says so.
std::string setting_of(const adapters::RefusedCall& refused, int number) {
    if (refused.status == 401 || refused.status == 403) return "sms.account and sms.api_key: ";
    if (refused.status == 404) return "sms.url and sms.account: ";
    return is_one_of(about_sender, number) ? "sms.sender: " : "";
}

}  // namespace

Twilio::Twilio(const Access& access, const adapters::Send& send)
    : api_{"sms",
           {.base_url = access.url,
            .api_key = "",
            .headers = {"Authorization: Basic " +
                        adapters::base64(access.account + ":" + access.token)}},
           send},
      path_{"/2010-04-01/Accounts/" + adapters::url_part(access.account) + "/Messages.json"},
      sender_{access.sender} {}

void Twilio::send(const adapters::Sms& message) const {
    const bool by_service = sender_.starts_with("MG");
    try {
        api_.post_form(path_,
                       {{"To", adapters::e164(message.to)},
                        {by_service ? "MessagingServiceSid" : "From", sender_},
                        {"Body", message.text}},
                       message.reference + "/" +
                           adapters::sha256_of(sender_ + message.to + message.text).substr(0, 16));
    } catch (const adapters::RefusedCall& refused) {
        const auto number = number_of(refused.body);
        if (is_one_of(about_recipient, number)) throw adapters::RefusedNumber{refused.what()};
        throw engine::Rejected{setting_of(refused, number) + refused.what()};
    }
}

}  // namespace sms
