// A server with a PostgreSQL of its own: what is killed with it comes back with it.

#include "tests/faults/site.hpp"

namespace private_cluster_test {

namespace {

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("a server that is killed finds its private database again, and nothing is lost") {
    const auto site = Site{""};
    auto server = site.new_server("server.log");
    server.start();
    site.neighbours.send_news_to(server.url());
    auto people = People{site.neighbours, {{server.url()}, site.new_tokens()}};

    auto chance = Chance{};
    const int kills = as_often_as_asked(6);
    for (int i = 0; i < kills; ++i) {
        chance.rest(1s, 4s);
        server.kill();
        server.start();  // At once: the old PostgreSQL may still be on its way out.
    }
    CHECK(people.unanswered() > 0);
    site.prove(people);
    server.stop();
}

}  // namespace

}  // namespace private_cluster_test
