#include "adapters/cli/intake.hpp"

#include <filesystem>
#include <iomanip>
#include <iostream>
#include <stdexcept>

#include "adapters/cli/input.hpp"
#include "adapters/cli/printing.hpp"
#include "adapters/node.hpp"
#include "states/messages.hpp"
#include "states/text.hpp"

namespace cli {
namespace {

using nlohmann::json;

constexpr std::size_t mail_size_max = 40UL * 1024 * 1024;  // As large as any mailbox takes.

std::string read_mail_file(const std::string& path) {
    std::error_code error;
    if (path != "-" && std::filesystem::is_regular_file(path, error) &&
        std::filesystem::file_size(path, error) > mail_size_max)
        throw std::runtime_error{path + " has more than " + std::to_string(mail_size_max) +
                                 " bytes: no mail is so large"};
    auto content = read_file(path);
    if (content.size() > mail_size_max)
        throw std::runtime_error{"stdin has more than " + std::to_string(mail_size_max) +
                                 " bytes: no mail is so large"};
    return content;
}

// What a person would write in its place.
std::string written(const json& value) {
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void print_proposal(const json& proposal, const std::string& language) {
    const auto field = proposal["field"].get<std::string>();
    const auto& origin = proposal["origin"];
    std::cout << (proposal["used"].get<bool>() ? "  " : "  not ") << field << " = "
              << written(proposal["value"]) << '\n'
              << "      " << states::label(field, language) << ", "
              << states::message(language,
                                 "intake.confidence." + proposal["confidence"].get<std::string>())
              << ": " << origin["part"].get<std::string>();
    if (origin["line"].get<int>() > 0) std::cout << ", line " << origin["line"];
    if (!origin["excerpt"].get<std::string>().empty())
        std::cout << ": " << origin["excerpt"].get<std::string>();
    std::cout << '\n';
}

void print_trouble(const std::vector<states::Problem>& all, const std::string& language) {
    for (const auto& problem : all)
        std::cout << "  " << (problem.field.empty() ? "" : problem.field + ": ")
                  << states::sentence(problem, language) << '\n';
}

std::string doubt_sentence(const states::Problem& doubt, const std::string& language) {
    return states::message(language, "intake." + doubt.code, doubt.values);
}

void print_reading(const adapters::MailOnFile& mail, const std::string& language) {
    const auto& view = mail.view;
    std::cout << states::message(language, "intake.kind." + mail.kind) << '\n';
    row("known by") << view["why"].get<std::string>() << '\n';
    row("from") << view["from"]["name"].get<std::string>() << " <"
                << (view["from"]["email"].is_null() ? "" : view["from"]["email"].get<std::string>())
                << ">\n";
    row("subject") << view["subject"].get<std::string>() << '\n';
    for (const auto& bounced : view["bounced"])
        row("bounced") << written(bounced["message_id"]) << " to " << written(bounced["recipient"])
                       << ": " << written(bounced["status"])
                       << (bounced["permanent"].get<bool>() ? "" : ", may pass") << '\n';
    if (!view["proposals"].empty()) std::cout << "understood\n";
    for (const auto& proposal : view["proposals"]) print_proposal(proposal, language);
    if (!view["attachments"].empty()) std::cout << "attached\n";
    for (const auto& file : view["attachments"])
        std::cout << "  " << file["file_name"].get<std::string>() << ", "
                  << file["media_type"].get<std::string>() << ", " << file["size"] << " bytes, "
                  << states::message(language, "intake.role." + file["role"].get<std::string>())
                  << '\n';
    if (!mail.problems.empty()) std::cout << "missing or wrong\n";
    print_trouble(mail.problems, language);
    if (!mail.doubts.empty()) std::cout << "doubtful\n";
    for (const auto& doubt : mail.doubts)
        std::cout << "  " << (doubt.field.empty() ? "" : doubt.field + ": ")
                  << doubt_sentence(doubt, language) << '\n';
}

// Why no application is opened: on stderr, and as errors if JSON is wanted.
int refuse(const adapters::MailOnFile& mail, bool as_json, const std::string& language) {
    auto errors = json::array();
    const auto say = [&](const std::string& field, const std::string& code,
                         const std::string& sentence) {
        errors.push_back({{"field", field}, {"code", code}, {"detail", sentence}});
        std::cerr << (field.empty() ? "" : field + ": ") << sentence << " (" << code << ")\n";
    };
    if (mail.kind != "sign_up")
        say("", "no_sign_up", states::message(language, "intake.kind." + mail.kind));
    for (const auto& problem : mail.problems)
        say(problem.field, problem.code, states::sentence(problem, language));
    for (const auto& doubt : mail.doubts)
        say(doubt.field, doubt.code, doubt_sentence(doubt, language));
    if (as_json) std::cout << json{{"errors", std::move(errors)}}.dump(2) << '\n';
    return 1;
}

}  // namespace

int show_mail(const config::Config& config, const std::string& file, bool as_json,
              const std::string& language) {
    const auto mail = adapters::read_mail_on_file(config, read_mail_file(file));
    if (as_json)
        std::cout << mail.view.dump(2) << '\n';
    else
        print_reading(mail, language);
    return 0;
}

bool is_mail(const std::string& file, std::string_view content) {
    if (states::lower_ascii(file).ends_with(".eml")) return true;
    if (file != "-") return false;
    // A header's name and its colon: JSON begins otherwise.
    const auto name = content.substr(0, content.find_first_of(":\r\n "));
    return !name.empty() && content.substr(name.size()).starts_with(':') &&
           name.find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") ==
               std::string_view::npos;
}

int apply_mail(const config::Config& config, const adapters::Caller& caller,
               const std::string& file, std::string_view raw, std::string key, bool as_json,
               const std::string& language) {
    if (raw.size() > mail_size_max)
        throw std::runtime_error{file + " has more than " + std::to_string(mail_size_max) +
                                 " bytes: no mail is so large"};
    const auto mail = adapters::read_mail_on_file(config, raw);
    if (!mail.complete) return refuse(mail, as_json, language);
    auto node = adapters::Node{config, false};
    for (const auto& document : mail.files) {
        const auto taken = node.documents().take(caller, document.content, document.file_name);
        if (const auto* invalid = std::get_if<adapters::Invalid>(&taken))
            return print(*invalid, as_json, language);
        if (const auto* large = std::get_if<adapters::TooLarge>(&taken))
            throw std::runtime_error{document.file_name + " has more than " +
                                     std::to_string(large->limit) +
                                     " bytes (server.document_limit)"};
        if (std::holds_alternative<adapters::NoPdf>(taken))
            throw std::runtime_error{document.file_name + " is not a PDF"};
    }
    if (key.empty() && !mail.message_id.empty()) key = "mail:" + mail.message_id;
    return print(node.applications().apply(caller, mail.sign_up, key), as_json, language);
}

}  // namespace cli
