// The part that all simulators share: an HTTP API with bearer tokens and idempotency keys, a file
// of what was created, and switches that make it fail on purpose.
//
// Paths under /sim/ are for whoever plays with the simulator and need no token:
//   GET  /sim/log      what was created, and how often each idempotency key was seen
//   POST /sim/faults   {"fail_next": n, "status": 503, "delay_ms": ms, "drop_after_create": n}
//   POST /sim/webhook  {"url": …, "secret": …}

#pragma once

#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "examples/simulators/errands.hpp"
#include "examples/simulators/settings.hpp"
#include "examples/simulators/webhook_sender.hpp"

namespace simulators {

using nlohmann::json;

struct Asked {
    json body;
    httplib::Match path;  // What the pattern's groups have matched.
    httplib::Params query;
};

struct Answer {
    int status = 200;
    json body = json::object();
};

struct Refused {  // Thrown by a handler.
    int status;
    std::string why;
};

// Closes our end of a caller's connection, as a crash would: the caller gets no answer at all.
inline void hang_up(int port_of_caller) {
    for (int socket = 3; socket < 4096; ++socket) {
        sockaddr_in caller{};
        socklen_t size = sizeof caller;
        if (getpeername(socket, reinterpret_cast<sockaddr*>(&caller), &size) == 0 &&
            caller.sin_family == AF_INET && ntohs(caller.sin_port) == port_of_caller)
            shutdown(socket, SHUT_RDWR);
    }
}

class FrontDesk {
public:
    using Handler = std::function<Answer(const Asked&)>;
    using Files = std::map<std::string, json>;  // By id.

    explicit FrontDesk(Settings settings)
        : settings_{std::move(settings)},
          errands_{8},
          sender_{errands_, settings_.webhook_url, settings_.webhook_secret} {
        server_.new_task_queue = [] { return new httplib::ThreadPool(64); };
        server_.set_tcp_nodelay(true);
        server_.set_keep_alive_max_count(100000);
        server_.set_payload_max_length(1 << 20);
        get("/sim/log", [this](const Asked&) { return Answer{200, log()}; });
        post("/sim/faults", [this](const Asked& asked) {
            faults_ = {.fail_next = asked.body.value("fail_next", 0),
                       .status = asked.body.value("status", 503),
                       .delay = std::chrono::milliseconds{asked.body.value("delay_ms", 0)},
                       .drop_after_create = asked.body.value("drop_after_create", 0)};
            return Answer{200, asked.body};
        });
        post("/sim/webhook", [this](const Asked& asked) {
            const auto secret = asked.body.at("secret").get<std::string>();
            if (!is_webhook_secret(secret))
                throw Refused{422, "secret has to be whsec_ and base64"};
            sender_.redirect(asked.body.at("url"), secret);
            return Answer{};
        });
    }

    // What callers have to bring in Authorization, where it is not the key as a bearer token.
    using Credentials =
        std::function<std::string(const httplib::Request&, const std::string& api_key)>;
    void expect(Credentials credentials) { credentials_ = std::move(credentials); }

    void get(const std::string& pattern, Handler handler) {
        server_.Get(pattern, serve(std::move(handler)));
    }
    void post(const std::string& pattern, Handler handler) {
        server_.Post(pattern, serve(std::move(handler)));
    }
    void remove(const std::string& pattern, Handler handler) {
        server_.Delete(pattern, serve(std::move(handler)));
    }

    // Only for handlers and for what later() calls: one of them runs at a time.
    Files& files(const std::string& kind) { return files_[kind]; }
    json& file(const std::string& kind, const std::string& id) {
        const auto found = files_[kind].find(id);
        if (found == files_[kind].end()) throw Refused{404, "there is no " + id + " in " + kind};
        return found->second;
    }
    json& add(const std::string& kind, const std::string& id, json object) {
        return files_[kind][id] = std::move(object);
    }

    // The next name of a series: "agreement-000001-4be9c0".  Names sort by age, and are unique
    // across restarts too.
    std::string next_id(const std::string& series) {
        return series + "-" + padded(next_number(series), 6) + "-" + run_;
    }
    int next_number(const std::string& series) { return ++numbers_[series]; }
    static std::string padded(int number, std::size_t digits) {
        const auto text = std::to_string(number);
        return std::string(digits - std::min(digits, text.size()), '0') + text;
    }

    // What people and banks do of their own accord, if the simulator was started with --auto.
    void by_itself(std::function<void()> act) {
        if (!settings_.automatic) return;
        errands_.after(settings_.delay, [this, act = std::move(act)] {
            const auto lock = std::lock_guard{mutex_};
            try {
                act();
            } catch (const Refused& refused) {  // It is no longer possible; people just stop.
                std::cerr << "not done by itself: " << refused.why << '\n';
            }
        });
    }

    void tell(const std::string& type, const json& data) { sender_.send(type, data); }
    // In a provider's own format and with its own signature.
    void tell(const std::string& body, const std::string& content_type,
              WebhookSender::Scheme scheme) {
        sender_.send(body, content_type, std::move(scheme));
    }

