#include "adapters/cli/webhooks.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "adapters/cli/printing.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct GivenEndpoint {  // What the options of one command have said.
    std::int64_t endpoint = 0;
    std::int64_t delivery = 0;
    adapters::NewWebhookEndpoint wanted;
    std::string cursor;
    std::string limit;
};

json filter_of(const GivenEndpoint& given) {
    auto filter = json::object();
    if (!given.cursor.empty()) filter["cursor"] = given.cursor;
    if (!given.limit.empty()) filter["limit"] = given.limit;
    return filter;
}

}  // namespace

void add_webhook_commands(CLI::App& app, const Surroundings& shared) {
    auto& webhooks = *app.add_subcommand("webhooks", "Tell other systems what happens; as JSON");
    webhooks.require_subcommand(1);
    const auto add = [&](const char* word, const char* help, auto options, auto act) {
        auto& command = *webhooks.add_subcommand(word, help);
        const auto given = std::make_shared<GivenEndpoint>();
        shared.add_database_options(command);
        options(command, *given);
        shared.on(&command, [shared, given, act](adapters::Node& node) {
            const auto result = act(node.webhooks(), *given, operator_at("admin"));
            if (std::holds_alternative<adapters::NotFound>(result))
                throw std::runtime_error{"there is no such webhook endpoint or delivery"};
            return print(result, true, shared.language);
        });
    };
    const auto endpoint = [](CLI::App& command, GivenEndpoint& given) {
        command.add_option("ENDPOINT", given.endpoint, "Its number in the list")->required();
    };
    using Desk = adapters::WebhookDesk;
    using Caller = adapters::Caller;

    add(
        "list", "All endpoints, without their secrets", [](CLI::App&, GivenEndpoint&) {},
        [](Desk& desk, const GivenEndpoint&, const Caller&) { return desk.list(); });
    add(
        "add", "Tell one more; prints its secret, once",
        [](CLI::App& command, GivenEndpoint& given) {
            command.add_option("URL", given.wanted.url, "https, at a public address")->required();
            command.add_option("--event", given.wanted.events,
                               "Only this, such as application.approved; can be given several "
                               "times.  application.handed_over has to be named");
            command.add_option("--description", given.wanted.description, "For people");
        },
        [](Desk& desk, const GivenEndpoint& given, const Caller& caller) {
            return desk.add(caller, {{"url", given.wanted.url},
                                     {"description", given.wanted.description},
                                     {"events", given.wanted.events}});
        });
    add("enable", "Go on telling one that is disabled; what waited is sent", endpoint,
        [](Desk& desk, const GivenEndpoint& given, const Caller& caller) {
            return desk.change(caller, given.endpoint, {{"enabled", true}});
        });
    add("rotate", "A new secret, printed once; the old one signs, too, for 24 hours", endpoint,
        [](Desk& desk, const GivenEndpoint& given, const Caller&) {
            return desk.rotate(given.endpoint);
        });
    add("test", "Send it a test; `deliveries` shows what came of it", endpoint,
        [](Desk& desk, const GivenEndpoint& given, const Caller&) {
            return desk.test(given.endpoint);
        });
    add(
        "deliveries", "What it was told, the latest first, with all attempts",
        [endpoint](CLI::App& command, GivenEndpoint& given) {
            endpoint(command, given);
            command.add_option("--cursor", given.cursor,
                               "The next page, as the page before names it");
            command.add_option("--limit", given.limit, "How many a page, 1 to 200");
        },
        [](Desk& desk, const GivenEndpoint& given, const Caller&) {
            return desk.deliveries(given.endpoint, filter_of(given));
        });
    add(
        "replay", "Tell it once more, under the same webhook-id",
        [endpoint](CLI::App& command, GivenEndpoint& given) {
            endpoint(command, given);
            command.add_option("DELIVERY", given.delivery, "Its number in the log")->required();
        },
        [](Desk& desk, const GivenEndpoint& given, const Caller&) {
            return desk.replay(given.endpoint, given.delivery);
        });
}

}  // namespace cli
