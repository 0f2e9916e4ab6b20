// Text messages over real HTTP, in the plain format and in Twilio's.

#include <doctest/doctest.h>

#include "adapters/sms/gateway.hpp"
#include "adapters/sms/twilio.hpp"
#include "adapters/sms/wording.hpp"
#include "tests/adapters/neighbours/seams.hpp"

namespace sms_test {

using adapters::Sms;

namespace {

constexpr auto account = "AC00000000000000000000000000000001";

struct Outside {
    tests::Simulator phones{"sms", {"--api-key", tests::api_key}};
    sms::Gateway gateway{{phones.url(), tests::api_key}, tests::send, "Registry"};

    sms::Twilio twilio(const std::string& sender = "+32460200000",
                       const std::string& token = tests::api_key) const {
        return {{.url = phones.url(), .account = account, .token = token, .sender = sender},
                tests::send};
    }
    nlohmann::json shown(const std::string& number) const {
        return phones.get("/sim/messages/" + number);
    }
    void fail_with(int status) const {
        phones.post("/sim/faults", {{"fail_next", 1}, {"status", status}});
    }
};

const Sms message{"+32.497111111", "The registry: your code is 012345.", "A-2026-000123"};

template <class Provider>
std::string refusal(const Provider& provider, const Sms& wanted) {
    try {
        provider.send(wanted);
    } catch (const engine::Rejected& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("a number is written as E.164 wants it") {
    CHECK_EQ(adapters::e164("+32.497111111"), "+32497111111");
    CHECK_EQ(adapters::e164("+1.5005550006x12"), "+15005550006");
}

TEST_CASE("the plain gateway gets number, text and reference") {
    const Outside outside;
    outside.gateway.send(message);
    const auto shown = outside.shown("+32497111111");
    CHECK_EQ(shown["text"], message.text);
    CHECK_EQ(shown["reference"], "A-2026-000123");
    CHECK_EQ(shown["sender"], "Registry");
}

TEST_CASE("the same message again is one message, and another code another one") {
    const Outside outside;
    outside.gateway.send(message);
    outside.gateway.send(message);
    CHECK_EQ(outside.phones.created("messages").size(), 1);
    auto next = message;
    next.text = "The registry: your code is 543210.";
    outside.gateway.send(next);
    CHECK_EQ(outside.phones.created("messages").size(), 2);
    CHECK_EQ(outside.shown("+32497111111")["text"], next.text);
}

TEST_CASE("what may pass by itself is to be tried again, with both") {
    const Outside outside;
    for (const int status : {429, 500, 503}) {
        CAPTURE(status);
        outside.fail_with(status);
        CHECK_THROWS_AS(outside.gateway.send(message), engine::Unavailable);
        outside.fail_with(status);
        CHECK_THROWS_AS(outside.twilio().send(message), engine::Unavailable);
    }
    CHECK_EQ(outside.phones.created("messages").size(), 0);
}

TEST_CASE("a number that gets no text messages is told from a setting that is wrong") {
    const Outside outside;
    auto landline = message;
    landline.to = "+32.16280000";
    CHECK_THROWS_AS(outside.gateway.send(landline), adapters::RefusedNumber);
    CHECK_THROWS_AS(outside.twilio().send(landline), adapters::RefusedNumber);
    landline.to = "+32.1";
    CHECK_THROWS_AS(outside.twilio().send(landline), adapters::RefusedNumber);

    CHECK_NE(refusal(outside.twilio("+15005550006"), message).find("sms.sender: "),
             std::string::npos);
    CHECK_NE(refusal(outside.twilio("+32460200000", "wrong"), message).find("sms.api_key: "),
             std::string::npos);
    const sms::Gateway stranger{{outside.phones.url(), "wrong"}, tests::send, ""};
    CHECK_NE(refusal(stranger, message).find("401"), std::string::npos);
    outside.fail_with(400);
    CHECK_NE(refusal(outside.gateway, message).find("400"), std::string::npos);
}

TEST_CASE("Twilio gets a form, from a number or through a service") {
    const Outside outside;
    outside.twilio().send(message);
    auto shown = outside.shown("+32497111111");
    CHECK_EQ(shown["text"], message.text);
    CHECK_EQ(shown["sender"], "+32460200000");
    auto more = message;
    more.to = "+32.497222222";
    more.text = "Tête & queue + 100 %";
    outside.twilio("MG00000000000000000000000000000001").send(more);
    shown = outside.shown("+32497222222");
    CHECK_EQ(shown["text"], more.text);
    CHECK_EQ(shown["sender"], "MG00000000000000000000000000000001");
}

TEST_CASE("the text is one message in every language, with the code and how long it is good") {
    CHECK_EQ(sms::texts().size(), 3);
    for (const auto* language : {"en", "nl", "fr"}) {
        const auto text =
            sms::text_with_code(language, "DNS Voorbeeld", "012345", std::chrono::minutes{10});
        CAPTURE(text);
        CHECK(sms::is_one_message(text));
        CHECK_NE(text.find("012345"), std::string::npos);
        CHECK_NE(text.find("DNS Voorbeeld"), std::string::npos);
        CHECK_NE(text.find("10 minut"), std::string::npos);
    }
    CHECK_EQ(sms::text_with_code("de", "R", "1", std::chrono::minutes{1}),
             sms::text_with_code("en", "R", "1", std::chrono::minutes{1}));
}

TEST_CASE("a text of one message has 160 letters of the alphabet of phones") {
    CHECK(sms::is_one_message(std::string(160, 'a')));
    CHECK_FALSE(sms::is_one_message(std::string(161, 'a')));
    CHECK(sms::is_one_message(std::string(158, 'a') + "€"));
    CHECK_FALSE(sms::is_one_message(std::string(159, 'a') + "€"));
    CHECK(sms::is_one_message("éèùìòÇ à"));
    for (const auto* other : {"ê", "Ł", "’", "字", "😀"}) CHECK_FALSE(sms::is_one_message(other));
}

}  // namespace sms_test
