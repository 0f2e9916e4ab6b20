#include "adapters/demo.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <regex>
#include <stdexcept>
#include <vector>

#include "adapters/cli/child.hpp"
#include "adapters/config/catalogue.hpp"
#include "adapters/config_reading.hpp"
#include "adapters/curl/client.hpp"
#include "adapters/demo_screen.hpp"
#include "adapters/demo_stories.hpp"
#include "adapters/example_files.hpp"
#include "adapters/node.hpp"
#include "adapters/paging.hpp"
#include "adapters/scratch_folder.hpp"

namespace adapters {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using namespace std::chrono_literals;

// For the demo alone: simulators and server are ours, on loopback, and end with us.
constexpr auto api_key = "demo-api-key";
constexpr auto webhook_secret = "whsec_ZGVtby1kZW1vLWRlbW8tZGVtby1kZW1vLWRlbW8=";

// Ctrl-C and its like, taken only where we look for them, so that everything that we have started
// is stopped in good order; and a reader that has gone away is no reason to drop dead either.
class Signals {
public:
    Signals() {
        sigemptyset(&stops_);
        for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&stops_, number);
        auto all = stops_;
        sigaddset(&all, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &all, nullptr);  // Before any thread is there to get them.
    }
    bool within(std::chrono::milliseconds time) {  // Whether we are to stop; stays so.
        const auto rest =
            timespec{.tv_sec = time.count() / 1000, .tv_nsec = time.count() % 1000 * 1'000'000};
        stopped_ = stopped_ || sigtimedwait(&stops_, nullptr, &rest) > 0;
        return stopped_;
    }
    void wait() {
        int number = 0;
        if (!stopped_) sigwait(&stops_, &number);
    }

private:
    sigset_t stops_;
    bool stopped_ = false;
};

int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = sockaddr_in{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(socket);
    if (!bound) throw std::runtime_error{"no free port"};
    return ntohs(address.sin_port);
}

// The neighbours as programs of their own.
class World {
public:
    World(const DemoSettings& settings, const fs::path& mailbox) : mailbox_{mailbox} {
        for (const auto* name : {"esign", "payments", "letters", "registry", "sms"}) {
            auto& child =
                children_.emplace_back(std::make_unique<cli::Child>(std::vector<std::string>{
                    (settings.simulators / (name + std::string{"_simulator"})), "--port", "0",
                    "--api-key", api_key, "--auto", "--delay-ms", "400"}));
            urls_[name] = "http://127.0.0.1:" + std::to_string(child->port());
        }
        fs::create_directories(mailbox);
        auto& sink = children_.emplace_back(std::make_unique<cli::Child>(std::vector<std::string>{
            "/usr/bin/python3", settings.smtp_sink, "--port", "0", "--folder", mailbox}));
        smtp_ = "smtp://127.0.0.1:" + std::to_string(sink->port());
    }

    std::map<std::string, std::string> flags() const {
        auto flags = std::map<std::string, std::string>{{"smtp.url", smtp_}};
        for (const auto& [name, url] : urls_) {
            flags[name + ".url"] = url;
            flags[name + ".api_key"] = api_key;
            if (tells_news(name)) flags[name + ".webhook_secret"] = webhook_secret;
        }
        return flags;
    }

    // A text message that has arrived is told to nobody.
    static bool tells_news(const std::string& name) { return name != "sms"; }

    const std::string& url(const std::string& name) const { return urls_.at(name); }
    const std::map<std::string, std::string>& urls() const { return urls_; }

    // What the applicant finds in its mailbox: the newest activation code, or nothing yet.
    std::string activation_code(const std::string& reference) const {
        static const std::regex code{"\\b([A-Z0-9]{4}-[A-Z0-9]{4})\\b"};
        auto newest = std::pair{fs::file_time_type::min(), std::string{}};
        for (const auto& entry : fs::directory_iterator{mailbox_}) {
            if (entry.path().extension() != ".eml") continue;
            std::ifstream file{entry.path()};
            const std::string text{std::istreambuf_iterator<char>{file}, {}};
            std::smatch found;
            if (text.find(reference) == std::string::npos || !std::regex_search(text, found, code))
                continue;
            if (entry.last_write_time() >= newest.first)
                newest = {entry.last_write_time(), found[1].str()};
        }
        return newest.second;
    }

private:
    fs::path mailbox_;
    std::vector<std::unique_ptr<cli::Child>> children_;
    std::map<std::string, std::string> urls_;
    std::string smtp_;
};

