#include "adapters/bench_audit.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "adapters/audit_log.hpp"
#include "adapters/bench_engine.hpp"
#include "adapters/bench_fill.hpp"
#include "adapters/bench_load.hpp"
#include "adapters/bench_reports.hpp"
#include "adapters/postgres/audit_log.hpp"
#include "adapters/postgres/measuring.hpp"
#include "adapters/postgres/migrate.hpp"
#include "adapters/proof/bundle.hpp"
#include "adapters/proof/check.hpp"
#include "adapters/scratch_folder.hpp"
#include "adapters/sha256.hpp"
#include "engine/digest.hpp"
#include "states/description.hpp"
#include "states/workflow.hpp"

namespace adapters {
namespace {

using nlohmann::json;
using postgres::Scratch;
using Clock = std::chrono::steady_clock;

constexpr int clients = 8;
constexpr int lines_a_batch = 32;
constexpr int lines_at_once = 4'096;  // As `serve` seals them.

// A log of any length in no memory: drafts that are saved over and over, made when they are read.
class MadeUpLog final : public AuditLog {
public:
    explicit MadeUpLog(std::uint64_t size)
        : size_{size}, definition_{states::workflow_json()}, hash_{sha256_of(definition_)} {
        engine::Frontier frontier;
        for (std::uint64_t begin = 0; begin < size; begin += engine::tile_width)
            for (const auto& entry : entries(begin, begin + engine::tile_width, false))
                frontier.add(engine::leaf_hash(entry.entry));
        note_ = engine::sign({key_.verifier.name, {size, frontier.root()}}, key_);
    }

    const engine::VerifierKey& key() const { return key_.verifier; }

    std::optional<std::string> checkpoint() override { return note_; }
    std::uint64_t size() override { return size_; }

    // One after the other, or from the beginning.
    std::vector<LogEntry> entries(std::uint64_t begin, std::uint64_t end, bool) override {
        if (begin == 0) next_ = 0;
        if (begin != next_) throw std::logic_error{"the made-up log is read in order only"};
        std::vector<LogEntry> made;
        for (; next_ < std::min(end, size_); ++next_)
            made.push_back({.position = next_,
                            .entry = next_ == 0 ? declaration() : next_line(),
                            .salt = {},
                            .data = {}});
        return made;
    }
    std::vector<DeclaredRules> rules(std::uint64_t) override {
        return {{.version = version_, .sha256 = hash_, .definition = definition_}};
    }
    std::vector<Standing> standings(std::uint64_t, std::int64_t after, int most,
                                    const std::string&) override {
        std::vector<Standing> made;
        const auto lines = static_cast<std::int64_t>(size_ - 1);
        for (auto id = after + 1;
             id <= (lines + each - 1) / each && static_cast<int>(made.size()) < most; ++id) {
            const auto count =
                static_cast<int>(std::min<std::int64_t>(each, lines - (id - 1) * each));
            made.push_back({.case_id = id,
                            .reference = reference_of(id),
                            .state = "draft",
                            .sealed = count,
                            .lines = count});
        }
        return made;
    }
    std::vector<TimeStamp> stamps(std::uint64_t) override { return {}; }

    // Nobody asks a made-up log for these.
    void declare_rules(const std::string&, const std::string&) override { no(); }
    int seal_some(int) override { no(); }
    std::string tile(int, std::uint64_t) override { no(); }
    std::vector<std::uint64_t> positions_of(const std::string&, std::uint64_t) override { no(); }
    void publish(std::uint64_t, const std::string&) override { no(); }
    void add_stamp(const TimeStamp&) override { no(); }
    LatestStamp latest_stamp(const std::string&) override { no(); }

private:
    static constexpr std::int64_t each = 12;  // Lines of an application, as a usual one has them.

    [[noreturn]] static void no() { throw std::logic_error{"the made-up log knows no such thing"}; }

