// Letters in a folder that a print shop empties.

#include "adapters/letters/folder.hpp"

#include <sys/stat.h>

#include <fstream>

#include "adapters/scratch_folder.hpp"
#include "adapters/sha256.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/letters/spooling.hpp"

namespace folder_test {

using letters::Folder;
using tests::work;
namespace fs = std::filesystem;

static_assert(adapters::Performs<Folder, states::PostSecurityLetter>);
static_assert(adapters::Performs<Folder, states::VoidSecurityLetter>);

namespace {

const std::string key = "A-2026-000123/6/2";
const std::string name = "A-2026-000123-6-2";

struct Office : tests::Spooling {
    adapters::ScratchFolder shop{"letters"};
    Folder folder{shop.path(), spool()};
    fs::path pdf = shop / (name + ".pdf");

    std::optional<engine::Event> post() { return folder.perform(letter(), work(key)); }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{shop.path()}, fs::directory_iterator{}));
    }
    bool is_printed() { return folder.is_printed(book.named(name).value()); }
};

}  // namespace

TEST_CASE("a letter appears whole, and is printed when the print shop says so") {
    Office office;
    CHECK_FALSE(office.post());
    CHECK_EQ(office.files(), 1);
    std::ifstream file{office.pdf, std::ios::binary};
    const std::string content{std::istreambuf_iterator<char>{file}, {}};
    CHECK(content.starts_with("%PDF-"));
    CHECK_EQ(office.kept().document, adapters::sha256_of(content));
    struct stat kept {};
    REQUIRE_EQ(::stat(office.pdf.c_str(), &kept), 0);
    CHECK_EQ(kept.st_mode & 0137, 0);  // Nothing for others, nothing to run.
    CHECK_FALSE(office.is_sealed(key));
    CHECK_FALSE(office.is_printed());
    office.shop.write(name + ".printed", "");
    CHECK(office.is_printed());
    CHECK_FALSE(fs::exists(office.pdf));  // Printed, so it is destroyed.
    CHECK_FALSE(office.post());
    CHECK_FALSE(fs::exists(office.pdf));
}

TEST_CASE("wherever a server is killed, a letter appears once") {
    for (const auto* here :
         {"note_sending", "+note_sending", "note_handed_over", "+note_handed_over"}) {
        CAPTURE(here);
        Office office;
        office.book.killed_before = here;
        CHECK_THROWS_AS(office.post(), tests::Killed);
        const bool had_appeared = fs::remove(office.pdf);  // The print shop is quick.
        CHECK_FALSE(office.post());
        CHECK_EQ(fs::exists(office.pdf), !had_appeared);
        CHECK_EQ(office.files(), had_appeared ? 0 : 1);  // No half a letter is left.
    }
}

TEST_CASE("a folder that is not there is waited for") {
    Office office;
    Folder away{office.shop / "nowhere", office.spool()};
    CHECK_THROWS_AS(away.perform(office.letter(), work(key)), engine::Unavailable);
    CHECK(office.is_sealed(key));
}

TEST_CASE("a void letter that nobody has taken is taken away") {
    Office office;
    office.post();
    office.folder.perform(states::VoidSecurityLetter{name}, work("A-2026-000123/9/1"));
    CHECK_EQ(office.files(), 0);
    CHECK_EQ(office.database.ask("select count(*) from codes where voided_at is null"), "0");
}

}  // namespace folder_test
