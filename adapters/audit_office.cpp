#include "adapters/audit_office.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "adapters/audit/anchors.hpp"
#include "adapters/audit/signer.hpp"
#include "adapters/curl/client.hpp"
#include "adapters/postgres/address.hpp"
#include "adapters/postgres/audit_log.hpp"
#include "adapters/postgres/embedded.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/reading_book.hpp"
#include "adapters/postgres/rebuilding.hpp"
#include "adapters/proof/bundle.hpp"
#include "adapters/reading_log.hpp"
#include "adapters/rules_in_force.hpp"
#include "adapters/services.hpp"
#include "adapters/whole_file.hpp"
#include "states/workflow.hpp"

namespace adapters {
namespace {

std::string address_of(const config::Config& config) {
    if (!config.database.url.empty()) return postgres::with_limits(config.database.url);
    if (const auto running = postgres::address_of(config.data)) return *running;
    throw std::runtime_error{"no database: nothing runs in " + config.data.string() +
                             " and database.url is not set; start `doorstep serve` first"};
}

std::string read(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error{"cannot read " + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

class SigningWithAnchors final : public AuditOffice::Signing {
public:
    SigningWithAnchors(AuditLog& log, Send send, const SigningWanted& wanted)
        : log_{log}, send_{std::move(send)}, wanted_{wanted}, signer_{wanted.key, wanted.state} {
        for (const auto& text : wanted.authorities)
            authorities_.push_back(audit::read_authority(text));
        if (!wanted.witness.empty() && !std::filesystem::is_directory(wanted.witness))
            throw std::runtime_error{"there is no folder " + wanted.witness + " for the witness"};
        if (!wanted.tsa_ca.empty()) trusted_ = read(wanted.tsa_ca);
    }

    std::optional<std::string> sign(
        const std::function<void(const std::string&)>& trouble) override {
        const auto note = signer_.sign(log_);
        const auto latest = log_.checkpoint();
        if (!latest) return note;
        if (!wanted_.witness.empty()) audit::copy_to(wanted_.witness, *latest);
        for (const auto& authority : authorities_) try {
                if (!is_due(authority, *latest)) continue;
                audit::stamp(log_, send_, authority, *latest, trusted_);
                if (trusted_.empty())
                    trouble(authority.name +
                            ": the time stamp is kept, and its signature was not checked: "
                            "--tsa-ca says who is trusted");
            } catch (const std::exception& error) {
                trouble(authority.name + ": " + error.what());
            }
        return note;
    }

private:
    bool is_due(const audit::Authority& authority, const std::string& checkpoint) {
        const auto last = log_.latest_stamp(authority.name);
        return !last.age || (last.size < engine::read_checkpoint(checkpoint).head.size &&
                             *last.age >= std::chrono::seconds{wanted_.anchor_every});
    }

    AuditLog& log_;
    Send send_;
    SigningWanted wanted_;
    audit::Signer signer_;
    std::vector<audit::Authority> authorities_;
    std::string trusted_;
};

}  // namespace

struct AuditOffice::Parts {
    explicit Parts(const config::Config& given)
        : config{given}, pool{address_of(given), 2}, client{calls_of(given)} {}

    config::Config config;
    postgres::Pool pool;
    postgres::AuditLog log{pool};
    curl::Client client;
};

AuditOffice::AuditOffice(const config::Config& config) : parts_{std::make_unique<Parts>(config)} {}
AuditOffice::~AuditOffice() = default;

AuditLog& AuditOffice::log() { return parts_->log; }

std::unique_ptr<AuditOffice::Signing> AuditOffice::begin_signing(const SigningWanted& wanted) {
    return std::make_unique<SigningWithAnchors>(
        parts_->log, [this](const Call& call) { return parts_->client.call(call); }, wanted);
}

// Before it is given out: what cannot be logged is not read.
void AuditOffice::log_reading(const ExportWanted& wanted) {
    postgres::Reading reading{parts_->pool};
    postgres::ReadingBook book{parts_->pool, "UTC"};  // No days are told from here.
    ReadingLog readings{reading, book};
    readings.note(wanted.by, read_of::own_data,
                  wanted.reference.empty() ? std::nullopt : reading.find(wanted.reference));
    readings.write_all();
}

void AuditOffice::write_bundle(const ExportWanted& wanted, const Progress& progress) {
    if (wanted.with_data) log_reading(wanted);
    proof::BundleWanted bundle{.reference = wanted.reference, .with_data = wanted.with_data};
    if (!wanted.since.empty()) bundle.since = engine::read_checkpoint(read(wanted.since)).head.size;
    write_whole_file(wanted.file, [&](std::ostream& file) {
        proof::write_bundle(parts_->log, bundle, file, progress);
    });
}

RebuildFound AuditOffice::rebuild(const std::function<void(std::int64_t)>& progress) {
    const RulesInForce rules{parts_->config, parts_->pool};
    const states::OnboardingWorkflow workflow{rules.catalogues()};
    auto rebuilt = postgres::rebuild(parts_->pool, workflow, progress);
    RebuildFound found{.applications = rebuilt.applications,
                       .lines = rebuilt.lines,
                       .erased = rebuilt.erased,
                       .differences = {}};
    for (auto& each : rebuilt.differences)
        found.differences.push_back({std::move(each.reference), std::move(each.what)});
    return found;
}

std::string make_audit_key(const std::string& log, const std::string& file) {
    return audit::make_key(log, file);
}

}  // namespace adapters
