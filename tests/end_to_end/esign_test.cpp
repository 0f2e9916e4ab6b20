// A contract on its whole way: the real program, a simulator of Acrobat Sign, and the application
// in between.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/base64.hpp"
#include "adapters/sha256.hpp"
#include "tests/end_to_end/signing_office.hpp"

namespace esign_test {

namespace {

using nlohmann::json;

class Office : public tests::SigningOffice {
public:
    enum class Access { by_key, by_refresh_token };

    explicit Office(const std::string& poll_every = "3600", Access access = Access::by_key)
        : SigningOffice{"adobe_sign", poll_every} {
        if (access == Access::by_key) {
            set("esign.api_key", api_key);
            start({{"esign.client_id", "our-client"}});
        } else {
            set("esign.client_secret", "a-secret");
            set("esign.refresh_token", "a-refresh-token");
            service.post("/sim/faults", {{"rotate", 1}});
            start({{"esign.client_id", "a-client"}});
        }
    }

    json ask_for_news(const std::string& client_id = "our-client") {
        return service.post("/sim/webhook", {{"url", url() + webhooks}, {"client_id", client_id}});
    }
};

}  // namespace

TEST_CASE("Adobe's news of a signature brings the application on, and the papers home") {
    Office office;
    CHECK_EQ(office.ask_for_news("somebody else's")["wanted"], false);
    CHECK_EQ(office.ask_for_news()["wanted"], true);
    const auto agreement = office.contract();
    CHECK_EQ(office.service.created("agreements")[0]["externalId"]["id"],
             office.reference + "/.be/1");
    // What Adobe got is what is frozen, and the application names it with the text's version.
    const auto sent = adapters::read_base64(
        office.service.get("/sim/log")["transient"]["transient-1"].get<std::string>());
    REQUIRE(sent);
    CHECK_EQ(office.database.ask("select name || ' ' || template_version from sent_papers where "
                                 "document = '" +
                                 adapters::sha256_of(*sent) + "'"),
             ".be/1 2026.1");
    CHECK_EQ(office.fact("agreements,0,document"), adapters::sha256_of(*sent));

    office.service.post("/sim/agreements/" + agreement + "/sign",
                        {{"by", "trainee@voorbeeld.example"}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_NE(office.database.ask("select state from cases"), "contract_sent");
    // Both papers, under the hashes of their bytes.
    CHECK_EQ(office.papers_kept(), "2");
    // The journal's line and the application name the same papers.
    CHECK_EQ(
        office.database.ask("select (data::jsonb -> 'papers')::text from journal where event = "
                            "'contract_signed'"),
        office.fact("agreements,0,papers"));
    // It was not the representative who signed: a person has to look.
    CHECK(office.comes("select count(*) from tasks where kind = 'contract_delegated'", "1"));
    CHECK_EQ(office.database.ask("select signer from agreements"), "");
    // Every notification was answered as Adobe wants it.
    const auto told = [&] { return office.service.get("/sim/log")["news"]; };
    for (int i = 0; i < 600 && told().size() < 2; ++i)  // The last of it may still be on its way.
        office.database.ask("select pg_sleep(0.1)");
    CHECK_GE(told().size(), 2);
    for (const auto& news : told()) CHECK_EQ(news["taken"], true);
}

TEST_CASE("a signature that nobody tells us of is found by looking") {
    Office office{"1"};
    const auto agreement = office.contract();
    office.service.post("/sim/agreements/" + agreement + "/mangle",
                        {{"status", "FOLDED"}, {"quiet", true}});
    CHECK(office.comes("select count(*) from tasks where kind = 'contract_unclear'", "1"));
    CHECK_EQ(office.database.ask("select state from cases"), "contract_sent");
    office.service.post("/sim/agreements/" + agreement + "/sign", {{"quiet", true}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_EQ(office.database.ask("select count(*) from tasks where kind = 'contract_delegated'"),
             "0");
}

TEST_CASE("a contract that is declined goes to a person") {
    Office office;
    office.ask_for_news();
    const auto agreement = office.contract();
    office.service.post("/sim/agreements/" + agreement + "/decline",
                        {{"comment", "not like this"}});
    CHECK(office.comes("select state from cases", "contract_trouble"));
    CHECK(office.comes("select standing from agreements", "ended"));
}

TEST_CASE("a server that is started again goes on with the newest refresh token") {
    Office office{"1", Office::Access::by_refresh_token};
    const auto agreement = office.contract();
    CHECK_EQ(office.database.ask("select count(*) from renewed_secrets"), "1");
    const auto refreshes = office.service.get("/sim/log")["refreshes"].get<int>();
    office.restart();
    office.service.post("/sim/agreements/" + agreement + "/sign", {{"quiet", true}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_GT(office.service.get("/sim/log")["refreshes"].get<int>(), refreshes);
}

}  // namespace esign_test
