#include "adapters/pages/assets.hpp"

#include <map>

#include "adapters/sha256.hpp"

namespace pages {
namespace {

std::string type_of(std::string_view file) {
    if (file.ends_with(".css")) return "text/css; charset=utf-8";
    if (file.ends_with(".js")) return "text/javascript; charset=utf-8";
    return "image/svg+xml";
}

http::Response give(const http::Request& request) {
    const auto found = static_files().find(request.parameter("file"));
    if (found == static_files().end() ||
        request.path != address_of(std::string{request.parameter("file")}))
        return {.status = 404, .body = "Not found.\n", .content_type = "text/plain"};
    return {.body = std::string{found->second},
            .content_type = type_of(found->first),
            .headers = {{"Cache-Control", "public, max-age=31536000, immutable"},
                        {"Cross-Origin-Resource-Policy", "same-origin"}}};
}

}  // namespace

std::string address_of(const std::string& file) {
    static const auto all = [] {
        std::map<std::string, std::string> addresses;
        for (const auto& [name, content] : static_files())
            addresses.emplace(name, "/assets/" +
                                        adapters::sha256_of(std::string{content}).substr(0, 12) +
                                        "/" + std::string{name});
        return addresses;
    }();
    return all.at(file);
}

std::vector<http::Route> asset_routes() {
    return {{.method = "GET", .pattern = "/assets/{version}/{file}", .handler = give}};
}

}  // namespace pages
