// SIGKILL at random moments, at work and while it starts: nothing is lost, nothing is done twice.

#include "tests/database.hpp"
#include "tests/faults/site.hpp"

namespace kill_test {

namespace {

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("killed at random moments under load, a server loses nothing and does nothing twice") {
    const auto database = Database{};
    const auto site = Site{database.address()};
    auto server = site.new_server("server.log");
    server.start();
    site.neighbours.send_news_to(server.url());
    auto people = People{site.neighbours, {{server.url()}, site.new_tokens()}};

    auto chance = Chance{};
    const int kills = as_often_as_asked(50);
    int kills_while_it_starts = 0;
    for (int i = 0; i < kills; ++i) {
        chance.rest(0ms, 1500ms);
        server.kill();
        while (chance.one_in(6)) {
            server.launch();
            chance.rest(0ms, 250ms);
            server.kill();
            ++kills_while_it_starts;
        }
        server.start();
    }
    MESSAGE(kills << " kills at work, and " << kills_while_it_starts << " while it started");
    CHECK(people.unanswered() > 0);  // They have felt it.
    site.prove(people);
    server.stop();
}

}  // namespace

}  // namespace kill_test
