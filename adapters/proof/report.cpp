#include "adapters/proof/report.hpp"

namespace proof {

using nlohmann::json;

std::string printable(const std::string& text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string shown;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f)
            shown += c;
        else
            shown.append("\\x").append({digits[byte >> 4U], digits[byte & 15U]});
    }
    return shown;
}

json json_of(const Report& report) {
    auto rules = json::array();
    for (const auto& each : report.rules)
        rules.push_back(
            {{"version", each.version}, {"sha256", each.sha256}, {"entry", each.entry}});
    auto stamps = json::array();
    for (const auto& stamp : report.stamps)
        stamps.push_back({{"size", stamp.size},
                          {"authority", stamp.authority},
                          {"at", stamp.at},
                          {"trusted", stamp.trusted}});
    auto findings = json::array();
    for (const auto& finding : report.findings)
        findings.push_back({{"where", finding.where}, {"what", finding.what}});
    return {{"holds", report.holds()},
            {"log", report.log},
            {"size", report.size},
            {"root", report.root},
            {"application", report.application.empty() ? json(nullptr) : json(report.application)},
            {"entries", report.entries},
            {"applications", report.applications},
            {"refusals", report.refusals},
            {"commitments", report.commitments},
            {"data_matched", report.data_matched},
            {"documents", report.documents},
            {"documents_unproven", report.documents_unproven},
            {"rules", rules},
            {"older", report.older.empty() ? json(nullptr) : json(report.older)},
            {"stamps", stamps},
            {"notes", report.notes},
            {"findings", findings},
            {"finding_count", report.finding_count}};
}

std::string as_json(const Report& report) {
    return json_of(report).dump(2, ' ', true, json::error_handler_t::replace) + '\n';
}

std::string findings_of(const Report& report) {
    std::string text;
    for (const auto& finding : report.findings)
        text += printable(finding.where) + ": " + printable(finding.what) + '\n';
    if (const auto more = report.finding_count - report.findings.size(); more > 0)
        text += "and " + std::to_string(more) + " more\n";
    return text;
}

std::string summary_of(const Report& report) {
    const auto count = [](std::uint64_t number, const char* one, const char* many) {
        return std::to_string(number) + ' ' + (number == 1 ? one : many);
    };
    auto text = "log          " + printable(report.log) + '\n';
    text +=
        "checkpoint   " + count(report.size, "entry", "entries") + ", root " + report.root + '\n';
    text += "bundle       " +
            (report.application.empty() ? std::string{"the whole log"}
                                        : printable(report.application)) +
            '\n';
    text += "checked      " + count(report.entries, "entry", "entries") + ", " +
            count(report.applications, "application", "applications") + ", " +
            count(report.refusals, "refusal", "refusals") + '\n';
    text += "data         " + std::to_string(report.data_matched) + " of " +
            count(report.commitments, "commitment", "commitments") +
            " to personal data matched; the rest was erased or is not in the bundle\n";
    if (report.documents > 0)
        text += "documents    " + count(report.documents, "hash", "hashes") + '\n';
    if (report.documents_unproven > 0)
        text += "documents    " + count(report.documents_unproven, "hash", "hashes") +
                " that nothing in the bundle shows: their data are not in it\n";
    for (const auto& each : report.rules)
        text += "rules        " + printable(each.version) + " by entry " +
                std::to_string(each.entry) + ", SHA-256 " + printable(each.sha256) + '\n';
    if (!report.older.empty()) text += "older        " + report.older + '\n';
    for (const auto& stamp : report.stamps)
        text += "time stamp   " + printable(stamp.authority) + " at " + stamp.at + " over " +
                count(stamp.size, "entry", "entries") +
                (stamp.trusted ? "" : " (whose signature nobody vouched for)") + '\n';
    for (const auto& note : report.notes) text += "note         " + printable(note) + '\n';
    return text + "result       " +
           (report.holds() ? std::string{"everything holds\n"}
                           : count(report.finding_count, "fault was", "faults were") + " found\n");
}

}  // namespace proof
