// A mock of a provider's API that holds our calls to its OpenAPI document: Prism, of npm, which
// answers whatever breaks the document with 4xx.

#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/call.hpp"
#include "tests/child.hpp"

namespace tests {

class Prism {
public:
    // `document` is a path in the shared folder.  Empty if it is not there.
    static std::unique_ptr<Prism> start(const std::string& document) {
        const auto* shared = std::getenv("DOORSTEP_SHARED");
        const auto* source = std::getenv("DOORSTEP_SOURCE");
        const auto root = std::string{source ? source : "."};
        const auto file = (shared ? shared : root + "/../shared") + "/" + document;
        const auto program = root + "/build/node/node_modules/@stoplight/prism-cli/dist/index.js";
        if (!std::ifstream{file}) {
            MESSAGE("skipped: there is no " << document << " in DOORSTEP_SHARED");
            return nullptr;
        }
        // Not by npx: it would leave the real process behind.
        auto prism = std::unique_ptr<Prism>{
            new Prism{{"node", program, "mock", "--errors", "-h", "127.0.0.1", "-p", "0", file}}};
        const std::string words = "listening on ";
        for (auto line = prism->program_.line(); !line.empty(); line = prism->program_.line())
            if (const auto at = line.find(words); at != std::string::npos) {
                prism->url_ = line.substr(at + words.size());
                return prism;
            }
        throw std::runtime_error{"Prism does not start"};
    }

    const std::string& url() const { return url_; }

private:
    explicit Prism(std::vector<std::string> command) : program_{std::move(command)} {}

    Child program_;
    std::string url_;
};

}  // namespace tests
