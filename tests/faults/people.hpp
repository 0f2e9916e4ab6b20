// Applicants and staff at work while everything breaks: they do not give up, and they do not do
// anything twice.
//
// Each command carries an Idempotency-Key and is repeated until it is answered, however often the
// server dies under it.  Many are repeated even after that: the answer has to be the same.

#pragma once

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/faults/chance.hpp"
#include "tests/faults/neighbourhood.hpp"
#include "tests/faults/story.hpp"
#include "tests/states/sign_ups.hpp"

namespace tests {

class People {
public:
    struct Doors {
        std::vector<std::string> servers;           // Any of them will do.
        std::map<std::string, std::string> tokens;  // Of applicant, clerk, approver, auditor.
    };

    // They open one application after the other, until they are told to open no more.
    People(const Neighbourhood& neighbours, Doors doors)
        : neighbours_{neighbours}, doors_{std::move(doors)} {
        hand_in_paper();
        for (int i = 0; i < many; ++i)
            threads_.emplace_back([this, i] {
                Person{*this, static_cast<unsigned>(i) + 1}.live();
            });
    }
    ~People() { stopping_ = true; }
    People(const People&) = delete;
    People& operator=(const People&) = delete;

    void open_no_more() { open_more_ = false; }

    // False if some are still under way at the end of this time.
    bool wait_for_all(std::chrono::seconds at_most) {
        auto lock = std::unique_lock{mutex_};
        return changed_.wait_for(lock, at_most, [this] { return at_work_ == 0; });
    }

    std::vector<Story> stories() const {
        const auto lock = std::lock_guard{mutex_};
        std::vector<Story> all;
        for (const auto& [_, story] : stories_) all.push_back(story);
        return all;
    }
    int ended() const {
        const auto all = stories();
        return static_cast<int>(std::ranges::count(all, true, &Story::ended));
    }

    // What they were told that should not be: an answer that differs from the first one, a fault
    // of the server's own, a refusal of what was right.
    std::vector<std::string> complaints() const {
        const auto lock = std::lock_guard{mutex_};
        return complaints_;
    }
    int unanswered() const { return unanswered_; }  // Requests that came to nothing.
    int repeated() const { return repeated_; }      // Commands that were answered twice.

private:
    struct Stopped {};
    struct Answer {
        int status;
        std::string body;
        bool operator==(const Answer&) const = default;
    };
    struct Command {
        std::string who;
        std::string path;
        nlohmann::json body;
        std::string key;
    };

    // One thread with the applications that it has at heart.
    class Person {
    public:
        Person(People& people, unsigned stream) : people_{people}, chance_{stream} {
            for (const auto& server : people.doors_.servers) {
                auto& client = clients_.emplace_back(std::make_unique<httplib::Client>(server));
                client->set_keep_alive(true);
                client->set_connection_timeout(5);
                client->set_read_timeout(30);
            }
        }

        void live() {
            constexpr std::size_t at_once = 4;
            try {
                while (people_.open_more_ || !mine_.empty()) {
                    if (people_.open_more_ && mine_.size() < at_once)
                        mine_.push_back(people_.next_story());
                    for (auto& story : mine_) advance(story);
                    std::erase_if(mine_, [](const Story& story) { return story.ended; });
                    rest();
                }
            } catch (const Stopped&) {
            } catch (const std::exception& error) {
                people_.complain(std::string{"a person had to give up: "} + error.what());
            }
            people_.go_home();
        }

    private:
        void advance(Story& story) {
            if (story.reference.empty()) return open(story);
            const auto view =
                nlohmann::json::parse(ask(people_.doors_.tokens.at("auditor"),
                                          "/api/v1/applications/" + story.reference, std::nullopt)
                                          .body);
            const std::string state = view["state"];
            if (state == story.end) {
                story.ended = view["effects_pending"].empty();
            } else if (state == "in_review") {
                review(story, view);
            } else if (state == "information_requested") {
                send(story, "applicant", "information_answered", {{"sign_up", story.sign_up}});
            } else if (state == "activation_due") {
                activate(story, view);
            } else if (state == "profile_open") {
                fill_in_profile(story);
            }
            if (story.ended) people_.note(story);
        }

