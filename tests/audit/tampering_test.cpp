// Whatever is done to a bundle, to the log behind it or to the database, the verifier says so.

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/digest.hpp"
#include "tests/audit/office.hpp"

namespace tampering_test {

using tests::AuditOffice;
using tests::Members;
using tests::said_by;

namespace {

struct Sealed : AuditOffice {
    Sealed() {
        first = reference_of(door_with({"knock", "wind"}, "a"));
        second = reference_of(door_with({"knock", "knock", "remove"}, "b"));
        older = engine::read_checkpoint(sign());
        door_with({"look"}, "c");
        sign();
    }
    std::string first, second;
    engine::Checkpoint older;
};

tests::Members::iterator member(Members& members, const std::string& start) {
    return std::ranges::find_if(members,
                                [&](const auto& each) { return each.name.starts_with(start); });
}

std::vector<std::string> entries_of(const std::string& bundle) {
    std::vector<std::string> entries;
    const auto read = engine::entries_of(bundle);
    REQUIRE(read);
    for (const auto entry : *read) entries.emplace_back(entry);
    return entries;
}

// The whole log with other entries, and sums that fit.
std::string with_entries(const std::string& bundle,
                         const std::function<void(std::vector<std::string>&)>& change) {
    auto members = tests::members_of(bundle);
    const auto tile = member(members, "tile/");
    auto entries = entries_of(tile->content);
    change(entries);
    tile->content.clear();
    for (const auto& entry : entries) engine::add_entry(tile->content, entry);
    if (entries.size() < engine::tile_width)
        tile->name = "tile/" + path_of(engine::TileName{.entries = true, .width = entries.size()});
    return tests::with_sums(members);
}

std::string with_member(const std::string& bundle, const std::string& name,
                        const std::function<void(std::string&)>& change) {
    auto members = tests::members_of(bundle);
    const auto found = member(members, name);
    REQUIRE(found != members.end());
    change(found->content);
    return tests::with_sums(members);
}

void replace(std::string& text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    text.replace(at, what.size(), by);
}

// Each line names the one before it, as if nothing had happened.
void mend_chains(std::vector<std::string>& entries) {
    std::map<std::string, std::string> heads;
    for (auto& entry : entries) {
        auto line = nlohmann::json::parse(entry);
        if (!line.contains("app")) continue;
        auto& head = heads[line["app"]];
        line["prev"] = head.empty() ? std::string(43, 'A') + "=" : head;
        entry = line.dump();
        head = engine::base64(engine::bytes_of(engine::leaf_hash(entry)));
    }
}

bool finds(const std::string& said, const std::string& words) {
    if (said.find(words) != std::string::npos) return true;
    MESSAGE(said);
    return false;
}

}  // namespace

TEST_CASE("an honest bundle holds: the whole log and one application, with data and without") {
    Sealed office;
    for (const bool with_data : {false, true}) {
        const auto whole = office.check(office.bundle({.with_data = with_data}), office.older);
        CHECK_EQ(said_by(whole), "");
        CHECK_EQ(whole.entries, 1 + 1 + 3 + 4 + 2);
        CHECK_EQ(whole.applications, 4);
        CHECK_EQ(whole.refusals, 1);
        CHECK_EQ(whole.commitments, 10);
        CHECK_EQ(whole.data_matched, with_data ? 10 : 0);
        CHECK_EQ(whole.older, "the log has only grown since its 9 entries");

        const auto one = office.check(office.bundle({.reference = office.first,
                                                     .with_data = with_data,
                                                     .since = office.older.head.size}),
                                      office.older);
        CHECK_EQ(said_by(one), "");
        CHECK_EQ(one.application, office.first);
        CHECK_EQ(one.entries, 1 + 3);
    }
}

TEST_CASE("each byte of a bundle matters") {
    Sealed office;
    const auto bundle = office.bundle({.with_data = true});
    REQUIRE(office.check(bundle).holds());
    for (std::size_t i = 0; i < bundle.size(); ++i) {
        auto other = bundle;
        other[i] = static_cast<char>(other[i] ^ (1 << (i % 8)));
        if (office.check(other).holds()) FAIL_CHECK("nobody missed byte " << i);
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{511}, bundle.size() / 2,
                                   bundle.size() - 1024, bundle.size() - 1})
        CHECK_FALSE(office.check(bundle.substr(0, size)).holds());
    CHECK_FALSE(office.check(bundle + '\0').holds());
}

