#include "adapters/postgres/our_statements.hpp"

#include <pqxx/pqxx>
#include <regex>
#include <sstream>
#include <string_view>

#include "adapters/postgres/measuring_files.hpp"
#include "adapters/postgres/programs.hpp"
#include "adapters/postgres/statements.hpp"

namespace postgres {

namespace {

std::vector<std::string> lines_of(const std::string& words) {
    std::vector<std::string> found;
    auto stream = std::istringstream{words};
    for (std::string line; std::getline(stream, line);) found.push_back(line);
    return found;
}

// A statement of ours with pgbench's values in the place of its parameters.
std::string filled_in(std::string_view statement, const std::vector<std::string>& values) {
    std::string said;
    for (const auto& line : lines_of(std::string{statements().at(statement)}))
        if (!line.starts_with("--")) said += line + '\n';
    for (std::size_t number = 1; number <= values.size(); ++number)
        said = std::regex_replace(said, std::regex{"\\$" + std::to_string(number) + "\\b"},
                                  values[number - 1]);
    said.pop_back();
    return said;
}

void replace_all(std::string& in, std::string_view what, std::string_view by) {
    for (auto at = in.find(what); at != in.npos; at = in.find(what, at + by.size()))
        in.replace(at, what.size(), by);
}

std::string script_for(const Repeated& repeated) {
    const bool batches = repeated.floor.kind == Floor::Kind::d32;
    const std::string kind = batches ? "batch" : "one";
    auto transition = measuring_file(kind + ".pgbench");
    replace_all(transition, "{find}",
                filled_in(batches ? "find.sql" : "find_one.sql",
                          lines_of(measuring_file(kind + "_find.values"))));
    replace_all(transition, "{write}",
                filled_in(batches ? "write.sql" : "write_one.sql",
                          lines_of(measuring_file(kind + "_write.values"))));
    auto script = measuring_file(kind + "_begin.pgbench");
    for (std::size_t i = 0; i < repeated.samples.size(); ++i)
        script += std::regex_replace(transition, std::regex{R"(:\{(\w+)\})"},
                                     ":sample" + std::to_string(i) + "_$1");
    return script;
}

}  // namespace

Sample last_transition(const std::string& address, std::int64_t of_case) {
    auto connection = pqxx::connection{address};
    const auto row =
        pqxx::nontransaction{connection}.exec_params1(measuring_file("sample.sql"), of_case);
    Sample sample;
    for (const auto& field : row) sample[field.name()] = field.is_null() ? "null" : field.c_str();
    return sample;
}

double measure_our_statements(const Embedded& embedded, const Scratch& database,
                              const Repeated& repeated) {
    const auto& floor = repeated.floor;
    auto crowd = Crowd{.clients = floor.clients,
                       .seconds = floor.seconds,
                       .script = script_for(repeated),
                       .values = {"n=0", "clients=" + std::to_string(floor.clients),
                                  "each=" + std::to_string(floor.applications / floor.clients)}};
    for (std::size_t i = 0; i < repeated.samples.size(); ++i)
        for (const auto& [name, value] : repeated.samples[i])
            crowd.values.push_back("sample" + std::to_string(i) + '_' + name + '=' + value);
    const auto before = our_rows(database.address()).transitions;
    const auto pace = run_pgbench(embedded, database.name(), crowd);
    const auto written = our_rows(database.address()).transitions - before;
    return pace.per_second * static_cast<double>(written) / pace.processed;
}

}  // namespace postgres