// The people of the demo, each with its token; everything goes through the JSON API.
class Api {
public:
    explicit Api(std::string base) : base_{std::move(base)} {}

    json get(const std::string& token, const std::string& path) {
        return json::parse(client_.call({.url = base_ + path, .headers = headers(token)}).body);
    }
    json post(const std::string& token, const std::string& path, const json& body) {
        return post(token, path, body.dump(), "application/json");
    }
    json post(const std::string& token, const std::string& path, const std::string& body,
              const std::string& type) {
        return json::parse(client_
                               .call({.method = "POST",
                                      .url = base_ + path,
                                      .headers = headers(token),
                                      .body = body,
                                      .content_type = type})
                               .body);
    }

private:
    static std::vector<std::string> headers(const std::string& token) {
        if (token.empty()) return {};
        return {"Authorization: Bearer " + token};
    }
    std::string base_;
    curl::Client client_{{.allow_http = true, .allow_loopback = true}};
};

// An application on its way, and what the people of its story have done about it.
struct Run {
    Story story;
    Followed followed;
    bool asked = false;
    json last = {};  // The state that something was done about; not twice.
};

enum class End { reached, interrupted, too_late };

class Demo {
public:
    Demo(Api& api, const World& world, std::map<std::string, std::string> tokens, Screen& screen)
        : api_{api}, world_{world}, tokens_{std::move(tokens)}, screen_{screen} {}

    End run(std::vector<Story> stories, Signals& signals) {
        for (auto& story : stories) {
            send_documents(story);
            const auto opened =
                api_.post(tokens_["website"], "/api/v1/applications", story.sign_up);
            auto followed = Followed{.reference = opened["reference"],
                                     .organisation = story.sign_up["organisation"]["name"],
                                     .title = story.title,
                                     .last_view = opened};
            runs_.push_back({.story = std::move(story), .followed = std::move(followed)});
        }
        screen_.introduce(followed());
        const auto until = std::chrono::steady_clock::now() + 180s;
        while (std::chrono::steady_clock::now() < until) {
            bool open = false;
            for (std::size_t i = 0; i < runs_.size(); ++i) open |= advance(runs_[i], i);
            if (!open) return End::reached;
            if (signals.within(100ms) || !screen_.open()) return End::interrupted;
        }
        return End::too_late;
    }

    std::vector<Followed> followed() const {
        std::vector<Followed> all;
        for (const auto& run : runs_) all.push_back(run.followed);
        return all;
    }

private:
    // Shows what is new and does what the people of this story would do next.  True while there is
    // something to come.
    bool advance(Run& run, std::size_t number) {
        auto& followed = run.followed;
        const auto path = "/api/v1/applications/" + followed.reference;
        followed.last_view = api_.get(tokens_["auditor"], path);
        const auto lines = api_.get(
            tokens_["auditor"], path + "/journal?cursor=" +
                                    write_cursor(journal_list(followed.reference), followed.lines));
        for (const auto& line : lines["items"]) screen_.news(followed, number, line);
        const auto& view = followed.last_view;
        const auto state = view["state"].get<std::string>();
        if (state == "completed" || state == "rejected") return !view["effects_pending"].empty();
        act(run, number, state);
        return true;
    }

    void send(const Run& run, const std::string& who, const std::string& event, const json& data) {
        api_.post(tokens_[who], "/api/v1/applications/" + run.followed.reference + "/events",
                  {{"event", event}, {"data", data}});
    }

    // The papers of a gTLD go ahead of the sign-up, which then names them.
    void send_documents(Story& story) {
        for (auto& product : story.sign_up["products"])
            if (product.contains("document"))
                product["document"] =
                    api_.post(tokens_["website"], "/api/v1/documents?file_name=paper.pdf",
                              paper_of(product["document"]), "application/pdf")["id"];
    }

    void act(Run& run, std::size_t number, const std::string& state) {
        const auto& view = run.followed.last_view;
        const auto now = json::array({state, view["version"]});
        if (state == "activation_due") return activate(run, number);
        if (run.last == now) return;
        run.last = now;
        if (state == "in_review") review(run);
        if (state == "information_requested")
            send(run, "website", "information_answered", {{"sign_up", run.story.sign_up}});
        if (state == "profile_open") fill_in_profile(run);
    }

