#include "adapters/proof/bundle.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "adapters/proof/tar.hpp"
#include "engine/digest.hpp"

namespace proof {
namespace {

using adapters::LogEntry;
using engine::tile_width;
using nlohmann::json;

std::string line_of(const json& value) { return value.dump() + '\n'; }

std::string hashes_as_lines(const engine::Proof& hashes) {
    std::string text;
    for (const auto& hash : hashes) text += engine::base64(engine::bytes_of(hash)) + '\n';
    return text;
}

std::string data_of(const LogEntry& entry) {
    if (entry.salt.empty()) return {};
    return line_of(
        {{"position", entry.position}, {"salt", engine::base64(entry.salt)}, {"data", entry.data}});
}

// Texts of 64 hexadecimal digits: so our documents are named.
void add_hashes(std::set<std::string>& hashes, const json& value) {
    if (value.is_structured())
        for (const auto& part : value) add_hashes(hashes, part);
    if (!value.is_string()) return;
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos)
        hashes.insert(text);
}

std::string documents_of(const LogEntry& entry) {
    if (entry.salt.empty()) return {};
    std::set<std::string> hashes;
    add_hashes(hashes, json::parse(entry.data, nullptr, false));
    std::string lines;
    for (const auto& hash : hashes)
        lines += line_of({{"position", entry.position}, {"sha256", hash}});
    return lines;
}

class Writer {
public:
    Writer(adapters::AuditLog& log, const BundleWanted& wanted, std::ostream& out)
        : log_{log}, wanted_{wanted}, archive_{out} {
        const auto note = log.checkpoint();
        if (!note) throw std::runtime_error{"no checkpoint has been signed yet: `audit sign` does"};
        note_ = *note;
        checkpoint_ = engine::read_checkpoint(note_);
        subtrees_ = log.subtrees();
    }

    void add(const std::string& name, const std::string& content) {
        archive_.add(name, content);
        sums_[name] = engine::hex(engine::bytes_of(engine::sha256({content})));
    }

    void add_head() {
        if (!wanted_.reference.empty()) find_application();
        add("about.json",
            line_of({{"bundle", 1},
                     {"log", checkpoint_.origin},
                     {"size", size()},
                     {"application",
                      wanted_.reference.empty() ? json(nullptr) : json(wanted_.reference)}}));
        add("checkpoint", note_);
        std::set<std::string> written;
        for (const auto& rules : log_.rules(size()))
            if (written.insert(rules.sha256).second)
                add("rules/" + rules.sha256 + ".json", rules.definition);
        add_stamps();
    }

    void add_log(const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
        for (std::uint64_t begin = 0; begin < size(); begin += tile_width) {
            const auto end = std::min(begin + tile_width, size());
            const auto path = engine::path_of(
                {.entries = true, .number = begin / tile_width, .width = end - begin});
            std::string bundle, data;
            for (const auto& entry : log_.entries(begin, end, wanted_.with_data)) {
                engine::add_entry(bundle, entry.entry);
                data += data_of(entry);
            }
            add("tile/" + path, bundle);
            if (!data.empty()) add("data/" + path + ".ndjson", data);
            if (progress) progress(end, size());
        }
        add_states();
    }

    void add_application() {
        std::string documents;
        for (const auto position : log_.positions_of(wanted_.reference, size())) {
            const auto name = std::to_string(position);
            const auto entry = log_.entries(position, position + 1, true).at(0);
            add("entries/" + name + ".json", entry.entry);
            add("proofs/" + name + ".tlog-proof",
                "c2sp.org/tlog-proof@v1\nindex " + name + '\n' +
                    hashes_as_lines(engine::inclusion_proof(position, size(), subtrees_)) + '\n' +
                    note_);
            if (auto data = data_of(entry); wanted_.with_data && !data.empty())
                add("data/" + name + ".ndjson", data);
            documents += documents_of(entry);
        }
        if (!documents.empty()) add("documents.ndjson", documents);
        add("states/0.ndjson", line_of(state_of(standing_)));
    }

    void finish() {
        std::string lines;
        for (const auto& [name, sum] : sums_) lines += sum + "  " + name + '\n';
        archive_.add("SHA256SUMS", lines);
        archive_.finish();
    }

private:
    std::uint64_t size() const { return checkpoint_.head.size; }

    void find_application() {
        const auto found = log_.standings(size(), 0, 1, wanted_.reference);
        if (found.empty()) throw std::runtime_error{"there is no application " + wanted_.reference};
        standing_ = found.front();
        if (standing_.sealed < standing_.lines)
            throw std::runtime_error{
                std::to_string(standing_.lines - standing_.sealed) + " of " + wanted_.reference +
                "'s lines are not under a checkpoint yet; try again when `audit sign` has run"};
    }

    // An application cannot show by its own entries that the log has only grown.
    void add_stamps() {
        std::set<std::uint64_t> sizes;
        if (wanted_.since > 0 && wanted_.since < size()) sizes.insert(wanted_.since);
        auto stamps = log_.stamps(size());
        if (!wanted_.reference.empty() && !stamps.empty()) {
            const auto latest = stamps.back().size;
            std::erase_if(stamps, [&](const auto& stamp) { return stamp.size != latest; });
        }
        std::uint64_t written = 0;
        for (const auto& stamp : stamps) {
            const auto folder = "stamps/" + std::to_string(stamp.size) + '/';
            if (std::exchange(written, stamp.size) != stamp.size)
                add(folder + "checkpoint", stamp.checkpoint);
            add(folder + stamp.authority + ".tsr", stamp.token);
            if (stamp.size < size()) sizes.insert(stamp.size);
        }
        if (!wanted_.reference.empty())
            for (const auto old : sizes)
                add("consistency/" + std::to_string(old) + ".txt",
                    hashes_as_lines(engine::consistency_proof(old, size(), subtrees_)));
    }

    static json state_of(const adapters::Standing& standing) {
        return {{"app", standing.reference}, {"lines", standing.sealed}, {"state", standing.state}};
    }

    void add_states() {
        constexpr int at_once = 1'000;
        std::int64_t last = 0;
        for (int part = 0;; ++part) {
            const auto standings = log_.standings(size(), last, at_once, "");
            std::string lines;
            for (const auto& standing : standings)
                if (standing.sealed > 0) lines += line_of(state_of(standing));
            if (!lines.empty()) add("states/" + std::to_string(part) + ".ndjson", lines);
            if (standings.size() < std::size_t{at_once}) return;
            last = standings.back().case_id;
        }
    }

    adapters::AuditLog& log_;
    const BundleWanted& wanted_;
    TarWriter archive_;
    std::string note_;
    engine::Checkpoint checkpoint_;
    engine::Subtrees subtrees_;
    adapters::Standing standing_;
    std::map<std::string, std::string> sums_;
};

}  // namespace

void write_bundle(adapters::AuditLog& log, const BundleWanted& wanted, std::ostream& out,
                  const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    Writer writer{log, wanted, out};
    writer.add_head();
    if (wanted.reference.empty())
        writer.add_log(progress);
    else
        writer.add_application();
    writer.finish();
    if (!out) throw std::runtime_error{"the bundle cannot be written"};
}

}  // namespace proof