        void open(Story& story) {
            const auto answer = command(
                {"applicant", "/api/v1/applications", story.sign_up, key(story, "submitted")});
            story.reference = nlohmann::json::parse(answer.body).at("reference");
            people_.note(story);
        }

        void review(Story& story, const nlohmann::json& view) {
            using Review = Story::Review;
            // Once it has been asked about, it is at a later version when it comes back.
            const bool again = view["version"] > 1;
            if (story.review == Review::withdraw) {
                send(story, "applicant", "withdrawn", {{"reason", "We have changed our minds."}});
            } else if (story.review == Review::reject) {
                send(story, "approver", "rejected",
                     {{"reason", "The organisation could not be found in any register."}});
            } else if (story.review == Review::ask_first && !again) {
                send(story, "clerk", "information_requested",
                     {{"items",
                       {{{"field", "organisation.vat_number"}, {"text", "Please check it."}}}}});
            } else if (nothing_is_doubtful(story, view)) {
                send(story, "approver", "approved", nlohmann::json::object());
            }
        }

        // There is no list of registrars here, and an approver does without it.
        bool nothing_is_doubtful(const Story& story, const nlohmann::json& view) {
            bool nothing = true;
            for (const auto& warning : view["warnings"]) {
                const auto code = warning["code"].get<std::string>();
                const auto field = warning["field"].get<std::string>();
                if (!warning["accepted_by"].get<std::string>().empty()) continue;
                nothing = false;
                if (!code.ends_with("_awaited"))
                    send(story, "approver", "warning_accepted",
                         {{"field", field}, {"code", code}, {"reason", "We know them."}}, field);
            }
            return nothing;
        }

        // With the letter from the post and the mail from the mailbox.
        void activate(Story& story, const nlohmann::json& view) {
            const auto code = people_.neighbours_.mailbox().activation_code(story.reference);
            if (code.empty() || code == story.locked_code || !view["blocked_by"].empty()) return;
            const auto letter = people_.neighbours_.letter(story.reference);
            const auto token = std::string{};  // The codes are the proof.
            const auto request = Command{"",
                                         "/api/v1/activation",
                                         {{"reference", story.reference},
                                          {"registrar_id", letter["registrar_id"]},
                                          {"activation_code", code},
                                          {"security_code", letter["security_code"]},
                                          {"password", "gelukkig drijft kurk " + story.reference}},
                                         key(story, "activated")};
            // A try is counted before it is judged, so each crash in between costs one; who has
            // none left gets another code, as after five wrong ones.
            const auto answer = ask(token, request.path, request);
            if (is_locked(answer)) {
                ++story.codes;
                story.locked_code = code;
                send(story, "clerk", "codes_reissued", nlohmann::json::object(),
                     std::to_string(story.codes));
                return;
            }
            if (answer.status / 100 != 2)
                people_.complain(request.key + " was answered " + answer.body);
            const auto again = ask(token, request.path, request);
            if (!(again == answer) && !is_locked(again))
                people_.complain(request.key + " was answered " + answer.body + " and then " +
                                 again.body);
        }

        static bool is_locked(const Answer& answer) {
            if (answer.status != 422) return false;
            const auto problem = nlohmann::json::parse(answer.body);
            return problem["errors"][0]["code"] == "tries_left" &&
                   problem["errors"][0]["detail"] == "0";
        }

        void fill_in_profile(Story& story) {
            auto contacts = nlohmann::json::array();
            for (const auto* kind : {"billing", "technical", "administrative", "abuse"})
                contacts.push_back({{"kind", kind},
                                    {"alias", kind},
                                    {"name", "An Peeters"},
                                    {"email", std::string{kind} + "@applicant.example"},
                                    {"phone", "+32.16284970"}});
            auto urls = nlohmann::json::array();
            for (const auto& product : story.sign_up["products"])
                urls.push_back({{"product", product["name"]},
                                {"language", "en"},
                                {"url", "https://applicant.example/domains"}});
            send(story, "applicant", "profile_saved",
                 {{"profile", {{"contacts", contacts}, {"product_urls", urls}}}});
        }

