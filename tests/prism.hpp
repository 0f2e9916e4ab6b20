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
    // Whether answers are held to the document, too.  Where it breaks its own rules in its
    // examples, Prism would answer 500; our calls are held to it in any case.
    enum class Holds { calls_and_answers, calls };

    // `document` is a path in the shared folder.  Empty if it is not there.
    static std::unique_ptr<Prism> start(const std::string& document,
                                        Holds holds = Holds::calls_and_answers) {
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
        std::vector<std::string> command{"node", program, "mock", "-h", "127.0.0.1", "-p", "0"};
        if (holds == Holds::calls_and_answers) command.emplace_back("--errors");
        command.push_back(file);
        auto prism = std::unique_ptr<Prism>{new Prism{std::move(command)}};
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