    int run() {
        const auto host = std::string{"127.0.0.1"};
        int port = settings_.port;
        if (port == 0)
            port = server_.bind_to_any_port(host);
        else if (!server_.bind_to_port(host, port))
            port = -1;
        if (port < 0) {
            std::cerr << "cannot listen on " << host << ":" << settings_.port << '\n';
            return 1;
        }
        std::cout << "listening on http://" << host << ":" << port << std::endl;
        return server_.listen_after_bind() ? 0 : 1;
    }

private:
    struct Faults {
        int fail_next = 0;
        int status = 503;
        std::chrono::milliseconds delay{0};
        int drop_after_create = 0;
    };
    struct Remembered {  // What was asked under an idempotency key, and what came of it.
        std::string request;
        std::string body;
        int count = 0;
        int created = 0;
        Answer answer = {0, nullptr};
    };

    httplib::Server::Handler serve(Handler handler) {
        return [this, handler = std::move(handler)](const httplib::Request& request,
                                                    httplib::Response& response) {
            auto lock = std::unique_lock{mutex_};
            const bool ours = request.path.starts_with("/sim/");
            Answer answer;
            try {
                if (!ours) {
                    check_token(request);
                    count(request);
                    fail_on_purpose(lock);
                }
                answer = ours ? handler(read(request)) : once(request, handler);
            } catch (const Refused& refused) {
                answer = {refused.status, {{"error", refused.why}}};
            } catch (const json::exception& error) {
                answer = {422, {{"error", error.what()}}};
            }
            if (!ours && answer.status == 201 && faults_.drop_after_create > 0) {
                --faults_.drop_after_create;
                hang_up(request.remote_port);
            }
            response.status = answer.status;
            response.set_content(answer.body.dump(), "application/json");
        };
    }

    static Asked read(const httplib::Request& request) {
        // A form is an object of texts, its fields by their names as sent: "metadata[invoice]".
        const auto type = request.get_header_value("Content-Type");
        if (type == "application/x-www-form-urlencoded") {
            json fields = json::object();
            for (const auto& [name, value] : request.params) fields[name] = value;
            return {fields, request.matches, request.params};
        }
        return {request.body.empty() ? json::object() : json::parse(request.body), request.matches,
                request.params};
    }

    void check_token(const httplib::Request& request) const {
        if (!settings_.api_key.empty() &&
            request.get_header_value("Authorization") != credentials_(request, settings_.api_key))
            throw Refused{401, "the bearer token is missing or wrong"};
    }

    void count(const httplib::Request& request) {
        const auto key = request.get_header_value("Idempotency-Key");
        if (key.empty()) return;
        auto& remembered = remembered_[key];
        ++remembered.count;
        if (remembered.count > 1) return;
        remembered.request = request.method + " " + request.path;
        remembered.body = request.body;
    }

    void fail_on_purpose(std::unique_lock<std::mutex>& lock) {
        if (faults_.delay.count() > 0) {
            const auto delay = faults_.delay;
            lock.unlock();
            std::this_thread::sleep_for(delay);
            lock.lock();
        }
        if (faults_.fail_next == 0) return;
        --faults_.fail_next;
        throw Refused{faults_.status, "failing on purpose"};
    }

    // The same key and body give the same answer; only the first time something is done.
    Answer once(const httplib::Request& request, const Handler& handler) {
        const auto key = request.get_header_value("Idempotency-Key");
        if (key.empty() || request.method != "POST") return handler(read(request));
        auto& remembered = remembered_.at(key);
        if (remembered.request != request.method + " " + request.path ||
            remembered.body != request.body)
            throw Refused{409, "this idempotency key was used for another request"};
        if (remembered.answer.status == 0) {
            remembered.answer = handler(read(request));
            if (remembered.answer.status == 201) ++remembered.created;
        }
        return remembered.answer;
    }

    json log() const {
        json keys = json::object();
        for (const auto& [key, remembered] : remembered_)
            keys[key] = {{"request", remembered.request},
                         {"count", remembered.count},
                         {"created", remembered.created}};
        json created = json::object();
        for (const auto& [kind, files] : files_) {
            created[kind] = json::array();
            for (const auto& [id, object] : files) created[kind].push_back(object);
        }
        return {{"created", created}, {"keys", keys}};
    }

    Settings settings_;
    Credentials credentials_ = [](const httplib::Request&, const std::string& api_key) {
        return "Bearer " + api_key;
    };
    const std::string run_ = random_hex(3);
    std::mutex mutex_;  // One request, and one thing done by itself, at a time.
    Faults faults_;
    std::map<std::string, Remembered> remembered_;
    std::map<std::string, Files> files_;
    std::map<std::string, int> numbers_;
    Errands errands_;
    WebhookSender sender_;
    httplib::Server server_;
};

}  // namespace simulators
