// What the signer refuses: everything but a continuation of what it has signed.

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "adapters/audit/anchors.hpp"
#include "tests/audit/office.hpp"

namespace signing_test {

using audit::Signer;
using audit::WillNotSign;
using tests::AuditOffice;

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

// As who has the database's superuser can.
void forget(const AuditOffice& office, const std::string& condition) {
    for (const auto* table : {"audit_entries", "audit_tiles", "audit_checkpoints"})
        office.ask("alter table " + std::string{table} + " disable trigger user");
    office.ask("delete from audit_checkpoints");
    office.ask("delete from audit_entries where " + condition);
    office.ask("delete from audit_tiles");
    office.ask("update audit_log set size = 0, seen = 0");
}

}  // namespace

TEST_CASE("the signer signs what has come, once, and publishes it") {
    AuditOffice office;
    office.seal();
    Signer signer{office.folder / "key", office.folder / "state"};
    const auto first = signer.sign(office.log);
    REQUIRE(first);
    CHECK_EQ(engine::open_checkpoint(*first, office.key()).head.size, 2);
    CHECK_EQ(office.log.checkpoint(), first);
    CHECK_EQ(text_of(office.folder / "state"), *first);
    CHECK_FALSE(signer.sign(office.log));
    office.door_with({"knock"}, "a");
    office.seal();
    CHECK_EQ(engine::read_checkpoint(signer.sign(office.log).value()).head.size, 4);
}

TEST_CASE("a checkpoint that was signed and not published is published the next time") {
    AuditOffice office;
    const auto note = office.sign();
    office.ask("alter table audit_checkpoints disable trigger user");
    office.ask("delete from audit_checkpoints");
    CHECK_FALSE(Signer(office.folder / "key", office.folder / "state").sign(office.log));
    CHECK_EQ(office.log.checkpoint(), note);
}

TEST_CASE("a database that was set back to yesterday gets no signature") {
    AuditOffice office;
    office.seal();
    const auto yesterday = office.ask("select size from audit_log");
    office.door_with({"knock"}, "a");
    office.sign();
    office.ask("alter table audit_checkpoints disable trigger user");
    office.ask("delete from audit_checkpoints");
    office.ask("update audit_log set size = " + yesterday);
    CHECK_THROWS_WITH_AS(Signer(office.folder / "key", office.folder / "state").sign(office.log),
                         doctest::Contains("the database was set back"), WillNotSign);
    CHECK_FALSE(office.log.checkpoint());
}

TEST_CASE("a history that was rewritten gets no signature, also when it is as long or longer") {
    AuditOffice office;
    office.door_with({"knock"}, "a");
    office.sign();
    forget(office, "true");
    office.ask("alter table audit_rules disable trigger user");
    office.ask("update audit_rules set position = null");
    office.ask("alter table journal disable trigger user");
    office.ask(
        "update journal set entry = replace(entry::text, '7374616666', '7374616667')::bytea, "
        "written_in = 0 where line = 1");
    office.ask("update journal set hash = sha256('\\x00'::bytea || entry)");
    office.ask("delete from journal where line > 1");
    office.door_with({}, "b");
    office.door_with({}, "c");
    office.seal();
    CHECK_THROWS_WITH_AS(Signer(office.folder / "key", office.folder / "state").sign(office.log),
                         doctest::Contains("its history was rewritten"), WillNotSign);
}

TEST_CASE("a signer whose memory is gone or not its own signs nothing") {
    AuditOffice office;
    office.sign();
    CHECK_THROWS_WITH_AS(Signer(office.folder / "key", office.folder / "other").sign(office.log),
                         doctest::Contains("is gone"), WillNotSign);
    audit::make_key("audit.example/doors", office.folder / "other key");
    CHECK_THROWS_WITH_AS(
        Signer(office.folder / "other key", office.folder / "state").sign(office.log),
        doctest::Contains("does not say what was signed last"), WillNotSign);
}

TEST_CASE("one signer at a time, with a key that nobody else reads") {
    AuditOffice office;
    const Signer one{office.folder / "key", office.folder / "state"};
    CHECK_THROWS_WITH(Signer(office.folder / "key", office.folder / "state"),
                      doctest::Contains("another signer has"));
    CHECK_THROWS_WITH(audit::make_key("audit.example/doors", office.folder / "key"),
                      doctest::Contains("is there already"));
    ::chmod((office.folder / "key").c_str(), 0640);
    CHECK_THROWS_WITH(Signer(office.folder / "key", office.folder / "third"),
                      doctest::Contains("others may read the key"));
}

TEST_CASE("a witness takes one checkpoint of each size") {
    AuditOffice office;
    const auto note = office.sign();
    office.folder.write("witness/readme", "");
    audit::copy_to(office.folder / "witness", note);
    audit::copy_to(office.folder / "witness", note);
    CHECK_EQ(text_of(office.folder / "witness/2.checkpoint"), note);
    auto fork = note;
    auto& digit = fork[fork.find('\n', fork.find('\n') + 1) + 3];  // One of its root, in base64.
    digit = digit == 'A' ? 'B' : 'A';
    CHECK_THROWS_WITH(audit::copy_to(office.folder / "witness", fork),
                      doctest::Contains("knows another checkpoint of 2 entries"));
}

}  // namespace signing_test