    void review(Run& run) {
        if (run.story.review == Story::Review::reject)
            return send(run, "approver", "rejected",
                        {{"reason", "The organisation could not be found in any register."}});
        if (run.story.review == Story::Review::ask_first && !run.asked) {
            run.asked = true;
            return send(run, "clerk", "information_requested",
                        {{"items",
                          {{{"field", "organisation.vat_number"},
                            {"text", "Please check it: the register knows another name."}}}}});
        }
        for (const auto& warning : run.followed.last_view["warnings"]) {
            if (warning["code"].get<std::string>().ends_with("_awaited")) return;
            if (warning["accepted_by"].get<std::string>().empty())
                return send(run, "approver", "warning_accepted",
                            {{"field", warning["field"]},
                             {"code", warning["code"]},
                             {"reason", "They have shown us their papers."}});
        }
        send(run, "approver", "approved", json::object());
    }

    // With the letter from the post, the mail from the mailbox and the message on the phone, as a
    // new registrar would.
    void activate(const Run& run, std::size_t number) {
        const auto& reference = run.followed.reference;
        const auto code = world_.activation_code(reference);
        if (code.empty() || !run.followed.last_view["blocked_by"].empty()) return;
        const auto letter = Api{world_.url("letters")}.get("", "/sim/letters/" + reference);
        auto page = json{{"reference", reference},
                         {"registrar_id", letter["registrar_id"]},
                         {"activation_code", code},
                         {"security_code", letter["security_code"]}};
        api_.post("", "/api/v1/activation/sms", page);
        const auto mobile = run.story.sign_up["representative"]["mobile"].get<std::string>();
        const auto message = message_to(mobile);
        screen_.aside(run.followed, number, "on the phone " + mobile + ": " + message);
        static const std::regex digits{"\\b(\\d{6})\\b"};
        std::smatch found;
        if (!std::regex_search(message, found, digits)) return;
        page["sms_code"] = found[1].str();
        page["password"] = "a lake without any swans " + reference;
        api_.post("", "/api/v1/activation", page);
    }

    std::string message_to(std::string mobile) const {
        std::erase_if(mobile, [](char c) { return c == ' ' || c == '.'; });
        return Api{world_.url("sms")}.get("", "/sim/messages/" + mobile)["text"];
    }

    void fill_in_profile(const Run& run) {
        auto contacts = json::array();
        for (const auto* kind : {"billing", "technical", "administrative", "abuse"})
            contacts.push_back({{"kind", kind},
                                {"alias", kind},
                                {"name", "An Peeters"},
                                {"email", std::string{kind} + "@applicant.example"},
                                {"phone", "+32.16284970"}});
        auto urls = json::array();
        for (const auto& product : run.story.sign_up["products"])
            urls.push_back({{"product", product["name"]},
                            {"language", "en"},
                            {"url", "https://applicant.example/domains"}});
        send(run, "website", "profile_saved",
             {{"profile", {{"contacts", contacts}, {"product_urls", urls}}}});
    }

    Api& api_;
    const World& world_;
    std::map<std::string, std::string> tokens_;
    Screen& screen_;
    std::vector<Run> runs_;
};

// For the other commands, which find the database and the catalogue by it.
fs::path write_configuration(const fs::path& folder,
                             const std::map<std::string, std::string>& flags) {
    const auto path = folder / "doorstep.toml";
    auto file = std::ofstream{path};
    file << "data = " << json(flags.at("data")) << '\n';
    if (flags.contains("catalogue")) file << "catalogue = " << json(flags.at("catalogue")) << '\n';
    return path;
}

// Whether each case is where its journal leads, decided again from the first line to the last.
bool replays(Node& node, const std::vector<Followed>& all) {
    bool same = true;
    for (const auto& followed : all)
        if (const auto difference = node.applications().verify(followed.reference)) {
            std::cerr << followed.reference << ": " << *difference << '\n';
            same = false;
        }
    if (same)
        std::cout << "\nDecided again from their journals, all " << all.size()
                  << " come to the same end." << std::endl;
    return same;
}

