// PostgreSQL falls over under load and comes back, again and again; the server stays up.

#include "tests/database.hpp"
#include "tests/faults/site.hpp"

namespace database_test {

namespace {

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("a server outlives restarts of its database, as after power cuts, and nothing is lost") {
    const auto database = Database{};
    const auto site = Site{database.address()};
    auto server = site.new_server("server.log");
    server.start();
    site.neighbours.send_news_to(server.url());
    auto people = People{site.neighbours, {{server.url()}, site.new_tokens()}};

    auto chance = Chance{};
    const int restarts = as_often_as_asked(5);
    for (int i = 0; i < restarts; ++i) {
        chance.rest(1s, 5s);
        cluster().stop(postgres::Shutdown::immediate);
        chance.rest(0ms, 1000ms);  // Out for a while: everybody is told to come again.
        cluster().restart();
    }
    CHECK(people.unanswered() > 0);  // They have felt it.
    site.prove(people);
    server.stop();  // The very process that was started.
}

}  // namespace

}  // namespace database_test
