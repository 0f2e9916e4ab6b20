#include "adapters/cli/surroundings.hpp"

namespace cli {

adapters::Caller operator_at(const std::string& role, const std::string& name) {
    return {.id = name.empty() ? "cli" : "cli:" + name, .roles = {role}, .door = "cli"};
}

}  // namespace cli
