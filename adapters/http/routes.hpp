// Finds the handler of a request by the segments of its path.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/web.hpp"

namespace http {

struct Match {
    const Route* route = nullptr;  // Null: `allowed` says if another method would find one.
    std::map<std::string, std::string> parameters = {};
    std::vector<std::string> allowed = {};  // Methods of this path, sorted; empty: no such path.
};

class Routes {
public:
    // Throws std::logic_error for a malformed pattern and for two routes that take the same
    // requests.
    explicit Routes(std::vector<Route>);

    // A HEAD finds a GET's route.
    Match find(std::string_view method, const std::vector<std::string>& segments) const;

private:
    struct Entry {
        Route route;
        std::vector<std::string> segments;
        std::string shape;  // One letter a segment, so that words sort before names before rests.
    };
    static Entry entry_of(Route);

    std::vector<Entry> entries_;
};

}  // namespace http
