// All mail that applicants get, as the mail server's script keeps it in its folder.

#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <regex>
#include <set>
#include <string>

#include "tests/golden.hpp"

namespace tests {

class Mailbox {  // May be used by many threads.
public:
    explicit Mailbox(std::filesystem::path folder) : folder_{std::move(folder)} {}

    // The newest that was sent for this application; empty if none was.
    std::string activation_code(const std::string& reference) {
        const auto lock = std::lock_guard{mutex_};
        open_new_mail();
        const auto found = codes_.find(reference);
        return found == codes_.end() ? "" : found->second;
    }

    // Of the effects that mails were sent for, by what stands before the @ of their Message-ID.
    std::map<std::string, int> times_by_key() {
        const auto lock = std::lock_guard{mutex_};
        open_new_mail();
        return times_;
    }

private:
    void open_new_mail() {
        // Names sort by age.
        std::set<std::filesystem::path> unread;
        for (const auto& entry : std::filesystem::directory_iterator{folder_})
            if (entry.path().extension() == ".eml" && !read_.contains(entry.path()))
                unread.insert(entry.path());
        for (const auto& path : unread) open(read_file(path));
        read_.merge(unread);
    }

    void open(const std::string& mail) {
        static const std::regex id{R"(Message-ID: <([^@>]+)@)"};
        static const std::regex reference{R"(X-Doorstep-Reference: (\S+))"};
        static const std::regex code{R"(\b([A-Z0-9]{4}-[A-Z0-9]{4})\b)"};
        std::smatch found;
        if (std::regex_search(mail, found, id)) ++times_[found[1]];
        std::smatch about;
        if (std::regex_search(mail, about, reference) && std::regex_search(mail, found, code))
            codes_[about[1]] = found[1];
    }

    const std::filesystem::path folder_;
    std::mutex mutex_;
    std::set<std::filesystem::path> read_;
    std::map<std::string, std::string> codes_;
    std::map<std::string, int> times_;
};

}  // namespace tests
