#include "adapters/proof/check.hpp"

#include <array>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <vector>

#include "adapters/proof/applications.hpp"
#include "adapters/proof/tar.hpp"
#include "engine/digest.hpp"
#include "engine/merkle.hpp"
#include "engine/tiles.hpp"
#include "engine/time_stamp.hpp"

namespace proof {
namespace {

using engine::Hash;
using nlohmann::json;

constexpr std::string_view proof_head = "c2sp.org/tlog-proof@v1\nindex ";

std::string hex_of(const Hash& hash) { return engine::hex(engine::bytes_of(hash)); }

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ptr != text.data() + text.size() || std::to_string(value) != text)
        return std::nullopt;
    return value;
}

// "entries/12.json" with "entries/" and ".json" is 12.
std::optional<std::uint64_t> number_between(std::string_view name, std::string_view before,
                                            std::string_view after) {
    if (!name.starts_with(before) || !name.ends_with(after) ||
        name.size() <= before.size() + after.size())
        return std::nullopt;
    name.remove_prefix(before.size());
    name.remove_suffix(after.size());
    return number_in(name);
}

// Base64, a line each.
std::optional<engine::Proof> hashes_in(std::string_view lines) {
    engine::Proof hashes;
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        const auto hash = engine::hash_of_base64(lines.substr(0, end));
        if (!hash) return std::nullopt;
        hashes.push_back(*hash);
        lines.remove_prefix(end + 1);
    }
    return hashes;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

// What is left of a member's name after the folder; empty if it is in another.
std::optional<std::string_view> within(std::string_view name, std::string_view folder) {
    if (!name.starts_with(folder) || name.size() == folder.size()) return std::nullopt;
    return name.substr(folder.size());
}

class Check {
public:
    Check(const Expected& expected, Report& report)
        : expected_{expected}, report_{report}, applications_{report} {}

    void take(const Member&);
    void finish();

private:
    enum class Phase { about, checkpoint, rules, stamps, consistency, entries, states, sums, over };

    Phase phase_of(std::string_view name) const;
    void take_about(const Member&);
    void take_checkpoint(const Member&);
    void take_rules(const Member&);
    void take_stamp(const Member&);
    void take_consistency(const Member&);
    void take_entries(const Member&);
    void take_tile(const Member&);
    void take_entry(const Member&);
    void take_proof(const Member&);
    void take_data(const Member&);
    void take_documents(const Member&);
    void take_states(const Member&);
    void take_sums(const Member&);
    void add(std::uint64_t position, std::string_view entry, const Hash&);
    void must_be_consistent(const engine::Head&, const std::string& whose);
    void compare_with(const engine::Head&);
    bool is_whole_log() const { return report_.application.empty(); }
    void find(const Member& member, std::string what) {
        report_.find(member.name, std::move(what));
    }

    const Expected& expected_;
    Report& report_;
    Applications applications_;
    Phase phase_ = Phase::about;
    std::set<std::string> names_;
    std::map<std::string, std::string> sums_;  // Names to hashes.
    bool has_sums_ = false;

    std::string note_;
    std::optional<engine::Head> head_;
    engine::Frontier frontier_;
    // Other heads of the same log that the bundle has to agree with, and whose they are.
    std::map<std::uint64_t, std::vector<std::pair<Hash, std::string>>> others_;
    std::map<std::uint64_t, std::string> stamped_;      // Notes, by their size.
    std::map<std::uint64_t, std::string> commitments_;  // Of the entries just read.
    std::map<std::uint64_t, std::string> kept_;         // Data that matched, of one application.
    std::set<std::uint64_t> committing_;                // Of one application: who has data.
    std::optional<std::pair<std::uint64_t, Hash>> awaits_proof_;
    std::optional<std::uint64_t> last_;  // Position of the last entry.
};

Check::Phase Check::phase_of(std::string_view name) const {
    if (name == "about.json") return Phase::about;
    if (name == "checkpoint") return Phase::checkpoint;
    if (name == "SHA256SUMS") return Phase::sums;
    static constexpr std::array<std::pair<std::string_view, Phase>, 9> folders = {{
        {"rules/", Phase::rules},
        {"stamps/", Phase::stamps},
        {"consistency/", Phase::consistency},
        {"tile/", Phase::entries},
        {"entries/", Phase::entries},
        {"proofs/", Phase::entries},
        {"data/", Phase::entries},
        {"documents.", Phase::states},
        {"states/", Phase::states},
    }};
    for (const auto& [folder, phase] : folders)
        if (within(name, folder)) return phase;
    return Phase::over;
}

