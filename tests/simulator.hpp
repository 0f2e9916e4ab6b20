// A neighbour's simulator as a program of its own, started on a free port and ended with the test.

#pragma once

#include <httplib.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/child.hpp"

namespace tests {

class Simulator {
public:
    explicit Simulator(const std::string& name, std::vector<std::string> flags = {})
        : program_{command(name, std::move(flags))} {
        const auto line = program_.line();
        const auto prefix = std::string{"listening on "};
        if (!line.starts_with(prefix)) throw std::runtime_error{name + " says '" + line + "'"};
        url_ = line.substr(prefix.size());
    }

    const std::string& url() const { return url_; }

    nlohmann::json get(const std::string& path) const {
        return answer(httplib::Client{url_}.Get(path));
    }
    nlohmann::json post(const std::string& path,
                        const nlohmann::json& body = nlohmann::json::object()) const {
        return answer(httplib::Client{url_}.Post(path, body.dump(), "application/json"));
    }
    nlohmann::json created(const std::string& kind) const {
        return get("/sim/log").at("created").value(kind, nlohmann::json::array());
    }

private:
    static std::vector<std::string> command(const std::string& name,
                                            std::vector<std::string> flags) {
        const auto* folder = std::getenv("DOORSTEP_SIMULATORS");
        if (!folder) throw std::runtime_error{"DOORSTEP_SIMULATORS does not say where they are"};
        flags.insert(flags.begin(), std::string{folder} + "/" + name + "_simulator");
        return flags;
    }

    static nlohmann::json answer(const httplib::Result& result) {
        if (!result) throw std::runtime_error{httplib::to_string(result.error())};
        return nlohmann::json::parse(result->body);
    }

    Child program_;
    std::string url_;
};

}  // namespace tests
