#include "adapters/bench_pages.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <latch>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "adapters/bench_fill.hpp"
#include "adapters/bench_load.hpp"
#include "adapters/config_reading.hpp"
#include "adapters/curl/client.hpp"
#include "adapters/node.hpp"
#include "adapters/postgres/measuring.hpp"
#include "adapters/postgres/migrate.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/staff_book.hpp"
#include "adapters/scratch_folder.hpp"
#include "adapters/sealing_key.hpp"

namespace adapters {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

struct Page {
    std::string name;
    std::string path;
    std::vector<double> quiet = {};  // Milliseconds, one figure a round.
    std::vector<double> crowded = {};
};

std::vector<Page> all_pages(const std::string& reference) {
    std::vector<Page> pages;
    for (const auto* view : {"mine", "unassigned", "late", "waiting_applicant", "open", "ended"})
        pages.push_back(
            {std::string{"queue, "} + view, std::string{"/console/queue?view="} + view});
    pages.push_back({"queue, a product and a step", "/console/queue?view=open&product=.be&step=2"});
    pages.push_back({"search, words of many", "/console/queue?view=open&q=voorbeeld+hosting"});
    pages.push_back({"search, a reference", "/console/queue?view=open&q=" + reference});
    pages.push_back({"application", "/console/applications/" + reference});
    pages.push_back({"decision sheet", "/console/applications/" + reference + "/decision"});
    pages.push_back({"figures", "/console/figures"});
    return pages;
}

double at(std::vector<double> figures, double part) {
    std::ranges::sort(figures);
    return figures.at(static_cast<std::size_t>(static_cast<double>(figures.size() - 1) * part));
}

class Browser {
public:
    Browser(std::string site, std::string session)
        : site_{std::move(site)}, cookie_{"Cookie: doorstep_staff=" + std::move(session)} {}

    std::string get(const std::string& path) {
        return client_.call({.url = site_ + path, .headers = {cookie_}}).body;
    }
    double time(const std::string& path) {
        const auto begin = std::chrono::steady_clock::now();
        const auto body = get(path);
        const Milliseconds took = std::chrono::steady_clock::now() - begin;
        if (body.find("</html>") == std::string::npos)
            throw std::runtime_error{"no page at " + path};
        return took.count();
    }

private:
    std::string site_;
    std::string cookie_;
    curl::Client client_{{.allow_http = true, .allow_loopback = true}};
};

// Each has had a page, and keeps its connection.
std::vector<std::unique_ptr<Browser>> idle_browsers(int count, const std::string& site,
                                                    const std::string& session) {
    std::vector<std::unique_ptr<Browser>> all;
    for (int i = 0; i < count; ++i) all.push_back(std::make_unique<Browser>(site, session));
    for (auto& browser : all) browser->get("/console/login");
    return all;
}

void print(const std::vector<Page>& pages, const postgres::Size& size, int idle) {
    std::printf(
        "%lld applications, %lld journal lines; milliseconds from the request to the last "
        "byte\n\n%-30s %8s %8s   with %d idle browsers %8s %8s\n",
        static_cast<long long>(size.applications), static_cast<long long>(size.lines), "page",
        "median", "95 %", idle, "median", "ratio");
    for (const auto& page : pages) {
        const auto quiet = at(page.quiet, 0.5), crowded = at(page.crowded, 0.5);
        std::printf("%-30s %8.1f %8.1f   %22s %8.1f %8.2f\n", page.name.c_str(), quiet,
                    at(page.quiet, 0.95), "", crowded, crowded / quiet);
    }
}

void print_json(const std::vector<Page>& pages, const postgres::Size& size, int idle) {
    auto rows = nlohmann::json::array();
    for (const auto& page : pages)
        rows.push_back({{"page", page.name},
                        {"median_ms", at(page.quiet, 0.5)},
                        {"p95_ms", at(page.quiet, 0.95)},
                        {"crowded_ratio", at(page.crowded, 0.5) / at(page.quiet, 0.5)}});
    std::cout << nlohmann::json{{"applications", size.applications},
                                {"journal_lines", size.lines},
                                {"idle", idle},
                                {"pages", rows}}
                     .dump()
              << '\n';
}

}  // namespace

int bench_pages(const BenchPagesSettings& settings) {
    const auto scratch = ScratchFolder{"bench_pages"};
    auto postgres = postgres::Embedded::temporary();
    const auto database = postgres::Scratch{postgres, "pages"};
    postgres::migrate(database.address());
    std::cerr << "making " << settings.applications << " applications …\n";
    fill(database.address(), settings.applications);
    const auto size = postgres::size_of(database.address());

    const auto config = read_configuration("", {{"database.url", database.address()},
                                                {"data", (scratch / "data").string()},
                                                {"server.listen", "127.0.0.1:0"},
                                                {"log.level", "error"}});
    auto node = Node{config, false};
    const auto site = "http://127.0.0.1:" + std::to_string(node.serve());
    postgres::Pool pool{database.address(), 2};
    postgres::StaffBook book{pool, sealing_key(config.data), "UTC"};
    const auto member =
        book.add({.email = "bench@registry.example", .name = "Bench", .roles = {"clerk"}}, "bench")
            .value()
            .member;
    const auto session =
        book.open_session(member.number, StaffBook::Kind::session, StaffBook::Proof::phone_key);

    auto browser = Browser{site, session};
    const auto listed = node.applications().list({.id = "bench", .roles = {"clerk"}, .door = "cli"},
                                                 {{"state", "in_review"}, {"limit", "1"}});
    auto pages =
        all_pages(std::get<nlohmann::json>(listed)["items"][0]["reference"].get<std::string>());
    for (const auto& page : pages) browser.time(page.path);  // The first look warms up.
    for (int round = 0; round < settings.rounds; ++round)
        for (auto& page : pages) page.quiet.push_back(browser.time(page.path));
    const auto crowd = idle_browsers(settings.idle, site, session);
    for (int round = 0; round < settings.rounds; ++round)
        for (auto& page : pages) page.crowded.push_back(browser.time(page.path));

    if (settings.as_json)
        print_json(pages, size, settings.idle);
    else
        print(pages, size, settings.idle);
    node.stop();
    return 0;
}

}  // namespace adapters