void explain_the_rest(const std::vector<Followed>& all) {
    std::cerr << "not every application has reached its end:\n";
    for (const auto& followed : all) {
        const auto& view = followed.last_view;
        std::cerr << "  " << followed.reference << " is in " << view["state"].get<std::string>()
                  << ", waiting for " << view["waiting_for"].get<std::string>() << '\n';
        for (const auto& blocker : view["blocked_by"])
            std::cerr << "    " << blocker["sentence"].get<std::string>() << '\n';
        for (const auto& effect : view["effects_pending"]) std::cerr << "    " << effect << '\n';
    }
}

std::string token_for(Node& node, const std::string& name, const std::vector<std::string>& scopes) {
    const auto who = Caller{.id = "demo", .roles = {"administrator"}, .door = "cli"};
    return std::get<TokenDesk::Made>(node.tokens().make(who, {.name = name, .scopes = scopes}))
        .token;
}

}  // namespace

int demo(const DemoSettings& settings) {
    auto signals = Signals{};
    const auto scratch = ScratchFolder{"demo"};
    std::cerr << "starting five simulators, a mail server and a private PostgreSQL …\n\n";
    const auto world = World{settings, scratch / "mailbox"};
    auto flags = world.flags();
    flags["data"] = (scratch / "data").string();
    flags["server.listen"] = "127.0.0.1:" + std::to_string(free_port());  // Mails name it.
    flags["log.level"] = "warn";  // The screen belongs to the applications.
    if (!settings.catalogue.empty()) flags["catalogue"] = fs::absolute(settings.catalogue).string();
    const auto config = read_configuration("", flags);
    auto node = Node{config, true};
    // Made up, and ours; the real one is at www.iana.org.
    node.registrars().import(example_files().at("registrar-ids.csv"), "registrar-ids.csv", "demo");
    const auto base = "http://127.0.0.1:" + std::to_string(node.serve());

    auto tokens = std::map<std::string, std::string>{};
    tokens["website"] = token_for(node, "website", {"apply", "read"});
    tokens["clerk"] = token_for(node, "clerk", {"clerk"});
    tokens["approver"] = token_for(node, "approver", {"approver"});
    tokens["auditor"] = token_for(node, "auditor", {"audit", "read"});
    for (const auto& [name, url] : world.urls())
        if (World::tells_news(name))
            Api{url}.post("", "/sim/webhook",
                          {{"url", base + "/webhooks/" + name}, {"secret", webhook_secret}});

    auto catalogue = config::load_catalogue(config.catalogue);
    auto screen = Screen{std::cout, look_of(STDOUT_FILENO)};
    auto api = Api{base};
    auto demo = Demo{api, world, tokens, screen};
    const auto end = demo.run(stories_for(std::get<states::Catalogue>(catalogue)), signals);
    if (end == End::interrupted) {
        std::cerr << "interrupted\n";
        return 1;
    }
    screen.summarise(demo.followed());
    const bool good = end == End::reached && replays(node, demo.followed());
    if (end == End::too_late) explain_the_rest(demo.followed());

    if (settings.keep) {
        const auto program = fs::proximate(fs::read_symlink("/proc/self/exe")).string();
        const auto file = write_configuration(scratch.path(), flags).string();
        const auto reference = demo.followed().front().reference;
        std::cout << "\nEverything keeps running.  To look around, from another terminal:\n\n"
                  << "  " << program << " list --config " << file << "\n  " << program << " show "
                  << reference << " --journal --config " << file << "\n  " << program
                  << " contract " << reference << " --config " << file << " -o contract.pdf\n  "
                  << program << " invoice " << reference << " --format pdf --config " << file
                  << " -o invoice.pdf\n  curl -H 'Authorization: Bearer " << tokens["clerk"]
                  << "' \\\n    " << base << "/api/v1/applications/" << reference
                  << "\n\n  API         " << base << "/api/v1\n  metrics     " << base
                  << "/metrics\n  mails       " << (scratch / "mailbox").string()
                  << "\n  approver    " << tokens["approver"] << "\n  website     "
                  << tokens["website"] << '\n';
        for (const auto& [name, url] : world.urls())
            std::cout << "  " << name
                      << std::string(12 - std::min<std::size_t>(11, name.size()), ' ') << url
                      << "  (simulator)\n";
        std::cout << "\nCtrl-C stops everything and removes the folder." << std::endl;
        signals.wait();
    }
    return good ? 0 : 1;
}

}  // namespace adapters
