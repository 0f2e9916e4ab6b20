#include "adapters/postgres/programs.hpp"

#include <signal.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>

#include "adapters/postgres/child.hpp"
#include "adapters/scratch_folder.hpp"

namespace postgres {

std::string run_program(const Embedded& embedded, const std::string& database,
                        const std::string& program, std::vector<std::string> arguments,
                        const std::filesystem::path& folder) {
    const auto log = folder / "said";
    arguments.insert(arguments.begin(), (embedded.programs() / program).string());
    arguments.insert(arguments.end(), {"--host=" + embedded.socket_folder().string(),
                                       "--username=doorstep", database});
    const auto status = Child{
        {.arguments = std::move(arguments),
         .folder = folder,
         .log = log,
         .as = std::nullopt,
         .on_our_death =
             SIGTERM}}.wait();
    std::ifstream file{log};
    const auto said = std::string{std::istreambuf_iterator<char>{file}, {}};
    if (status == 0) return said;
    throw CannotStart{program + " ended with status " + std::to_string(status) + ":\n" + said};
}

Pace run_pgbench(const Embedded& embedded, const std::string& database, const Crowd& crowd) {
    const auto folder = adapters::ScratchFolder{"bench"};
    const auto script = folder.write("script", crowd.script);
    auto arguments =
        std::vector<std::string>{"--no-vacuum",
                                 "--protocol=prepared",
                                 "--client=" + std::to_string(crowd.clients),
                                 "--jobs=" + std::to_string(std::min(crowd.clients, 2)),
                                 "--time=" + std::to_string(crowd.seconds),
                                 "--file=" + script.string()};
    for (const auto& value : crowd.values) arguments.push_back("--define=" + value);
    const auto said =
        run_program(embedded, database, "pgbench", std::move(arguments), folder.path());
    // On a machine that is busy elsewhere; pgbench gives no rate then.
    if (said.find("actually processed: 0\n") != said.npos) return {0, 1};
    const auto figure = [&](const char* before) {
        std::smatch found;
        if (!std::regex_search(said, found, std::regex{before + std::string{"([0-9.]+)"}}))
            throw CannotStart{"pgbench said something else:\n" + said};
        return std::stod(found[1].str());
    };
    return {figure("tps = "), figure("actually processed: ")};
}

}  // namespace postgres
