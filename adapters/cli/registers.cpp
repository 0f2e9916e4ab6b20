#include "adapters/cli/registers.hpp"

#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "adapters/cli/checking.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/surroundings.hpp"
#include "engine/fault.hpp"

namespace cli {
namespace {

using nlohmann::json;

std::string text_in(const json& object, const char* name) {
    const auto& value = object.at(name);
    return value.is_string() ? value.get<std::string>() : "";
}

}  // namespace

int print_evidence(adapters::Grounds& grounds, const std::string& reference, bool as_json,
                   const std::string& language) {
    const auto found = grounds.of(operator_at("clerk"), reference, language);
    if (!found) throw std::runtime_error{"there is no application " + reference};
    if (as_json) {
        std::cout << found->dump(2) << '\n';
        return 0;
    }
    for (const auto& item : found->at("items"))
        std::cout << text_in(item, "outcome") << '\t' << text_in(item, "label") << '\t'
                  << text_in(item, "subject") << '\t' << text_in(item, "source") << '\t'
                  << text_in(item, "at") << '\t' << text_in(item, "explanation") << '\n';
    for (const auto& warning : found->at("warnings")) {
        std::cout << "warning\t" << text_in(warning, "field") << '\t'
                  << text_in(warning, "sentence");
        if (!text_in(warning, "accepted_by").empty())
            std::cout << "\taccepted by " << text_in(warning, "accepted_by") << ": "
                      << text_in(warning, "reason");
        std::cout << '\n';
    }
    return 0;
}

int import_iana(adapters::Registrars& registrars, const std::string& path, bool as_json) {
    const auto bytes = read_file(path);
    const auto name =
        path == "-" ? std::string{"stdin"} : std::filesystem::path{path}.filename().string();
    try {
        const auto kept = registrars.import(bytes, name, "cli");
        const auto counts = adapters::view_of(kept);
        if (as_json)
            std::cout << counts.dump(2) << '\n';
        else
            std::cout << "rows " << counts["rows"] << ", added " << counts["added"] << ", changed "
                      << counts["changed"] << ", terminated " << counts["terminated"]
                      << ", removed " << counts["removed"] << ", tasks " << counts["tasks"] << '\n';
        return 0;
    } catch (const engine::Rejected& refused) {
        std::cerr << "doorstep: " << name
                  << " is refused, and the list stays as it was: " << refused.what() << '\n';
        return 1;
    }
}

int print_registrars(adapters::Registrars& registrars, const std::string& text, bool as_json,
                     const std::string& language) {
    const auto found = registrars.find(text, language);
    const auto& items = found.at("items");
    if (as_json)
        std::cout << found.dump(2) << '\n';
    else
        for (const auto& item : items)
            std::cout << item.at("iana_id") << '\t' << text_in(item, "status") << '\t'
                      << text_in(item, "name") << '\t' << text_in(item, "explanation") << '\n';
    if (found.at("list").is_null())
        std::cerr << "doorstep: IANA's list was never imported (doorstep import iana FILE)\n";
    return items.empty() ? 1 : 0;
}

int check_iana(adapters::Registrars& registrars, const std::vector<std::string>& values,
               const std::string& language) {
    int status = 0;
    for (const auto& value : values) {
        const auto [checked, named] = registrars.check(value);
        status |= print_checked(checked, named, language, std::cout);
    }
    return status;
}

}  // namespace cli
