// A neighbour's news with U+0000 in it, which PostgreSQL does not keep in a text: from the raw
// message to the application, on a real database and the real workflow.

#include <doctest/doctest.h>

#include "adapters/esign/esign.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/store.hpp"
#include "adapters/signature.hpp"
#include "engine/inbox.hpp"
#include "states/codec.hpp"
#include "tests/adapters/neighbours/papers_in_memory.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/database.hpp"
#include "tests/states/applications.hpp"

namespace nul_test {

namespace {

struct Ears final : engine::Listener {
    engine::CaseId of;
    tests::ArchiveInMemory archive;
    esign::Esign esign{{.base_url = "http://127.0.0.1:1"},
                       tests::send,
                       tests::verify,
                       tests::draw_contract,
                       archive};
    std::optional<Heard> understand(const engine::Arrival& arrival) override {
        return Heard{of, esign.understand(arrival).event.value(), "provider"};
    }
};

}  // namespace

TEST_CASE("news with U+0000 in it is kept as it came, and taken") {
    using namespace states;
    const tests::Database database;
    postgres::Pool pool{database.address(), 2};
    postgres::Store store{pool};
    postgres::Reading reading{pool};
    const OnboardingWorkflow workflow{tests::terms()};
    engine::Engine engine{workflow, store};
    Ears ears;
    int messages = 0;
    const auto send = [&](const engine::Event& event, const std::string& role) {
        const auto outcome = engine.submit({.to = ears.of,
                                            .event = event,
                                            .from = tests::as(role),
                                            .source = "test",
                                            .delivery = std::to_string(++messages)});
        REQUIRE(outcome.kind == engine::Outcome::Kind::decided);
        ears.of = outcome.after.value().id;
    };
    send(event(Submitted{tests::asking_for({tests::be}), {}}), "applicant");
    send(event(Approved{}), "approver");
    send(event(ContractPrepared{".be", "agreement-1", 1}), "system");

    const std::string body =
        R"({"type":"agreement.declined","data":{"external_id":"A-1","agreement":"agreement-1",)"
        R"("detail":"not \u0000 so"}})";
    CHECK(store.keep({.provider = "esign", .delivery = "1", .headers = {}, .body = body}));
    engine::Inbox inbox{engine, store, ears};
    CHECK_EQ(inbox.understand_some(10), 1);
    CHECK_EQ(reading.dossier(ears.of)->snapshot.state.state, "contract_trouble");
    CHECK_EQ(database.ask("select convert_from(body, 'utf8') from inbox where done_at is not null "
                          "and parked_at is null"),
             body);
    const auto lines = reading.journal(ears.of, 0, 10);
    CHECK_EQ(decode<ContractFailed>({lines.back().data}).detail, "not \xef\xbf\xbd so");
}

TEST_CASE("an id that cannot be kept is no name of a message: its bytes are") {
    for (const auto& id : {std::string{}, std::string{"a\0b", 3}, std::string(256, 'x')})
        CHECK(adapters::id_or_hash(id, "{}").starts_with("sha256:"));
    CHECK_EQ(adapters::id_or_hash("evt_1", "{}"), "evt_1");
    CHECK(adapters::id_in(R"({"id":"a\u0000b"})").starts_with("sha256:"));
}

}  // namespace nul_test
