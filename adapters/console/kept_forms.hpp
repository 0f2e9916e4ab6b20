// What was typed into a form whose session had ended: kept until its member has logged in again,
// shown to that member alone, once, and never sent by itself.
//
// It stands in this process's memory: a restart loses it, as a closed browser would.

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/pages/form.hpp"
#include "engine/workflow.hpp"

namespace console {

struct Visit;

struct KeptForm {
    std::int64_t member = 0;
    http::Request request = {};           // As it came, without its body.
    pages::Form form = {};                // Without passwords, keys and files.
    std::vector<std::string> roles = {};  // Whose form it is.
    std::function<http::Response(const Visit&, const pages::Form&)> show = {};
};

class KeptForms {
public:
    static constexpr std::size_t bytes_max = 1024 * 1024;  // Of one form: longer ones are not kept.
    static constexpr std::size_t bytes_in_all = 16 * 1024 * 1024;
    static constexpr std::size_t sessions_max = 4096;
    static constexpr std::chrono::hours lifetime{12};

    // Whose session it is, by what its forms bring back (Visit::csrf()); and later, who it was.
    void note(const std::string& csrf, std::int64_t member);
    std::int64_t member_of(const std::string& csrf) const;  // 0: nobody knows.

    // A ticket of 256 random bits; empty for a form that is too long.  What there is no room for
    // pushes out what is oldest.
    std::string keep(KeptForm, engine::Time now);
    bool has(const std::string& ticket, std::int64_t member) const;
    std::optional<KeptForm> take(const std::string& ticket, std::int64_t member, engine::Time now);

private:
    struct Entry {
        std::string ticket;
        KeptForm form;
        std::size_t bytes;
        engine::Time until;
    };

    mutable std::mutex turn_;
    std::map<std::string, std::int64_t> members_;
    std::deque<std::string> noted_;  // The oldest first.
    std::deque<Entry> kept_;         // The oldest first.
    std::size_t bytes_ = 0;
};

// What is typed where nobody may read it again is left out, and so are files.
pages::Form without_secrets(const pages::Form&);

// Where a login may lead back to: a page of the console, and nothing that a browser could take for
// another host's.
bool is_way_back(std::string_view target);

}  // namespace console
