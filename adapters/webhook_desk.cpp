#include "adapters/webhook_desk.hpp"

#include <algorithm>
#include <limits>
#include <regex>

#include "adapters/paging.hpp"
#include "adapters/time_or_null.hpp"
#include "adapters/webhook_events.hpp"
#include "engine/journal.hpp"

namespace adapters {
namespace {

using nlohmann::json;
using Problems = std::vector<states::Problem>;

constexpr auto overlap = std::chrono::hours{24};  // Of two secrets.
constexpr std::size_t url_max = 2000;
constexpr std::size_t description_max = 200;
constexpr std::size_t events_max = 200;

json view_of(const WebhookEndpoint& endpoint) {
    return {{"id", endpoint.id},
            {"url", endpoint.url},
            {"description", endpoint.description},
            {"events", endpoint.events},
            {"created_at", engine::rfc3339(endpoint.created)},
            {"previous_secret_until", time_or_null(endpoint.previous_until)},
            {"failing_since", time_or_null(endpoint.failing_since)},
            {"disabled_at", time_or_null(endpoint.disabled)},
            {"disabled_because", endpoint.disabled_because}};
}

json view_of(const WebhookDelivery& delivery) {
    auto attempts = json::array();
    for (const auto& each : delivery.attempts)
        attempts.push_back({{"number", each.number},
                            {"at", engine::rfc3339(each.at)},
                            {"status", each.status == 0 ? json(nullptr) : json(each.status)},
                            {"response", each.response},
                            {"trouble", each.trouble}});
    return {{"id", delivery.id},
            {"endpoint", delivery.endpoint},
            {"message", delivery.message},
            {"event", delivery.event},
            {"reference", delivery.reference},
            {"standing", delivery.standing},
            {"made_at", engine::rfc3339(delivery.made)},
            {"next_try", time_or_null(delivery.due)},
            {"settled_at", time_or_null(delivery.settled)},
            {"replayable", !delivery.forgotten},
            {"attempts", std::move(attempts)}};
}

std::string deliveries_list(std::int64_t endpoint) {
    return "webhook_deliveries/" + std::to_string(endpoint);
}

// A host by name or address, no user and no fragment; where it leads is seen when it is called.
bool is_web_address(const std::string& url, bool allow_loopback) {
    static const std::string name = R"([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)";
    static const std::string rest = R"((:\d{1,5})?([/?][!-~]*)?)";
    static const std::regex secure{"https://(" + name + R"(|\[[0-9A-Fa-f:.]+\]))" + rest};
    static const std::regex local{R"(http://(127\.0\.0\.1|localhost|\[::1\]))" + rest};
    if (url.size() > url_max || url.find('#') != std::string::npos) return false;
    return std::regex_match(url, secure) || (allow_loopback && std::regex_match(url, local));
}

void judge_events(const json& events, Problems& problems) {
    if (!events.is_array()) {
        problems.push_back({"events", "wrong_type", {{"expected", "array"}}});
        return;
    }
    if (events.size() > events_max)
        problems.push_back(
            {"events", "webhook_events_many", {{"max", std::to_string(events_max)}}});
    for (std::size_t i = 0; i < std::min(events.size(), events_max); ++i) {
        const auto field = "events[" + std::to_string(i) + "]";
        if (!events[i].is_string())
            problems.push_back({field, "wrong_type", {{"expected", "string"}}});
        else if (!is_webhook_event(events[i].get<std::string>()))
            problems.push_back({field, "webhook_event", {{"name", events[i].get<std::string>()}}});
    }
}

void judge_description(const json& description, Problems& problems) {
    if (!description.is_string()) {
        problems.push_back({"description", "wrong_type", {{"expected", "string"}}});
        return;
    }
    const auto& text = description.get_ref<const std::string&>();
    if (text.size() > description_max)
        problems.push_back({"description", "too_long", {{"max", std::to_string(description_max)}}});
    if (text.find('\0') != std::string::npos)
        problems.push_back({"description", "control_character"});
}

template <class T>
std::optional<T> field_of(const json& given, const char* name) {
    const auto found = given.find(name);
    return found == given.end() ? std::nullopt : std::optional{found->get<T>()};
}

}  // namespace

Problems WebhookDesk::flaws_of(const json& given, bool is_new) const {
    if (!given.is_object()) return {{"", "wrong_type", {{"expected", "object"}}}};
    Problems problems;
    if (is_new && !given.contains("url")) problems.push_back({"url", "missing"});
    for (const auto& [name, value] : given.items()) {
        if (name == "url") {
            if (!value.is_string())
                problems.push_back({"url", "wrong_type", {{"expected", "string"}}});
            else if (!is_web_address(value.get<std::string>(), allow_loopback_))
                problems.push_back({"url", "webhook_url"});
        } else if (name == "description") {
            judge_description(value, problems);
        } else if (name == "events") {
            judge_events(value, problems);
        } else if (name == "enabled" && !is_new) {
            if (!value.is_boolean())
                problems.push_back({"enabled", "wrong_type", {{"expected", "boolean"}}});
        } else {
            problems.push_back({name, "unknown_field", {{"name", name}}});
        }
    }
    return problems;
}

Result WebhookDesk::list() {
    auto items = json::array();
    for (const auto& endpoint : book_.endpoints()) items.push_back(view_of(endpoint));
    return Done{{{"items", std::move(items)}}, {}};
}

Result WebhookDesk::add(const Caller& caller, const json& given) {
    if (auto problems = flaws_of(given, true); !problems.empty()) return Invalid{problems};
    const auto made = book_.add({.url = given.at("url").get<std::string>(),
                                 .description = given.value("description", ""),
                                 .events = given.value("events", std::vector<std::string>{})},
                                caller.id);
    auto result = show(made.id);
    if (auto* done = std::get_if<Done>(&result)) done->answer["secret"] = made.secret;
    return result;
}

Result WebhookDesk::show(std::int64_t id) {
    const auto endpoint = book_.endpoint(id);
    if (!endpoint) return NotFound{};
    return Done{view_of(*endpoint), {}};
}

Result WebhookDesk::change(const Caller& caller, std::int64_t id, const json& given) {
    if (auto problems = flaws_of(given, false); !problems.empty()) return Invalid{problems};
    const auto change = WebhookChange{.url = field_of<std::string>(given, "url"),
                                      .description = field_of<std::string>(given, "description"),
                                      .events = field_of<std::vector<std::string>>(given, "events"),
                                      .enabled = field_of<bool>(given, "enabled")};
    if (!book_.change(id, change, caller.id)) return NotFound{};
    return show(id);
}

Result WebhookDesk::remove(const Caller& caller, std::int64_t id) {
    if (!book_.remove(id, caller.id)) return NotFound{};
    return Done{json::object(), {}};
}

Result WebhookDesk::rotate(std::int64_t id) {
    const auto secret = book_.rotate(id, overlap);
    if (!secret) return NotFound{};
    auto result = show(id);
    if (auto* done = std::get_if<Done>(&result)) done->answer["secret"] = *secret;
    return result;
}

Result WebhookDesk::deliveries(std::int64_t id, const json& given) {
    Problems problems;
    for (const auto& [name, _] : given.items())
        if (name != "cursor" && name != "limit")
            problems.push_back({name, "unknown_field", {{"name", name}}});
    const auto before =
        given.contains("cursor")
            ? read_cursor(deliveries_list(id), given["cursor"].get<std::string>(), problems)
            : std::numeric_limits<std::int64_t>::max();
    const auto limit = given.contains("limit")
                           ? read_limit(given["limit"].get<std::string>(), problems)
                           : page_size;
    if (!problems.empty()) return Invalid{problems};
    if (!book_.endpoint(id)) return NotFound{};
    auto page = book_.deliveries(id, before, limit + 1);
    json next = nullptr;
    if (page.size() > static_cast<std::size_t>(limit)) {
        page.pop_back();
        next = write_cursor(deliveries_list(id), page.back().id);
    }
    auto items = json::array();
    for (const auto& each : page) items.push_back(view_of(each));
    return Done{{{"items", std::move(items)}, {"next", next}}, {}};
}

Result WebhookDesk::test(std::int64_t id) {
    const auto payload = json{
        {"type", test_event},
        {"timestamp", engine::rfc3339(now_())},
        {"data",
         {{"endpoint", id}}}}.dump();
    if (const auto made = book_.test(id, std::string{test_event}, payload))
        return delivery(id, *made);
    if (!book_.endpoint(id)) return NotFound{};
    return Invalid{{{"endpoint", "webhook_disabled"}}};
}

Result WebhookDesk::replay(std::int64_t id, std::int64_t wanted) {
    if (book_.replay(id, wanted)) return delivery(id, wanted);
    const auto endpoint = book_.endpoint(id);
    const auto found = book_.delivery(id, wanted);
    if (!endpoint || !found) return NotFound{};
    if (endpoint->disabled) return Invalid{{{"endpoint", "webhook_disabled"}}};
    return Invalid{{{"delivery", "webhook_forgotten"}}};
}

Result WebhookDesk::delivery(std::int64_t id, std::int64_t wanted) {
    const auto found = book_.delivery(id, wanted);
    if (!found) return NotFound{};
    return Done{view_of(*found), {}};
}

}  // namespace adapters