void Check::take(const Member& member) {
    const auto phase = phase_of(member.name);
    if (phase == Phase::over) return find(member, "does not belong into a bundle");
    if (!names_.insert(member.name).second) return find(member, "is there twice");
    if (phase < phase_) return find(member, "is not where it has its place in the bundle");
    if (phase > Phase::checkpoint && !head_)
        throw std::runtime_error{"the bundle has no checkpoint that can be used"};
    phase_ = phase;
    if (phase != Phase::sums) sums_[member.name] = hex_of(engine::sha256({member.content}));
    switch (phase) {
        case Phase::about: return take_about(member);
        case Phase::checkpoint: return take_checkpoint(member);
        case Phase::rules: return take_rules(member);
        case Phase::stamps: return take_stamp(member);
        case Phase::consistency: return take_consistency(member);
        case Phase::entries: return take_entries(member);
        case Phase::states: return take_states(member);
        case Phase::sums: return take_sums(member);
        case Phase::over: return;
    }
}

void Check::take_about(const Member& member) {
    const auto about = json::parse(member.content);
    if (about.at("bundle") != 1)
        throw std::runtime_error{"the bundle is of a later version of this program"};
    if (!about.at("application").is_null())
        report_.application = about["application"].get<std::string>();
    report_.log = about.at("log").get<std::string>();
    report_.size = about.at("size").get<std::uint64_t>();
}

void Check::take_checkpoint(const Member& member) {
    try {
        const auto checkpoint = engine::open_checkpoint(member.content, expected_.key);
        head_ = checkpoint.head;
        if (checkpoint.origin != report_.log || checkpoint.head.size != report_.size)
            find(member, "is not the one that about.json names");
    } catch (const std::invalid_argument& error) {
        find(member, error.what());
        // The rest is still judged by what it says.
        head_ = engine::read_checkpoint(member.content).head;
    }
    note_ = member.content;
    report_.size = head_->size;
    report_.root = engine::base64(engine::bytes_of(head_->root));
    if (expected_.older) must_be_consistent(expected_.older->head, "the older checkpoint");
}

// To be shown by the entries, or by a proof of its own.
void Check::must_be_consistent(const engine::Head& other, const std::string& whose) {
    if (other.size > head_->size)
        return report_.find(whose, "is of " + std::to_string(other.size) +
                                       " entries, and the bundle's has only " +
                                       std::to_string(head_->size));
    if (other.size == head_->size) {
        if (other.root != head_->root)
            report_.find(whose, "has another root for the same size: the log was forked");
        return;
    }
    others_[other.size].emplace_back(other.root, whose);
}

void Check::take_rules(const Member& member) {
    const auto hash = hex_of(engine::sha256({member.content}));
    if (member.name != "rules/" + hash + ".json")
        return find(member, "is not named by its hash: the rules were changed");
    if (!applications_.add_rules(hash, member.content)) find(member, "is no definition of rules");
}

void Check::take_stamp(const Member& member) {
    const auto name = *within(member.name, "stamps/");
    const auto slash = name.find('/');
    const auto size = number_in(name.substr(0, slash));
    if (!size || slash == std::string_view::npos) return find(member, "is no time stamp's name");
    const auto file = name.substr(slash + 1);
    if (file == "checkpoint") {
        try {
            const auto stamped = engine::open_checkpoint(member.content, expected_.key);
            if (stamped.head.size != *size) find(member, "is of another size than its name says");
            must_be_consistent(stamped.head, "the checkpoint " + member.name);
        } catch (const std::invalid_argument& error) {
            find(member, error.what());
        }
        stamped_[*size] = member.content;
        return;
    }
    const auto note = stamped_.find(*size);
    if (note == stamped_.end() || !file.ends_with(".tsr"))
        return find(member, "is a time stamp over nothing that is in the bundle");
    const auto stamp = engine::read_time_stamp(member.content, note->second, expected_.trusted);
    if (!stamp.trouble.empty())
        return find(member, "the time stamp does not hold: " + stamp.trouble);
    if (stamp.trusted) applications_.stamped(*size, stamp.at);
    report_.stamps.push_back({.size = *size,
                              .authority = std::string{file.substr(0, file.size() - 4)},
                              .at = engine::rfc3339(stamp.at),
                              .trusted = stamp.trusted});
}

