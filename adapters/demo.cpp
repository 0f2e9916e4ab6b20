#include "adapters/demo.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <memory>
#include <regex>
#include <thread>
#include <vector>

#include "adapters/cli/child.hpp"
#include "adapters/config/catalogue.hpp"
#include "adapters/config_reading.hpp"
#include "adapters/curl/client.hpp"
#include "adapters/node.hpp"
#include "states/description.hpp"

namespace adapters {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using namespace std::chrono_literals;

// For the demo alone: simulators and server are ours, on loopback, and end with us.
constexpr auto api_key = "demo-api-key";
constexpr auto webhook_secret = "whsec_ZGVtby1kZW1vLWRlbW8tZGVtby1kZW1vLWRlbW8=";

class Folder {  // Goes with us.
public:
    Folder() {
        auto name = (fs::temp_directory_path() / "doorstep-demo-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error{"no scratch folder"};
        path_ = name;
        // Started by root, PostgreSQL runs as another user, who has to get in.
        fs::permissions(path_, fs::perms::group_exec | fs::perms::others_exec,
                        fs::perm_options::add);
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
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
        for (const auto* name : {"esign", "accounting", "payments", "letters", "registry"}) {
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
            if (name != "accounting") flags[name + ".webhook_secret"] = webhook_secret;
        }
        return flags;
    }

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
        return json::parse(client_
                               .call({.method = "POST",
                                      .url = base_ + path,
                                      .headers = headers(token),
                                      .body = body.dump(),
                                      .content_type = "application/json"})
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

struct Story {
    std::string title;
    json sign_up;
    enum class Review { approve, ask_first, reject } review = Review::approve;
    std::string reference = {};
    std::string state = {};
    std::string step = {};
    int lines = 0;
    bool asked = false;
    json last = {};  // The state that something was done about; not twice.
};

json sign_up_of(int number, const std::string& organisation, const std::string& city,
                const std::string& postal_code, const std::string& language, json products,
                const states::Catalogue& catalogue) {
    const auto label = "applicant-" + std::to_string(number) + ".example";
    static const std::vector<std::string> vat_numbers = {"BE0123456749", "BE0428759497",
                                                         "BE0403019261", "BE0466158640",
                                                         "BE0123456749", "BE0428759497"};
    return {{"organisation",
             {{"name", organisation},
              {"vat_number", vat_numbers.at(static_cast<std::size_t>(number - 1))},
              {"website", "https://" + label},
              {"address",
               {{"street", "Philipssite " + std::to_string(number)},
                {"postal_code", postal_code},
                {"city", city},
                {"state", nullptr},
                {"country", "BE"}}}}},
            {"representative",
             {{"first_name", "An"},
              {"last_name", "Peeters"},
              {"email", "an@" + label},
              {"phone", "+32.16284970"},
              {"mobile", "+32 497 11 11 11"}}},
            {"contract_language",
             catalogue.languages.contains(language) ? language : *catalogue.languages.begin()},
            {"prepayment",
             {{"amount", states::write_money(catalogue.prepayment_min)},
              {"currency", catalogue.currency}}},
            {"current_account", nullptr},
            {"standing_order", false},
            {"products", std::move(products)}};
}

// Every path of the rule book that this catalogue offers.
std::vector<Story> stories_for(const states::Catalogue& catalogue) {
    std::string plain, accredited, resold;
    auto all_resold = json::array();
    const auto resale = [](const std::string& product) {
        return json{{"name", product},
                    {"role", "reseller"},
                    {"iana_id", 292},
                    {"document", "contract-with-partner"}};
    };
    for (const auto& product : catalogue.products) {
        if (product.direct && !product.needs_accreditation && plain.empty()) plain = product.name;
        if (product.direct && product.needs_accreditation) accredited = product.name;
        if (product.reseller) {
            if (resold.empty()) resold = product.name;
            all_resold.push_back(resale(product.name));
        }
    }
    const auto direct = [](const std::string& product) {
        return json{{"name", product}, {"role", "direct"}};
    };
    std::vector<Story> stories;
    const auto tell = [&](std::string title, const std::string& organisation,
                          const std::string& city, const std::string& code,
                          const std::string& language, json products,
                          Story::Review review = Story::Review::approve) {
        stories.push_back(
            {.title = std::move(title),
             .sign_up = sign_up_of(static_cast<int>(stories.size()) + 1, organisation, city, code,
                                   language, std::move(products), catalogue),
             .review = review});
    };
    if (!plain.empty())
        tell(plain + " directly", "Voorbeeld Hosting BV", "Leuven", "3001", "nl", {direct(plain)});
    if (!accredited.empty())
        tell(accredited + " directly, accredited", "Registraire Éclair SA", "Namur", "5000", "fr",
             {{{"name", accredited}, {"role", "direct"}, {"iana_id", 1497}, {"document", "raa"}}});
    if (!plain.empty() && !resold.empty())
        tell(plain + " directly, " + resold + " resold", "Łódź Domains NV", "Gent", "9000", "en",
             {direct(plain), resale(resold)});
    if (!all_resold.empty()) {
        tell("resold only, by an existing account", "Ελλάδα Names", "Antwerpen", "2000", "nl",
             all_resold);
        stories.back().sign_up["current_account"] = "100042";
        stories.back().sign_up["prepayment"] = nullptr;
    }
    if (!plain.empty()) {
        tell(plain + ", asked for missing information", "Slow Paper BV", "Hasselt", "3500", "fr",
             {direct(plain)}, Story::Review::ask_first);
        tell(plain + ", rejected", "Doubtful Deals", "Brugge", "8000", "en", {direct(plain)},
             Story::Review::reject);
    }
    return stories;
}

class Demo {
public:
    Demo(Api& api, const World& world, std::map<std::string, std::string> tokens)
        : api_{api}, world_{world}, tokens_{std::move(tokens)} {}

    bool run(std::vector<Story>& stories) {
        for (auto& story : stories) {
            const auto opened =
                api_.post(tokens_["website"], "/api/v1/applications", story.sign_up);
            story.reference = opened["reference"];
            std::cout << story.reference << "  " << story.title << std::endl;
        }
        const auto until = std::chrono::steady_clock::now() + 180s;
        bool open = true;
        while (open && std::chrono::steady_clock::now() < until) {
            open = false;
            for (auto& story : stories) open |= advance(story);
            std::this_thread::sleep_for(100ms);
        }
        return !open;
    }

private:
    // Prints what is new and does what the people of this story would do next.  True while there
    // is something to come.
    bool advance(Story& story) {
        const auto path = "/api/v1/applications/" + story.reference;
        const auto view = api_.get(tokens_["auditor"], path);
        story.state = view["state"];
        story.step = std::to_string(view["step"].get<int>());
        print_news(story);
        if (story.state == "completed" || story.state == "rejected")
            return !view["effects_pending"].empty();
        act(story, view);
        return true;
    }

    void print_news(Story& story) {
        const auto lines =
            api_.get(tokens_["auditor"], "/api/v1/applications/" + story.reference +
                                             "/journal?cursor=" + std::to_string(story.lines));
        for (const auto& line : lines["items"]) {
            story.lines = line["line"];
            std::cout << "  " << story.reference << "  step " << story.step << "  " << std::left
                      << std::setw(22) << line["to"].get<std::string>() << ' '
                      << line["label"].get<std::string>() << " by "
                      << line["actor"].get<std::string>();
            if (!line["refusal"].is_null())
                std::cout << ", refused: " << line["refusal"]["label"].get<std::string>();
            const char* separator = " -> ";
            for (const auto& effect : line["effects"]) {
                std::cout << separator << effect["effect"].get<std::string>();
                separator = ", ";
            }
            std::cout << std::endl;
        }
    }

    void send(Story& story, const std::string& who, const std::string& event, const json& data) {
        api_.post(tokens_[who], "/api/v1/applications/" + story.reference + "/events",
                  {{"event", event}, {"data", data}});
    }

    void act(Story& story, const json& view) {
        const auto now = json::array({view["state"], view["version"]});
        if (story.state == "activation_due") return activate(story, view);
        if (story.last == now) return;
        story.last = now;
        if (story.state == "in_review") review(story);
        if (story.state == "information_requested")
            send(story, "website", "information_answered", {{"sign_up", story.sign_up}});
        if (story.state == "profile_open") fill_in_profile(story);
    }

    void review(Story& story) {
        if (story.review == Story::Review::reject)
            return send(story, "approver", "rejected",
                        {{"reason", "The organisation could not be found in any register."}});
        if (story.review == Story::Review::ask_first && !story.asked) {
            story.asked = true;
            return send(story, "clerk", "information_requested",
                        {{"items",
                          {{{"field", "organisation.vat_number"},
                            {"text", "Please check it: the register knows another name."}}}}});
        }
        send(story, "approver", "approved", json::object());
    }

    // With the letter from the post and the mail from the mailbox, as a new registrar would.
    void activate(Story& story, const json& view) {
        const auto code = world_.activation_code(story.reference);
        if (code.empty() || !view["blocked_by"].empty()) return;
        const auto letter = Api{world_.url("letters")}.get("", "/sim/letters/" + story.reference);
        api_.post("", "/api/v1/activation",
                  {{"reference", story.reference},
                   {"registrar_id", letter["registrar_id"]},
                   {"activation_code", code},
                   {"security_code", letter["security_code"]}});
    }

    void fill_in_profile(Story& story) {
        auto contacts = json::array();
        for (const auto* kind : {"billing", "technical", "administrative", "abuse"})
            contacts.push_back({{"kind", kind},
                                {"alias", kind},
                                {"name", "An Peeters"},
                                {"email", std::string{kind} + "@applicant.example"},
                                {"phone", "+32.16284970"}});
        auto urls = json::array();
        for (const auto& product : story.sign_up["products"])
            urls.push_back({{"product", product["name"]},
                            {"language", "en"},
                            {"url", "https://applicant.example/domains"}});
        send(story, "website", "profile_saved",
             {{"profile", {{"contacts", contacts}, {"product_urls", urls}}}});
    }

    Api& api_;
    const World& world_;
    std::map<std::string, std::string> tokens_;
};

void print_summary(const std::vector<Story>& stories) {
    std::cout << "\n"
              << std::left << std::setw(16) << "reference" << std::setw(12) << "state"
              << std::setw(7) << "lines"
              << "path\n";
    for (const auto& story : stories)
        std::cout << std::setw(16) << story.reference << std::setw(12) << story.state
                  << std::setw(7) << story.lines << story.title << '\n';
}

}  // namespace

int demo(const DemoSettings& settings) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    if (settings.keep) pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const auto scratch = Folder{};
    std::cerr << "starting the simulators and a private PostgreSQL …\n";
    const auto world = World{settings, scratch.path() / "mailbox"};
    auto flags = world.flags();
    flags["data"] = (scratch.path() / "data").string();
    flags["server.listen"] = "127.0.0.1:" + std::to_string(free_port());  // Mails name it.
    if (!settings.catalogue.empty()) flags["catalogue"] = fs::absolute(settings.catalogue).string();
    const auto config = read_configuration("", flags);
    auto node = Node{config, true};
    const auto base = "http://127.0.0.1:" + std::to_string(node.serve());

    auto tokens = std::map<std::string, std::string>{};
    tokens["website"] = node.add_token("website", {"apply", "read"});
    tokens["clerk"] = node.add_token("clerk", {"clerk"});
    tokens["approver"] = node.add_token("approver", {"approver"});
    tokens["auditor"] = node.add_token("auditor", {"audit", "read"});
    for (const auto& [name, url] : world.urls())
        if (name != "accounting")
            Api{url}.post("", "/sim/webhook",
                          {{"url", base + "/webhooks/" + name}, {"secret", webhook_secret}});

    auto catalogue = config::load_catalogue(config.catalogue);
    auto stories = stories_for(std::get<states::Catalogue>(catalogue));
    auto api = Api{base};
    const bool ended = Demo{api, world, tokens}.run(stories);
    print_summary(stories);

    if (settings.keep) {
        std::cout << "\nthe API is at " << base << "/api/v1, the clerk's token is "
                  << tokens["clerk"] << "\npress Ctrl-C to stop" << std::endl;
        int signal = 0;
        sigwait(&signals, &signal);
    }
    if (!ended) std::cerr << "not every application has reached its end\n";
    return ended ? 0 : 1;
}

}  // namespace adapters
