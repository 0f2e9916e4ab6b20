#include "adapters/cli/serving.hpp"

#include <chrono>
#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "adapters/interrupted.hpp"
#include "adapters/node.hpp"

namespace cli {
namespace {

using std::chrono::milliseconds;

// A server for as long as it runs; when other rules have come into force, the node that works by
// them takes the place of the one before, on the same port and without a restart of the program.
class Serving {
public:
    explicit Serving(const config::Config& config)
        : config_{config},
          database_{adapters::run_own_database(config)},
          node_{std::make_unique<adapters::Node>(config, false)} {}

    int begin() {
        const auto port = node_->serve();
        auto& listen = config_.server.listen;  // Also if any free port would have done.
        listen = listen.substr(0, listen.rfind(':') + 1) + std::to_string(port);
        return port;
    }

    void follow_rules() {
        try {
            if (!node_->rules_have_changed()) return;
        } catch (const std::exception&) {  // The database is away: nothing is known.
            return;
        }
        std::unique_ptr<adapters::Node> next;
        try {
            next = std::make_unique<adapters::Node>(config_, false);
            next->serve(true);
        } catch (const std::exception& error) {  // What works goes on working.
            node_->log_trouble("the rules have changed and cannot be used", error.what());
            std::this_thread::sleep_for(milliseconds{2'000});
            return;
        }
        std::swap(node_, next);
        // Nobody finds the door shut; what is under way in the old one comes to its end meanwhile.
        ending_.emplace([old = std::move(next)]() mutable {
            old->stop();
            old.reset();
        });
    }

    void end() {
        node_->stop();
        ending_.reset();
    }

private:
    config::Config config_;
    std::shared_ptr<void> database_;
    std::unique_ptr<adapters::Node> node_;
    std::optional<std::jthread> ending_;
};

}  // namespace

int serve(const config::Config& config) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // Before any thread is there to get them.
    std::optional<Serving> serving;
    try {
        serving.emplace(config);
    } catch (const adapters::Interrupted&) {
        std::cerr << "doorstep: stopped while the database was starting\n";
        return 0;
    }
    const auto port = serving->begin();
    const auto& listen = config.server.listen;
    std::cout << "listening on http://" << listen.substr(0, listen.rfind(':')) << ':' << port
              << std::endl;
    constexpr auto between_looks = timespec{.tv_sec = 1, .tv_nsec = 0};
    while (sigtimedwait(&signals, nullptr, &between_looks) < 0) serving->follow_rules();
    serving->end();
    return 0;
}

}  // namespace cli