void Check::take_consistency(const Member& member) {
    const auto size = number_between(member.name, "consistency/", ".txt");
    const auto proof = hashes_in(member.content);
    if (!size || !proof) return find(member, "is no consistency proof");
    const auto others = others_.find(*size);
    if (others == others_.end()) return;  // For somebody else's older checkpoint.
    for (const auto& [root, whose] : others->second)
        if (!engine::proves_consistency(*proof, {*size, root}, *head_))
            report_.find(whose, "is not a beginning of this log: history was rewritten");
    others_.erase(others);
}

void Check::take_entries(const Member& member) {
    const auto& name = member.name;
    if (within(name, "data/")) return take_data(member);
    if (awaits_proof_ && !within(name, "proofs/")) {
        report_.find("entry " + std::to_string(awaits_proof_->first), "has no proof");
        awaits_proof_.reset();
    }
    if (within(name, "tile/")) return take_tile(member);
    if (within(name, "proofs/")) return take_proof(member);
    take_entry(member);
}

void Check::add(std::uint64_t position, std::string_view entry, const Hash& hash) {
    applications_.take(position, entry, hash);
    last_ = position;
    if (const auto commitment = applications_.commitment(); !commitment.empty())
        commitments_[position] = commitment;
    if (!is_whole_log() && commitments_.contains(position)) committing_.insert(position);
}

void Check::compare_with(const engine::Head& head) {
    const auto others = others_.find(head.size);
    if (others == others_.end()) return;
    for (const auto& [root, whose] : others->second)
        if (root != head.root)
            report_.find(whose, "is not a beginning of this log: history was rewritten");
    others_.erase(others);
}

void Check::take_tile(const Member& member) {
    if (!is_whole_log()) return find(member, "does not belong to one application");
    const auto begin = frontier_.size();
    const auto width = begin < head_->size ? std::min(engine::tile_width, head_->size - begin) : 0;
    const auto tile = engine::read_tile_name(*within(member.name, "tile/"));
    const auto wanted =
        engine::TileName{.entries = true, .number = begin / engine::tile_width, .width = width};
    if (width == 0 || tile != wanted)
        return find(member, "is not the next one: entries are missing, or are out of their order");
    const auto entries = engine::entries_of(member.content);
    if (!entries || entries->size() != width)
        return find(member, "does not hold " + std::to_string(width) + " whole entries");
    commitments_.clear();
    for (const auto entry : *entries) {
        const auto hash = engine::leaf_hash(entry);
        add(frontier_.size(), entry, hash);
        frontier_.add(hash);
        if (others_.contains(frontier_.size())) compare_with({frontier_.size(), frontier_.root()});
    }
}

void Check::take_entry(const Member& member) {
    const auto position = number_between(member.name, "entries/", ".json");
    if (is_whole_log() || !position) return find(member, "is no entry's name");
    if (last_ && *position <= *last_) return find(member, "is out of its order");
    const auto hash = engine::leaf_hash(member.content);
    commitments_.clear();
    add(*position, member.content, hash);
    awaits_proof_ = {*position, hash};
    LineEntry line;
    if (read_line(member.content, line) && line.app != report_.application)
        find(member, "is of another application");
}

void Check::take_proof(const Member& member) {
    const auto awaited = std::exchange(awaits_proof_, std::nullopt);
    if (!awaited || member.name != "proofs/" + std::to_string(awaited->first) + ".tlog-proof")
        return find(member, "proves nothing that stands before it");
    const auto head = std::string{proof_head} + std::to_string(awaited->first) + '\n';
    const auto end = member.content.find("\n\n");
    if (!member.content.starts_with(head) || end == std::string::npos || end + 1 < head.size())
        return find(member, "is no proof by tlog-proof");
    if (member.content.substr(end + 2) != note_)
        return find(member, "is for another checkpoint than the bundle's");
    const auto hashes = hashes_in(member.content.substr(head.size(), end + 1 - head.size()));
    if (!hashes || !engine::proves_inclusion(*hashes, awaited->second, awaited->first, head_->size,
                                             head_->root))
        report_.find("entry " + std::to_string(awaited->first),
                     "is not in the log that was signed: it was changed, or never there");
}