        void send(const Story& story, const std::string& who, const std::string& event,
                  const nlohmann::json& data, const std::string& which = "") {
            command({who,
                     "/api/v1/applications/" + story.reference + "/events",
                     {{"event", event}, {"data", data}},
                     key(story, event + which)});
        }

        // Of a command that is given once in the life of an application.
        static std::string key(const Story& story, const std::string& event) {
            return "story-" + std::to_string(story.number) + "-" + event;
        }

        Answer command(const Command& command) {
            const auto token = command.who.empty() ? "" : people_.doors_.tokens.at(command.who);
            auto answer = ask(token, command.path, command);
            const auto [known, is_first] = first_answers_.try_emplace(command.key, answer);
            const auto& first = known->second;
            if (is_first && answer.status / 100 != 2)
                people_.complain(command.key + " was answered " + std::to_string(answer.status) +
                                 ": " + answer.body);
            if (chance_.one_in(4)) {
                ++people_.repeated_;
                answer = ask(token, command.path, command);
            }
            if (!(answer == first))
                people_.complain(command.key + " was answered " + first.body + " and then " +
                                 answer.body);
            return first;
        }

        // Until somebody answers.
        Answer ask(const std::string& token, const std::string& path,
                   const std::optional<Command>& command) {
            httplib::Headers headers;
            if (!token.empty()) headers.emplace("Authorization", "Bearer " + token);
            if (command) headers.emplace("Idempotency-Key", command->key);
            while (true) {
                auto& client = *clients_[static_cast<std::size_t>(
                    chance_.number(0, static_cast<int>(clients_.size()) - 1))];
                const auto result =
                    command ? client.Post(path, headers, command->body.dump(), "application/json")
                            : client.Get(path, headers);
                constexpr auto unavailable = 503;
                constexpr auto too_often = 429;  // A crash has cost a try, and tries cost time.
                const bool later =
                    result && (result->status == unavailable || result->status == too_often);
                if (result && result->status < 500 && !later) return {result->status, result->body};
                if (result && !later)
                    people_.complain(path + " was answered " + std::to_string(result->status) +
                                     ": " + result->body);
                ++people_.unanswered_;
                rest();
            }
        }

        void rest() {
            if (people_.stopping_) throw Stopped{};
            chance_.rest(std::chrono::milliseconds{0}, std::chrono::milliseconds{80});
        }

        People& people_;
        Chance chance_;
        std::vector<std::unique_ptr<httplib::Client>> clients_;
        std::vector<Story> mine_;
        std::map<std::string, Answer> first_answers_;
    };

    // The one that all sign-ups name, while the servers are still well.
    void hand_in_paper() {
        const auto headers =
            httplib::Headers{{"Authorization", "Bearer " + doors_.tokens.at("applicant")}};
        const auto result = httplib::Client{doors_.servers.front()}.Post(
            "/api/v1/documents?file_name=paper.pdf", headers, paper, "application/pdf");
        if (!result || result->status / 100 != 2)
            complain("the paper was not taken: " + (result ? result->body : "no answer"));
    }

    Story next_story() {
        const auto lock = std::lock_guard{mutex_};
        const auto number = static_cast<int>(stories_.size());
        return stories_[number] = stories::tell(number);
    }
    void note(const Story& story) {
        const auto lock = std::lock_guard{mutex_};
        stories_[story.number] = story;
    }
    void complain(const std::string& words) {
        constexpr std::size_t enough = 30;
        const auto lock = std::lock_guard{mutex_};
        if (complaints_.size() < enough) complaints_.push_back(words);
    }
    void go_home() {
        const auto lock = std::lock_guard{mutex_};
        --at_work_;
        changed_.notify_all();
    }

    static constexpr int many = 4;

    const Neighbourhood& neighbours_;
    const Doors doors_;
    std::atomic<bool> open_more_ = true;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> unanswered_ = 0;
    std::atomic<int> repeated_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    int at_work_ = many;
    std::map<int, Story> stories_;
    std::vector<std::string> complaints_;
    std::vector<std::jthread> threads_;
};

}  // namespace tests
