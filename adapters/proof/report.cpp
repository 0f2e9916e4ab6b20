#include "adapters/proof/report.hpp"

namespace proof {

using nlohmann::json;

json json_of(const Report& report) {
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
            {"older", report.older.empty() ? json(nullptr) : json(report.older)},
            {"stamps", stamps},
            {"notes", report.notes},
            {"findings", findings},
            {"finding_count", report.finding_count}};
}

std::string findings_of(const Report& report) {
    std::string text;
    for (const auto& finding : report.findings) text += finding.where + ": " + finding.what + '\n';
    if (const auto more = report.finding_count - report.findings.size(); more > 0)
        text += "and " + std::to_string(more) + " more\n";
    return text;
}

std::string summary_of(const Report& report) {
    const auto count = [](std::uint64_t number, const char* one, const char* many) {
        return std::to_string(number) + ' ' + (number == 1 ? one : many);
    };
    auto text = "log          " + report.log + '\n';
    text +=
        "checkpoint   " + count(report.size, "entry", "entries") + ", root " + report.root + '\n';
    text += "bundle       " +
            (report.application.empty() ? std::string{"the whole log"} : report.application) + '\n';
    text += "checked      " + count(report.entries, "entry", "entries") + ", " +
            count(report.applications, "application", "applications") + ", " +
            count(report.refusals, "refusal", "refusals") + '\n';
    text += "data         " + std::to_string(report.data_matched) + " of " +
            count(report.commitments, "commitment", "commitments") +
            " to personal data matched; the rest was erased or is not in the bundle\n";
    if (report.documents > 0)
        text += "documents    " + count(report.documents, "hash", "hashes") + '\n';
    if (!report.older.empty()) text += "older        " + report.older + '\n';
    for (const auto& stamp : report.stamps)
        text += "time stamp   " + stamp.authority + " at " + stamp.at + " over " +
                count(stamp.size, "entry", "entries") +
                (stamp.trusted ? "" : " (whose signature nobody vouched for)") + '\n';
    for (const auto& note : report.notes) text += "note         " + note + '\n';
    return text + "result       " +
           (report.holds() ? std::string{"everything holds\n"}
                           : count(report.finding_count, "fault was", "faults were") + " found\n");
}

}  // namespace proof