void Check::take_data(const Member& member) {
    for (const auto& text : lines_of(member.content)) {
        const auto line = json::parse(text);
        const auto position = line.at("position").get<std::uint64_t>();
        const auto entry = commitments_.find(position);
        if (entry == commitments_.end()) {
            find(member, "has data for entry " + std::to_string(position) +
                             ", which commits to none, or for the second time");
            continue;
        }
        const auto salt = engine::bytes_of_base64(line.at("salt").get<std::string>());
        const auto& data = line.at("data").get_ref<const std::string&>();
        if (!salt ||
            engine::base64(engine::bytes_of(engine::hmac_sha256(*salt, data))) != entry->second)
            report_.find("entry " + std::to_string(position),
                         "commits to other personal data than the bundle has");
        else
            ++report_.data_matched;
        if (!is_whole_log()) kept_[position] = data;
        commitments_.erase(entry);
    }
}

// The hash of a file that a line's data name.  Only with the data can it be shown that they do.
void Check::take_documents(const Member& member) {
    for (const auto& text : lines_of(member.content)) {
        const auto line = json::parse(text);
        const auto position = line.at("position").get<std::uint64_t>();
        const auto& hash = line.at("sha256").get_ref<const std::string&>();
        const auto data = kept_.find(position);
        const bool is_proven =
            data != kept_.end() && data->second.find('"' + hash + '"') != std::string::npos;
        if (hash.size() != 64 || !committing_.contains(position) ||
            (data != kept_.end() && !is_proven))
            find(member, "names the document " + hash + ", which entry " +
                             std::to_string(position) + " does not");
        else
            ++(is_proven ? report_.documents : report_.documents_unproven);
    }
}

void Check::take_states(const Member& member) {
    if (member.name == "documents.ndjson") return take_documents(member);
    for (const auto& text : lines_of(member.content)) {
        const auto line = json::parse(text);
        applications_.stands(line.at("app").get<std::string>(),
                             line.at("lines").get<std::int64_t>(),
                             line.at("state").get<std::string>());
    }
}

void Check::take_sums(const Member& member) {
    has_sums_ = true;
    std::string expected;
    for (const auto& [name, hash] : sums_) expected += hash + "  " + name + '\n';
    if (member.content == expected) return;
    std::map<std::string, std::string> given;
    for (const auto& line : lines_of(member.content))
        if (line.size() > 66) given[line.substr(66)] = line.substr(0, 64);
    for (const auto& [name, hash] : sums_)
        if (const auto found = given.find(name); found == given.end() || found->second != hash)
            report_.find(name, "is not as it was exported");
    for (const auto& [name, hash] : given)
        if (!sums_.contains(name)) report_.find(name, "was exported, and is missing");
    find(member, "does not fit the bundle's other members");
}

void Check::finish() {
    if (!head_) throw std::runtime_error{"the bundle has no checkpoint"};
    if (awaits_proof_)
        report_.find("entry " + std::to_string(awaits_proof_->first), "has no proof");
    if (is_whole_log()) {
        if (frontier_.size() != head_->size)
            report_.find("the log", "has " + std::to_string(frontier_.size()) +
                                        " entries in the bundle, and " +
                                        std::to_string(head_->size) + " were signed");
        else if (frontier_.root() != head_->root)
            report_.find("the log",
                         "its entries are not those that were signed: at least one was "
                         "changed, left out, added or moved");
    }
    for (const auto& [size, others] : others_)
        for (const auto& [root, whose] : others)
            report_.find(whose, "is of " + std::to_string(size) +
                                    " entries, and the bundle does not show that the log has only "
                                    "grown since; export it with --since");
    if (expected_.older && report_.holds())
        report_.older = "the log has only grown since its " +
                        std::to_string(expected_.older->head.size) + " entries";
    applications_.finish();
    if (!is_whole_log() && (report_.applications != 1))
        report_.find(report_.application, "is not in the bundle alone, or not at all");
    if (!has_sums_) report_.find("SHA256SUMS", "is missing");
    if (report_.stamps.empty())
        report_.notes.emplace_back(
            "no time stamp: that the log was signed is shown, and not since when");
    if (!is_whole_log())
        report_.notes.emplace_back(
            "lines after the last one here would not be missed: ask for the "
            "whole log, or for a later checkpoint");
}

}  // namespace

Report check(std::istream& bundle, const Expected& expected, const Progress& progress) {
    Report report;
    Check check{expected, report};
    try {
        TarReader archive{bundle};
        while (const auto member = archive.next()) {
            try {
                check.take(*member);
            } catch (const json::exception&) {
                report.find(member->name, "cannot be read");
            }
            if (progress) progress(archive.bytes_read());
        }
        check.finish();
    } catch (const std::exception& error) {
        report.find("the bundle", error.what());
    }
    return report;
}

}  // namespace proof