TEST_CASE("and so do those of one application's, of which some thousand are tried") {
    Sealed office;
    const auto bundle = office.bundle({.reference = office.first, .since = 9});
    REQUIRE(office.check(bundle).holds());
    for (std::size_t i = 0; i < bundle.size(); i += 7) {
        auto other = bundle;
        other[i] = static_cast<char>(other[i] ^ (1 << (i % 8)));
        if (office.check(other).holds()) FAIL_CHECK("nobody missed byte " << i);
    }
}

TEST_CASE("a line that was dropped, doubled, moved or cut off is missed, and named") {
    Sealed office;
    const auto bundle = office.bundle();
    const auto said = [&](const auto& change) {
        return said_by(office.check(with_entries(bundle, change)));
    };
    using Entries = std::vector<std::string>;
    const auto position_of = [](const Entries& entries, const std::string& words) {
        const auto found = std::ranges::find_if(
            entries, [&](const auto& entry) { return entry.find(words) != std::string::npos; });
        return found - entries.begin();
    };
    const auto knock = R"("event":"knock")";

    auto words = said(
        [&](Entries& entries) { entries.erase(entries.begin() + position_of(entries, knock)); });
    CHECK(finds(words, "11 were signed"));
    words = said([&](Entries& entries) {
        const auto at = position_of(entries, knock);
        entries[static_cast<std::size_t>(at)] = entries.back();  // As many as before.
    });
    CHECK(finds(words, office.first + " line 3"));
    CHECK(finds(words, "a line is missing"));
    CHECK(finds(words, "is there a second time"));
    CHECK(finds(words, "not those that were signed"));
    words = said([&](Entries& entries) {
        const auto at = position_of(entries, knock);
        std::swap(entries[static_cast<std::size_t>(at)], entries[static_cast<std::size_t>(at + 1)]);
    });
    CHECK(finds(words, office.first + " line 3"));
    words = said([&](Entries& entries) { entries.pop_back(); });
    CHECK(finds(words, "11 were signed"));
    words = said([&](Entries& entries) { entries.push_back(entries.back()); });
    CHECK(finds(words, "is not the next one"));
}

TEST_CASE("a history that was rewritten with its whole chain is not the one that was signed") {
    Sealed office;
    const auto rewritten = with_entries(office.bundle(), [](auto& entries) {
        for (auto& entry : entries)
            if (entry.find("staff:17") != std::string::npos) {
                replace(entry, "staff:17", "staff:18");
                break;
            }
        mend_chains(entries);
    });
    const auto words = said_by(office.check(rewritten));
    CHECK(finds(words, "its entries are not those that were signed"));
    CHECK_FALSE(words.find("chain is broken") != std::string::npos);
}

