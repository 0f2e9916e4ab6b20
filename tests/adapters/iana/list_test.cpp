// IANA's list as it is published: read whole, compared, and refused when it cannot be right.

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "adapters/iana/csv.hpp"
#include "adapters/iana/importing.hpp"
#include "adapters/iana/list_file.hpp"
#include "engine/fault.hpp"
#include "states/checks.hpp"
#include "tests/adapters/iana/lists.hpp"
#include "tests/shared_data.hpp"

namespace list_test {

using adapters::Accredited;
using adapters::ListedRegistrar;
using iana::read_list;
using tests::list_of;

namespace {

std::string why(const std::function<void()>& act) {
    try {
        act();
    } catch (const engine::Rejected& refused) {
        return refused.what();
    }
    return "taken";
}

std::string refusal(const std::string& bytes) {
    return why([&] { read_list(bytes); });
}

auto count(const std::vector<ListedRegistrar>& rows, Accredited status) {
    return std::ranges::count(rows, status, &ListedRegistrar::status);
}

const ListedRegistrar* find(const std::vector<ListedRegistrar>& rows, int id) {
    const auto found = std::ranges::find(rows, id, &ListedRegistrar::iana_id);
    return found == rows.end() ? nullptr : &*found;
}

std::string ids(const std::vector<ListedRegistrar>& rows) {
    std::string text;
    for (const auto& row : rows) text += (text.empty() ? "" : ",") + std::to_string(row.iana_id);
    return text;
}

}  // namespace

TEST_CASE("the official CSV is read whole") {
    const auto bytes = tests::shared_text("data/iana/registrar-ids-1.csv");
    if (!bytes) return;
    const auto rows = read_list(*bytes);
    CHECK_EQ(rows.size(), 4177);
    CHECK_EQ(count(rows, Accredited::yes), 3020);
    CHECK_EQ(count(rows, Accredited::terminated), 1142);
    CHECK_EQ(count(rows, Accredited::reserved), 15);
    CHECK_EQ(find(rows, 2)->name, "Network Solutions, LLC");
    CHECK_EQ(find(rows, 2)->rdap_url, "https://rdap.networksolutions.com/rdap/");
    CHECK_EQ(find(rows, 10007)->status, Accredited::yes);
    CHECK_EQ(find(rows, 8888888)->status, Accredited::reserved);
    for (const auto& row : rows)
        CHECK_EQ(states::is_reserved_iana_id(row.iana_id), row.status == Accredited::reserved);
}

TEST_CASE("the official XML is read as well") {
    const auto bytes = tests::shared_text("data/iana/registrar-ids.sample.xml");
    if (!bytes) return;
    const auto rows = read_list(*bytes);
    CHECK_EQ(ids(rows), "3,4,3878,9994");
    CHECK_EQ(*find(rows, 3878), ListedRegistrar{3878, "Test 3", Accredited::yes,
                                                "https://www.17domain.com/rdap/domain/"});
    CHECK_EQ(find(rows, 4)->status, Accredited::terminated);
    CHECK(refusal(bytes->substr(0, bytes->size() / 2)).starts_with("the XML cannot be read: "));
    CHECK_EQ(refusal("<registry id=\"dns-parameters\"/>"),
             "this is not the registry \"registrar-ids\"");
}

TEST_CASE("quotes, commas, line ends and accents are read as RFC 4180 has them") {
    const auto rows = read_list("\xEF\xBB\xBF" + list_of({"7,\"A, \"\"B\"\" & C\",Accredited,",
                                                          "8,Çizgi Telekom,Terminated,"}));
    CHECK_EQ(rows[0].name, "A, \"B\" & C");
    CHECK_EQ(rows[1].name, "Çizgi Telekom");
    const auto lines = iana::read_csv("a,\"b\r\nc\"\n,\n");
    REQUIRE_EQ(lines.size(), 2);
    CHECK_EQ(lines[0].fields, std::vector<std::string>{"a", "b\r\nc"});
    CHECK_EQ(lines[1].line, 3);
    CHECK_EQ(lines[1].fields, std::vector<std::string>{"", ""});
}

TEST_CASE("a file that is not the list is refused with its place") {
    CHECK_EQ(refusal(list_of({"7,A,Accredited"})), "line 2: 3 fields instead of 4");
    CHECK_EQ(refusal(list_of({"7,A,Accredited,"}).substr(0, 55)),
             "line 2: the file ends in the middle of it");
    CHECK_EQ(refusal(list_of({"7,\"A,Accredited,"})), "line 2: a quote is never closed");
    CHECK_EQ(refusal(list_of({"7,A\"B,Accredited,"})), "line 2: a quote stands inside of a field");
    CHECK_EQ(refusal(list_of({"7,A,Accredited,", "7,B,Accredited,"})),
             "line 3: the id 7 stands there twice");
    for (const auto* id : {"", "07", "7x", "-7", "0", "99999999999"})
        CHECK_EQ(refusal(list_of({std::string{id} + ",A,Accredited,"})),
                 "line 2: an id is a number without leading zeros");
    CHECK_EQ(refusal(list_of({"7,A,Famous,"})),
             "line 2: a status is Accredited, Terminated or Reserved");
    CHECK_EQ(refusal(list_of({"7,\xFF,Accredited,"})), "line 2: the name is not UTF-8");
    CHECK_EQ(refusal(list_of({"7, ,Accredited,"})), "line 2: the name is empty");
    CHECK_EQ(refusal(list_of({})), "there is no registrar in it");
    CHECK(refusal("<!doctype html><html></html>").starts_with("t"));
    CHECK(refusal("").starts_with("line 1: the heading"));
    CHECK(refusal("ID,Name\r\n").starts_with("line 1: the heading"));
}

TEST_CASE("what a newer list says otherwise is told, each id once") {
    const auto before = read_list(list_of({"1,R,Reserved,", "2,A,Accredited,", "3,B,Accredited,",
                                           "4,C,Terminated,", "5,D,Accredited,"}));
    const auto after =
        read_list(list_of({"1,R,Reserved,", "2,A & Co,Accredited,", "3,B,Terminated,",
                           "4,C,Accredited,", "6,E,Accredited,"}));
    const auto differs = iana::difference(before, after);
    CHECK_EQ(ids(differs.added), "6");
    CHECK_EQ(ids(differs.changed), "2,4");
    CHECK_EQ(ids(differs.terminated), "3");
    CHECK_EQ(ids(differs.removed), "5");
    CHECK(iana::difference(after, after).changed.empty());
}

TEST_CASE("a list that has lost half of its rows or of its registrars is refused") {
    const auto before = read_list(list_of({"1,R,Reserved,", "2,A,Accredited,", "3,B,Accredited,",
                                           "4,C,Accredited,", "5,D,Accredited,"}));
    const auto after = [&](const std::vector<std::string>& rows) {
        return why([&] { iana::difference(before, read_list(list_of(rows))); });
    };
    CHECK_EQ(after({"2,A,Accredited,", "3,B,Accredited,", "4,C,Accredited,"}), "taken");
    CHECK_EQ(after({"2,A,Accredited,", "3,B,Accredited,"}),
             "it has 2 rows, the one before 5: fewer than half, so it cannot be all of the list");
    CHECK_EQ(after({"1,R,Reserved,", "2,A,Accredited,", "3,B,Terminated,", "4,C,Terminated,",
                    "5,D,Terminated,"}),
             "it has 1 accredited registrars, the one before 4: fewer than half, so it cannot be "
             "all of the list");
}

}  // namespace list_test
