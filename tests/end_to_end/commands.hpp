// The commands of the program beside a server, as a shell runs them: streams and exit codes.

#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/scratch_folder.hpp"
#include "tests/child.hpp"
#include "tests/end_to_end/shell.hpp"

namespace tests {

using Words = std::vector<std::string>;

inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

inline std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return text + "'";
}

// What a command said, and how it ended.
struct Said {
    int status;
    std::string out;
    std::string err;
    nlohmann::json read() const { return nlohmann::json::parse(out); }
    bool says(const std::string& words) const { return err.find(words) != std::string::npos; }
};

// A server on a database of its own, and commands beside it.
class Commands {
public:
    Commands() {
        server_ = std::make_unique<Child>(
            Words{doorstep(), "serve", "--data", data(), "--listen", "127.0.0.1:0"});
        server_->port();
    }
    ~Commands() { server_->stop(); }

    std::string data() const { return folder_ / "data"; }
    std::filesystem::path file(const std::string& name, const std::string& content) const {
        return folder_.write(name, content);
    }

    Said plain(const Words& words, const std::string& input = "") const {
        auto command = quoted(doorstep());
        for (const auto& word : words) command += " " + quoted(word);
        command += " <" + quoted(file("in", input)) + " >" + quoted(folder_ / "out") + " 2>" +
                   quoted(folder_ / "err");
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(folder_ / "out"),
                text_of(folder_ / "err")};
    }
    Said operator()(Words words, const std::string& input = "") const {
        words.insert(words.end(), {"--data-dir", data()});
        return plain(words, input);
    }
    std::size_t count() const { return (*this)({"list", "--json"}).read().at("items").size(); }

private:
    adapters::ScratchFolder folder_{"cli"};
    std::unique_ptr<Child> server_;
};

}  // namespace tests
