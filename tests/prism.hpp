// A mock of a provider's API that holds our calls to its OpenAPI document: Prism, of npm, which
// answers whatever breaks the document with 4xx.  Or a guard between us and a simulator.

#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/scratch_folder.hpp"
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
        const auto file = path_of(document);
        if (!is_there(file, document)) return nullptr;
        std::vector<std::string> command{"mock"};
        if (holds == Holds::calls_and_answers) command.emplace_back("--errors");
        command.push_back(file);
        return listening(std::unique_ptr<Prism>{new Prism{std::move(command)}});
    }

    // Passes calls on to `upstream`, and holds what it answers to the document, too.  `lead` is
    // what the document lacks at its beginning.
    static std::unique_ptr<Prism> between(const std::string& document, const std::string& lead,
                                          const std::string& upstream) {
        const auto original = path_of(document);
        if (!is_there(original, document)) return nullptr;
        auto stream = std::ifstream{original, std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{stream}, {}};
        auto folder = std::make_unique<adapters::ScratchFolder>("prism");
        const auto file = folder->write("contract.yaml", lead + text);
        auto prism =
            std::unique_ptr<Prism>{new Prism{{"proxy", "--errors", file.string(), upstream}}};
        prism->folder_ = std::move(folder);
        return listening(std::move(prism));
    }

    const std::string& url() const { return url_; }

private:
    static std::string root() {
        const auto* source = std::getenv("DOORSTEP_SOURCE");
        return source ? source : ".";
    }
    static std::string path_of(const std::string& document) {
        const auto* shared = std::getenv("DOORSTEP_SHARED");
        return (shared ? shared : root() + "/../shared") + "/" + document;
    }
    static bool is_there(const std::string& file, const std::string& document) {
        if (std::ifstream{file}) return true;
        MESSAGE("skipped: there is no " << document << " in DOORSTEP_SHARED");
        return false;
    }

    static std::unique_ptr<Prism> listening(std::unique_ptr<Prism> prism) {
        const std::string words = "listening on ";
        for (auto line = prism->program_.line(); !line.empty(); line = prism->program_.line())
            if (const auto at = line.find(words); at != std::string::npos) {
                prism->url_ = line.substr(at + words.size());
                return prism;
            }
        throw std::runtime_error{"Prism does not start"};
    }

    // Not by npx: it would leave the real process behind.
    static std::vector<std::string> complete(std::vector<std::string> command) {
        const std::vector<std::string> rest{"-h", "127.0.0.1", "-p", "0"};
        command.insert(command.begin() + 1, rest.begin(), rest.end());
        const auto program = root() + "/build/node/node_modules/@stoplight/prism-cli/dist/index.js";
        command.insert(command.begin(), {"node", program});
        return command;
    }

    explicit Prism(std::vector<std::string> command) : program_{complete(std::move(command))} {}

    std::unique_ptr<adapters::ScratchFolder> folder_;
    Child program_;
    std::string url_;
};

}  // namespace tests
