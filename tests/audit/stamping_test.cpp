// Time stamps by RFC 3161, from a real authority: OpenSSL's own, `openssl ts -reply`.

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "adapters/audit/anchors.hpp"
#include "engine/time_stamp.hpp"
#include "tests/audit/office.hpp"

namespace stamping_test {

using tests::AuditOffice;
using tests::said_by;

namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

// A certificate authority, and a time stamp authority under it.
class Authority {
public:
    Authority() {
        folder_.write("tsa.cnf",
                      "[tsa]\ndefault_tsa = tsa1\n"
                      "[tsa1]\nserial = serial\ncrypto_device = builtin\nsigner_cert = tsa.pem\n"
                      "signer_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n"
                      "digests = sha256\naccuracy = secs:1\nordering = yes\ntsa_name = yes\n"
                      "ess_cert_id_chain = no\ness_cert_id_alg = sha256\n"
                      "[stamping]\nextendedKeyUsage = critical,timeStamping\n");
        folder_.write("serial", "01\n");
        run("openssl req -x509 -newkey ed25519 -nodes -keyout ca.key -out ca.pem -days 2 "
            "-subj '/CN=Test CA'");
        run("openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj '/CN=Test "
            "TSA'");
        run("openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
            "-extfile tsa.cnf -extensions stamping -out tsa.pem");
    }

    adapters::Send send() const {
        return [this](const adapters::Call& call) {
            CHECK_EQ(call.content_type, "application/timestamp-query");
            folder_.write("query.tsq", call.body);
            run("openssl ts -reply -config tsa.cnf -queryfile query.tsq -out reply.tsr");
            return adapters::Reply{
                .status = 200, .headers = {}, .body = content_of(folder_ / "reply.tsr")};
        };
    }
    std::string certificates() const { return content_of(folder_ / "ca.pem"); }

    // OpenSSL's own verdict on what we have kept.
    bool verifies(const std::string& token, const std::string& bytes) const {
        folder_.write("kept.tsr", token);
        folder_.write("kept.data", bytes);
        return status_of("openssl ts -verify -in kept.tsr -data kept.data -CAfile ca.pem") == 0;
    }

private:
    int status_of(const std::string& command) const {
        const auto line = "cd '" + folder_.path().string() + "' && " + command + " >log 2>&1";
        return std::system(line.c_str());
    }
    void run(const std::string& command) const {
        REQUIRE_MESSAGE(status_of(command) == 0, content_of(folder_ / "log"));
    }

    adapters::ScratchFolder folder_{"tsa"};
};

proof::Report check(const AuditOffice& office, const std::string& bundle,
                    const std::string& trusted) {
    std::istringstream in{bundle};
    return proof::check(in, {.key = office.key(), .trusted = trusted});
}

}  // namespace

TEST_CASE("a checkpoint is stamped by an authority, and the stamp goes with every bundle") {
    const Authority authority, other;
    AuditOffice office;
    const auto note = office.sign();
    audit::stamp(office.log, authority.send(), {"test-tsa", "https://tsa.example"}, note, "");
    const auto stamps = office.log.stamps(1'000);
    REQUIRE_EQ(stamps.size(), 1);
    CHECK(authority.verifies(stamps[0].token, note));
    CHECK_EQ(office.log.latest_stamp("test-tsa").size, 2);
    CHECK_LT(office.log.latest_stamp("test-tsa").age.value(), std::chrono::seconds{60});
    CHECK_FALSE(office.log.latest_stamp("another").age);

    const auto reference = office.reference_of(office.door_with({"knock"}, "a"));
    office.sign();  // A later checkpoint: the stamped one is shown to be its beginning.
    for (const auto& bundle : {office.bundle(), office.bundle({.reference = reference})}) {
        const auto trusted = check(office, bundle, authority.certificates());
        CHECK_EQ(said_by(trusted), "");
        REQUIRE_EQ(trusted.stamps.size(), 1);
        CHECK_EQ(trusted.stamps[0].authority, "test-tsa");
        CHECK(trusted.stamps[0].trusted);
        CHECK(trusted.stamps[0].at.starts_with("20"));

        const auto unvouched = check(office, bundle, "");
        CHECK_EQ(said_by(unvouched), "");
        CHECK_FALSE(unvouched.stamps.at(0).trusted);

        const auto mistrusted = said_by(check(office, bundle, other.certificates()));
        CHECK_NE(mistrusted.find("the time stamp does not hold"), std::string::npos);
    }
}

TEST_CASE("a stamp over something else is none") {
    const Authority authority;
    AuditOffice office;
    const auto note = office.sign();
    const auto stale = authority.send()({.body = engine::time_stamp_query("something else"),
                                         .content_type = "application/timestamp-query"});
    CHECK_THROWS_AS(audit::stamp(
                        office.log, [&](const auto&) { return stale; },
                        {"test-tsa", "https://tsa.example"}, note, ""),
                    engine::Rejected);
    CHECK(office.log.stamps(1'000).empty());
    for (const std::string rubbish : {"", "<html>", "\x30\x03\x02\x01\x02"}) {
        CAPTURE(rubbish);
        CHECK_NE(engine::read_time_stamp(rubbish, note, "").trouble, "");
    }
}

TEST_CASE("who knows whom to trust keeps no stamp of anybody else") {
    const Authority authority, forger;
    AuditOffice office;
    const auto note = office.sign();
    const audit::Authority named{"test-tsa", "https://tsa.example"};
    CHECK_THROWS_AS(audit::stamp(office.log, forger.send(), named, note, authority.certificates()),
                    engine::Rejected);
    CHECK(office.log.stamps(1'000).empty());
    audit::stamp(office.log, authority.send(), named, note, authority.certificates());
    CHECK_EQ(office.log.stamps(1'000).size(), 1);
}

TEST_CASE("lines that were dated long before a stamp, and sealed after it, are told of") {
    const Authority authority;
    AuditOffice office;
    const auto move_clock = [&](const std::string& by) {
        office.ask(
            "create or replace function clock() returns timestamptz language sql volatile "
            "as $$ select clock_timestamp() + interval '" +
            by + "' $$");
    };
    move_clock("-3 hours");
    office.door_with({"knock"}, "a");
    audit::stamp(office.log, authority.send(), {"test-tsa", "https://tsa.example"}, office.sign(),
                 "");
    office.door_with({"knock", "wind"}, "b");
    office.sign();
    const auto told = check(office, office.bundle(), authority.certificates());
    CHECK_EQ(said_by(told), "");
    REQUIRE_EQ(told.notes.size(), 1);
    CHECK(told.notes[0].starts_with("3 lines, the first of them entry 4, are dated more than"));
    CHECK(check(office, office.bundle(), "").notes.empty());  // Nobody vouches for its time.

    AuditOffice honest;
    audit::stamp(honest.log, authority.send(), {"test-tsa", "https://tsa.example"}, honest.sign(),
                 "");
    honest.door_with({"knock"}, "a");
    honest.sign();
    CHECK(check(honest, honest.bundle(), authority.certificates()).notes.empty());
}

TEST_CASE("authorities have a name and an address") {
    CHECK_EQ(audit::read_authority("qualified=https://tsa.example/ts?x=1").url,
             "https://tsa.example/ts?x=1");
    for (const auto* text :
         {"https://tsa.example", "=https://tsa.example", "a b=https://x", "a/b=c"})
        CHECK_THROWS_AS(audit::read_authority(text), std::runtime_error);
}

}  // namespace stamping_test