    static std::string reference_of(std::int64_t id) {
        const auto digits = std::to_string(id);
        return "A-2026-" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
    }
    std::string declaration() const {
        return R"({"kind":"rules","sha256":")" + hash_ + R"(","v":1,"workflow":")" + version_ +
               R"("})";
    }
    std::string next_line() {
        const auto count = static_cast<std::int64_t>(next_ - 1);
        const int number = static_cast<int>(count % each) + 1;
        engine::Line line;
        line.reference = reference_of(count / each + 1);
        line.number = number;
        line.at = engine::Time{std::chrono::seconds{1'800'000'000 + count}};
        line.actor = {"token:website", "applicant"};
        line.source = "api";
        line.delivery = "01JDNQ8Z3K5V7W9X" + std::to_string(count);
        line.event = "draft_saved";
        line.from = number == 1 ? "" : "draft";
        line.to = "draft";
        line.workflow = version_;
        line.effects = {"tell"};
        if (number > 1) line.previous = last_;
        engine::seal(line);  // Without data: their salt would make another line each time.
        last_ = line.hash;
        return line.entry;
    }

    std::uint64_t size_;
    std::string version_ = std::string{states::OnboardingWorkflow{built_in_catalogue()}.version()};
    std::string definition_;
    std::string hash_;
    engine::SignerKey key_ = engine::new_signer_key("audit.example/bench");
    std::uint64_t next_ = 0;
    engine::Hash last_ = {};
    std::string note_;
};

class AuditBench {
public:
    explicit AuditBench(const BenchAuditSettings& settings) : settings_{settings} {
        std::cerr << "making " << settings_.applications << " applications …\n";
        open_applications(pattern_.address(), settings_.applications);
        write_log();
    }

    void run() {
        for (int round = 0; round < settings_.rounds; ++round) {
            std::cerr << "round " << round + 1 << " of " << settings_.rounds << " …\n";
            measure_sealing();
            if (round % 2 == 0) measure_verifying();
            const auto start = Clock::now();
            hash_log();
            const auto hashing = seconds_since(start);
            if (round % 2 == 1) measure_verifying();
            verifying_.add(per_second(verifying_seconds_), per_second(hashing));
        }
        std::cerr << "making " << settings_.register_of << " applications for reports …\n";
        reports_ = measure_reports(postgres_, settings_.register_of, settings_.rounds);
        for (std::size_t i = 0; i < reports_.ours.size(); ++i)
            register_.add(reports_.ours[i], reports_.copy[i]);
    }

    void print() const {
        std::printf("%-10s %12s %12s %6s   %s\n", "", "ours/s", "beside/s", "ratio", "ratios");
        print("sealing", sealing_);
        print("verifying", verifying_);
        print("register", register_);
        std::printf(
            "\nsealing:   lines into the log, beside transitions by the engine (%d clients, "
            "%d at a time)\nverifying: lines of a log of %lld, beside SHA-256 of its bundle "
            "(%lld bytes) alone\n"
            "register:  rows of a report on %lld applications with %lld lines as CSV, beside "
            "psql's "
            "COPY of the same\n\nthe dossier of one of them takes %.0f ms; all reports together "
            "made this process grow by %.1f MiB\n",
            clients, lines_a_batch, static_cast<long long>(settings_.lines),
            static_cast<long long>(bytes_), static_cast<long long>(reports_.rows),
            static_cast<long long>(reports_.lines), reports_.dossier_ms,
            static_cast<double>(reports_.grown_kib) / 1024);
    }

    void print_json() const {
        const auto row = [](const char* what, const Compared& figures) {
            return json{{"what", what},
                        {"ours", std::round(median(figures.ours))},
                        {"floor", std::round(median(figures.floor))},
                        {"ratio", std::round(median(figures.ratios) * 1000) / 1000}};
        };
        auto sealing = row("sealing", sealing_);
        sealing["lines"] = sealed_;
        auto verifying = row("verifying", verifying_);
        verifying["lines"] = settings_.lines;
        verifying["bytes"] = bytes_;
        auto registering = row("register", register_);
        registering["lines"] = reports_.lines;
        registering["rows"] = reports_.rows;
        std::cout << json{{"runs", json::array({sealing, verifying, registering})},
                          {"dossier_ms", reports_.dossier_ms},
                          {"grown_kib", reports_.grown_kib}}
                         .dump()
                  << '\n';
    }

private:
    double per_second(double seconds) const {
        return static_cast<double>(settings_.lines) / seconds;
    }

    void measure_sealing() {
        const auto copy = Scratch{postgres_, "audit_now", pattern_};
        auto ours = BenchEngine{copy.address(), workflow_};
        postgres::AuditLog log{ours.pool()};
        while (log.seal_some(lines_at_once) > 0) {
        }
        const auto speed =
            Load{ours.engine(), catalogue_}.transitions({.work = Load::Work::moves,
                                                         .applications = settings_.applications,
                                                         .clients = clients,
                                                         .batch = lines_a_batch},
                                                        std::chrono::seconds{settings_.seconds});
        const auto start = Clock::now();
        std::int64_t sealed = 0;
        while (const auto some = log.seal_some(lines_at_once)) sealed += some;
        const auto took = seconds_since(start);
        if (sealed != speed.transitions)
            throw std::runtime_error{std::to_string(speed.transitions) +
                                     " lines were written, and " + std::to_string(sealed) +
                                     " sealed"};
        sealed_ += sealed;
        sealing_.add(static_cast<double>(sealed) / took, speed.per_second);
    }

    void write_log() {
        std::cerr << "making a log of " << settings_.lines << " lines …\n";
        MadeUpLog log{static_cast<std::uint64_t>(settings_.lines)};
        key_ = log.key();
        std::ofstream file{folder_ / "log.tar", std::ios::binary};
        proof::write_bundle(log, {}, file);
        file.close();
        bytes_ = static_cast<std::int64_t>(std::filesystem::file_size(folder_ / "log.tar"));
    }

    void measure_verifying() {
        std::ifstream file{folder_ / "log.tar", std::ios::binary};
        const auto start = Clock::now();
        const auto report = proof::check(file, {.key = key_});
        verifying_seconds_ = seconds_since(start);
        if (!report.holds())
            throw std::runtime_error{"the made-up log does not hold: " + findings_of(report)};
    }

    void hash_log() const {
        std::ifstream file{folder_ / "log.tar", std::ios::binary};
        std::vector<char> part(std::size_t{128} * 1024);
        engine::Sha256 digest;
        while (file.read(part.data(), static_cast<std::streamsize>(part.size())), file.gcount() > 0)
            digest.add({part.data(), static_cast<std::size_t>(file.gcount())});
        digest.finish();
    }

    static void print(const char* what, const Compared& figures) {
        std::printf("%-10s %12.0f %12.0f %6.2f  ", what, median(figures.ours),
                    median(figures.floor), median(figures.ratios));
        for (const auto ratio : figures.ratios) std::printf(" %.2f", ratio);
        std::printf("\n");
    }

    BenchAuditSettings settings_;
    states::Catalogue catalogue_ = built_in_catalogue();
    states::OnboardingWorkflow workflow_{catalogue_};
    ScratchFolder folder_{"bench"};
    postgres::Embedded postgres_ = postgres::Embedded::temporary();
    Scratch empty_{postgres_, "audit_empty"};
    Scratch pattern_{postgres_, "audit_pattern", (postgres::migrate(empty_.address()), empty_)};
    engine::VerifierKey key_;
    std::int64_t bytes_ = 0;
    std::int64_t sealed_ = 0;
    double verifying_seconds_ = 0;
    ReportFigures reports_;
    Compared sealing_, verifying_, register_;
};

}  // namespace

int bench_audit(const BenchAuditSettings& settings) {
    return run_and_print(AuditBench{settings}, settings.as_json);
}

}  // namespace adapters