TEST_CASE("who has the signer's key, too, has to keep to chains, states, roles and rules") {
    Sealed office;
    std::ifstream file{office.folder / "key"};
    std::string key;
    std::getline(file, key);
    // Changes the first entry with these words, and signs what comes of it.
    const auto signed_anew = [&](const std::string& what, const std::string& by, bool mended) {
        std::vector<std::string> changed;
        auto bundle = with_entries(office.bundle(), [&](auto& entries) {
            const auto entry = std::ranges::find_if(
                entries, [&](const auto& each) { return each.find(what) != std::string::npos; });
            REQUIRE(entry != entries.end());
            replace(*entry, what, by);
            if (mended) mend_chains(entries);
            changed = entries;
        });
        engine::Frontier frontier;
        for (const auto& entry : changed) frontier.add(engine::leaf_hash(entry));
        const auto note = engine::sign({office.key().name, {frontier.size(), frontier.root()}},
                                       engine::read_signer_key(key));
        return said_by(office.check(
            with_member(bundle, "checkpoint", [&](auto& content) { content = note; })));
    };
    CHECK_EQ(signed_anew(R"("delivery":"a")", R"("delivery":"x")", true),
             "");  // That an older checkpoint finds.
    CHECK(finds(signed_anew(R"("delivery":"a")", R"("delivery":"x")", false),
                "line 2 (entry 3): does not name the line before it: the chain is broken"));
    CHECK(finds(signed_anew(R"("from":"closed")", R"("from":"removed")", true),
                "begins in 'removed', and the line before had led to 'closed'"));
    CHECK(finds(signed_anew(R"("to":"open")", R"("to":"removed")", true),
                "says that 'knock' led from 'closed' to 'removed', which the rules do not know"));
    CHECK(finds(signed_anew(R"("role":"system")", R"("role":"clerk")", true),
                "says that 'wind' came from the role 'clerk', which may not cause it"));
    CHECK(finds(signed_anew(R"("effects":["ring"])", R"("effects":["pay"])", true),
                "asked for 'pay', which the rules do not know"));
    CHECK(finds(signed_anew(R"("workflow":"door-1"})", R"("workflow":"door-2"})", true),
                "was decided by the rules door-1, which the log has not declared before"));
    CHECK(finds(signed_anew(R"({"actor":)", R"({ "actor":)", false),
                "is no line of a journal in its canonical form"));
}

TEST_CASE("what the real signer has signed is no excuse: what an auditor has kept shows it") {
    Sealed office;
    auto fork = office.older;
    fork.head.root[0] ^= 1U;
    auto words = said_by(office.check(office.bundle(), fork));
    CHECK(finds(words, "the older checkpoint: is not a beginning of this log"));

    auto same_size = engine::read_checkpoint(office.log.checkpoint().value());
    same_size.head.root[0] ^= 1U;
    words = said_by(office.check(office.bundle(), same_size));
    CHECK(finds(words, "another root for the same size: the log was forked"));

    auto larger = same_size;
    larger.head.size += 1;
    words = said_by(office.check(office.bundle(), larger));
    CHECK(finds(words, "and the bundle's has only 11"));

    const auto one = office.bundle({.reference = office.first, .since = 9});
    words = said_by(office.check(one, fork));
    CHECK(finds(words, "history was rewritten"));
    words = said_by(office.check(office.bundle({.reference = office.first}), office.older));
    CHECK(finds(words, "export it with --since"));
}

TEST_CASE("another key's log is another log") {
    Sealed office;
    audit::make_key("audit.example/doors", office.folder / "mallory");
    const auto checkpoint = engine::read_checkpoint(office.log.checkpoint().value());
    std::ifstream file{office.folder / "mallory"};
    std::string key;
    std::getline(file, key);
    const auto forged = engine::sign(checkpoint, engine::read_signer_key(key));
    const auto words = said_by(office.check(with_member(
        office.bundle(), "checkpoint", [&](std::string& content) { content = forged; })));
    CHECK(finds(words, "the key audit.example/doors has not signed the checkpoint"));
}

TEST_CASE("rules that were changed afterwards are not those of the log") {
    Sealed office;
    const auto bundle = office.bundle();
    auto words = said_by(office.check(with_member(bundle, "rules/", [](std::string& rules) {
        replace(rules, "\"needs\":[\"somebody_is_home\"]", "\"needs\":[]");
    })));
    CHECK(finds(words, "is not named by its hash: the rules were changed"));

    auto members = tests::members_of(bundle);
    const auto rules = member(members, "rules/");
    replace(rules->content, "closed", "locked");
    rules->name =
        "rules/" + engine::hex(engine::bytes_of(engine::sha256({rules->content}))) + ".json";
    words = said_by(office.check(tests::with_sums(members)));
    CHECK(finds(words, "declares rules door-1 that are not in the bundle"));
    CHECK(finds(words, "which the log has not declared before"));
}

