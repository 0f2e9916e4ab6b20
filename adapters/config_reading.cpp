#include "adapters/config_reading.hpp"

#include <stdexcept>
#include <vector>

#include "adapters/drawings.hpp"

namespace adapters {

config::Config read_configuration(const std::string& file,
                                  const std::map<std::string, std::string>& flags) {
    auto read =
        config::read_config({.file = file, .environment = config::environment(), .flags = flags});
    if (auto* problems = std::get_if<std::vector<config::Problem>>(&read)) {
        std::string words = "the configuration cannot be used:";
        for (const auto& problem : *problems) words += "\n  " + config::sentence(problem);
        throw std::runtime_error{words};
    }
    return std::get<config::Config>(std::move(read));
}

std::string_view workflow_svg() { return drawings().at("onboarding.svg"); }

}  // namespace adapters
