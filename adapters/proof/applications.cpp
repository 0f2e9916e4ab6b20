#include "adapters/proof/applications.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

#include "engine/digest.hpp"

namespace proof {
namespace {

// Another database host may take over, whose clock is a little behind.
constexpr auto clocks_differ_by = std::chrono::minutes{1};
// Between a line and its place in the log there are seconds, if all is well.
constexpr auto sealed_within = std::chrono::hours{1};

std::string entry_at(std::uint64_t position) { return "entry " + std::to_string(position); }

// As rfc3339() writes it: so texts compare as the times do.
bool is_time(std::string_view text) {
    constexpr std::string_view pattern = "0000-00-00T00:00:00.000000Z";
    return std::ranges::equal(text, pattern, [](char c, char wanted) {
        return wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
    });
}

bool is_earlier(std::string_view at, const std::string& before) {
    return at < before &&
           engine::read_rfc3339(std::string{at}) + clocks_differ_by < engine::read_rfc3339(before);
}

}  // namespace

bool Applications::add_rules(const std::string& sha256, const std::string& definition) {
    try {
        return rules_.emplace(sha256, Rules{definition}).second;
    } catch (const std::exception&) {
        return false;
    }
}

void Applications::take(std::uint64_t position, std::string_view entry, const engine::Hash& hash) {
    commitment_ = {};
    ++report_.entries;
    if (entry.starts_with("{\"kind\":\"rules\""))
        take_rules(position, entry);
    else if (read_line(entry, line_))
        take_line(position, hash);
    else
        report_.find(entry_at(position), "is no line of a journal in its canonical form");
}

void Applications::take_rules(std::uint64_t position, std::string_view entry) {
    const auto said = read_rules(entry);
    if (!said) return report_.find(entry_at(position), "declares no rules in their canonical form");
    const auto other = std::ranges::find_if(report_.rules, [&](const auto& each) {
        return each.version == said->workflow && each.sha256 != said->sha256;
    });
    if (other != report_.rules.end())
        report_.find(entry_at(position), "declares rules " + other->version +
                                             " a second time and otherwise than " +
                                             entry_at(other->entry) + " had");
    report_.rules.push_back({.version = std::string{said->workflow},
                             .sha256 = std::string{said->sha256},
                             .entry = position});
    const auto rules = rules_.find(said->sha256);
    if (rules == rules_.end())
        return report_.find(entry_at(position), "declares rules " + std::string{said->workflow} +
                                                    " that are not in the bundle");
    in_force_[std::string{said->workflow}].push_back(&rules->second);
}

std::string Applications::flaw_of(const Application& before) const {
    if (line_.number <= before.lines)
        return "is there a second time, after line " + std::to_string(before.lines);
    if (line_.number != before.lines + 1)
        return "follows after line " + std::to_string(before.lines) + ": a line is missing";
    if (line_.previous != engine::base64(engine::bytes_of(before.head)))
        return "does not name the line before it: the chain is broken";
    if (line_.from != before.state)
        return "begins in '" + std::string{line_.from} + "', and the line before had led to '" +
               before.state + "'";
    if (!is_time(line_.at)) return "does not say when it was";
    if (is_earlier(line_.at, before.at))
        return "is of " + std::string{line_.at} + ", and the line before it of " + before.at;
    return objection_of();
}

void Applications::stamped(std::uint64_t size, engine::Time at) {
    auto& limit = stamps_[size];
    limit = std::max(limit, engine::rfc3339(at - sealed_within));
}

// No fault: sealing may have stood still, or begun with a journal that was there before.
void Applications::compare_with_stamps(std::uint64_t position) {
    const auto after = stamps_.upper_bound(position);  // The last stamp over less than this entry.
    if (after == stamps_.begin() || !is_time(line_.at) || line_.at >= std::prev(after)->second)
        return;
    if (old_lines_++ == 0) first_old_ = position;
}

std::string Applications::objection_of() const {
    const auto rules = in_force_.find(line_.workflow);
    if (rules == in_force_.end())
        return "was decided by the rules " + std::string{line_.workflow} +
               ", which the log has not declared before";
    std::string objection;
    for (const auto* each : rules->second) {
        objection = each->objection(line_);
        if (objection.empty()) break;
    }
    return objection;
}

void Applications::take_line(std::uint64_t position, const engine::Hash& hash) {
    auto& application = applications_[std::string{line_.app}];
    if (auto flaw = flaw_of(application); !flaw.empty())
        report_.find(std::string{line_.app} + " line " + std::to_string(line_.number) + " (" +
                         entry_at(position) + ")",
                     std::move(flaw));
    application.head = hash;
    application.lines = line_.number;
    application.state = line_.to;
    if (is_time(line_.at)) application.at = line_.at;
    compare_with_stamps(position);
    if (line_.is_refused) ++report_.refusals;
    if (line_.has_data) {
        ++report_.commitments;
        commitment_ = line_.data;
    }
}

void Applications::stands(const std::string& reference, std::int64_t lines,
                          const std::string& state) {
    const auto found = applications_.find(reference);
    if (found == applications_.end())
        return report_.find(reference, "is in the database and has no line in the log");
    auto& application = found->second;
    if (application.is_known) report_.find(reference, "stands in the list of states twice");
    application.is_known = true;
    if (lines != application.lines)
        report_.find(reference, "has " + std::to_string(lines) + " lines in the database and " +
                                    std::to_string(application.lines) + " in the log");
    else if (state != application.state)
        report_.find(reference, "is '" + state + "' in the database, and its lines led to '" +
                                    application.state + "'");
}

void Applications::finish() {
    if (old_lines_ > 0)
        report_.notes.push_back(
            std::to_string(old_lines_) + " lines, the first of them " + entry_at(first_old_) +
            ", are dated more than an hour before a time stamp over a log that they were not in: "
            "they were sealed late, or dated back; ask the registry which");
    report_.applications = applications_.size();
    for (const auto& [reference, application] : applications_)
        if (!application.is_known)
            report_.find(reference, "is in the log, and the bundle does not say where it stands");
}

}  // namespace proof