TEST_CASE("what the rules forbid is found even if it was sealed and signed") {
    AuditOffice office;
    const auto id = office.door_with({}, "a");
    // As who can write to the database would: a line that fits the chain, and no decision behind
    // it.
    auto line = postgres::Reading{office.pool}.journal(id, 0, 10).back();
    line.previous = line.hash;
    line.number = 2;
    line.event = "knock";
    line.delivery = "forged";
    line.from = "closed";
    line.to = "open";
    engine::seal(line);
    const auto hex = [](const std::string& bytes) { return "'\\x" + engine::hex(bytes) + "'"; };
    office.ask(
        "insert into journal (case_id, line, at, event, actor, source, delivery, after, "
        "decided, entry, hash) values (" +
        std::to_string(id.number) +
        ", 2, now(), 'knock', 'staff:17', 'test', 'forged', "
        "'open', true, " +
        hex(line.entry) + ", " + hex(std::string{engine::bytes_of(line.hash)}) + ")");
    office.ask("alter table cases disable trigger user");
    office.ask("update cases set state = 'open', lines = 2 where id = " +
               std::to_string(id.number));
    office.sign();
    CHECK(finds(said_by(office.check(office.bundle())),
                "does not say that the guards of 'knock' held"));
}

TEST_CASE("the database must be where its journal leads") {
    Sealed office;
    office.ask("update cases set state = 'open' where reference = '" + office.second + "'");
    auto words = said_by(office.check(office.bundle()));
    CHECK(finds(words,
                office.second + ": is 'open' in the database, and its lines led to 'removed'"));
    words = said_by(office.check(with_member(office.bundle(), "states/", [&](std::string& states) {
        states.erase(states.find('\n') + 1);
    })));
    CHECK(finds(words, "the bundle does not say where it stands"));
}

TEST_CASE("personal data that were erased leave a log that still holds") {
    Sealed office;
    office.ask(
        "update journal set salt = null, data = null where case_id = "
        "(select id from cases where reference = '" +
        office.first + "')");
    const auto report = office.check(office.bundle({.with_data = true}), office.older);
    CHECK_EQ(said_by(report), "");
    CHECK_EQ(report.commitments, 10);
    CHECK_EQ(report.data_matched, 7);
    CHECK_EQ(said_by(office.check(office.bundle({.reference = office.first, .with_data = true}))),
             "");
}

TEST_CASE("personal data that were changed are not those that the log commits to") {
    Sealed office;
    const auto words =
        said_by(office.check(with_member(office.bundle({.with_data = true}), "data/",
                                         [](auto& data) { replace(data, "Anna", "Emma"); })));
    CHECK(finds(words, "commits to other personal data than the bundle has"));
}

TEST_CASE("an application's proofs are for its own entries") {
    Sealed office;
    const auto bundle = office.bundle({.reference = office.first});
    auto words = said_by(office.check(with_member(
        bundle, "entries/2", [](std::string& entry) { replace(entry, "staff:17", "staff:18"); })));
    CHECK(finds(words, "entry 2: is not in the log that was signed"));
    auto members = tests::members_of(bundle);
    std::erase_if(members, [](const auto& each) { return each.name.starts_with("proofs/2."); });
    words = said_by(office.check(tests::with_sums(members)));
    CHECK(finds(words, "entry 2: has no proof"));
    members = tests::members_of(bundle);
    std::erase_if(members,
                  [](const auto& each) { return each.name.find("/2.") != std::string::npos; });
    words = said_by(office.check(tests::with_sums(members)));
    CHECK(finds(words, "a line is missing"));
    members = tests::members_of(bundle);
    members.insert(members.end() - 1, {"extra", "x"});
    words = said_by(office.check(tests::with_sums(members)));
    CHECK(finds(words, "extra: does not belong into a bundle"));
}

TEST_CASE("a bundle waits for the signature of all that it is to show") {
    Sealed office;
    const auto id = office.door_with({}, "d");
    office.seal();
    CHECK_THROWS_WITH(office.bundle({.reference = office.reference_of(id)}),
                      doctest::Contains("lines are not under a checkpoint yet"));
    CHECK_THROWS_WITH(office.bundle({.reference = "A-1999-000001"}),
                      doctest::Contains("there is no application A-1999-000001"));
    CHECK_EQ(said_by(office.check(office.bundle())), "");  // Up to the checkpoint that there is.
}

}  // namespace tampering_test
