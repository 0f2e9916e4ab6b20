// Two servers on one database, which need no leader: one does what the other died of.

#include <array>

#include "tests/database.hpp"
#include "tests/faults/site.hpp"

namespace two_servers_test {

namespace {

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("either of two servers is killed, and the other one takes over what it had begun") {
    const auto database = Database{};
    const auto site = Site{database.address()};
    auto servers = std::array{site.new_server("first.log"), site.new_server("second.log")};
    for (auto& server : servers) server.launch();  // At once: both find an empty data folder.
    for (auto& server : servers) server.wait_until_it_listens();
    site.neighbours.send_news_to(servers[0].url());
    site.neighbours.send_news_to("payments", servers[1].url());
    site.neighbours.send_news_to("letters", servers[1].url());
    auto people =
        People{site.neighbours, {{servers[0].url(), servers[1].url()}, site.new_tokens()}};

    auto chance = Chance{};
    const int kills = as_often_as_asked(20);
    for (int i = 0; i < kills; ++i) {
        chance.rest(0ms, 1200ms);
        auto& server = servers[static_cast<std::size_t>(chance.number(0, 1))];
        server.kill();
        chance.rest(0ms, 1200ms);  // The other one is alone.
        server.start();
    }
    CHECK(people.unanswered() > 0);
    site.prove(people);
    for (auto& server : servers) server.stop();
}

}  // namespace

}  // namespace two_servers_test
