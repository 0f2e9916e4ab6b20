#include "adapters/curl/client.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <array>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/busy_call.hpp"
#include "adapters/curl/address.hpp"
#include "adapters/curl/handle.hpp"
#include "engine/fault.hpp"

namespace curl {

namespace {

constexpr std::size_t reply_head_max = 64 * 1024;

// What libcurl's callbacks need to know and have to tell.
struct Transfer {
    const Settings& settings;
    std::size_t reply_max = settings.reply_max;
    Reply reply = {};
    std::size_t head_size = 0;
    bool too_large = false;
    std::string forbidden_address = {};
};

std::string text_of(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes =
        address.sa_family == AF_INET
            ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(address).sin_addr)
            : &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    ::inet_ntop(address.sa_family, bytes, text.data(), text.size());
    return text.data();
}

// Called with the address that is about to be connected to, whatever its name has said before.
curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* to) {
    auto& transfer = *static_cast<Transfer*>(data);
    const bool allowed =
        is_public(to->addr) || (transfer.settings.allow_loopback && is_loopback(to->addr));
    if (!allowed) {
        transfer.forbidden_address = text_of(to->addr);
        return CURL_SOCKET_BAD;
    }
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

std::size_t take_body(const char* bytes, std::size_t, std::size_t size, void* data) {
    auto& transfer = *static_cast<Transfer*>(data);
    if (transfer.reply.body.size() + size > transfer.reply_max) {
        transfer.too_large = true;
        return 0;  // Ends the transfer.
    }
    transfer.reply.body.append(bytes, size);
    return size;
}

std::size_t take_header(const char* bytes, std::size_t, std::size_t size, void* data) {
    auto& transfer = *static_cast<Transfer*>(data);
    transfer.head_size += size;
    if (transfer.head_size > reply_head_max) {
        transfer.too_large = true;
        return 0;
    }
    const std::string_view line{bytes, size};
    if (line.starts_with("HTTP/")) transfer.reply.headers.clear();  // After a 100 Continue.
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    std::string name{line.substr(0, colon)};
    for (auto& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const auto from = line.find_first_not_of(" \t", colon + 1);
    const auto to = line.find_last_not_of(" \t\r\n");
    transfer.reply.headers[name] = from <= to ? line.substr(from, to - from + 1) : "";
    return size;
}

// Everything is set anew for each call, so that a handle keeps no pointer to an earlier one's data.
void prepare(const Handle& handle, const Settings& settings, const Call& call, const List& headers,
             Transfer& transfer) {
    curl_easy_reset(handle.get());  // Keeps the connections.
    set(handle, CURLOPT_URL, call.url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, settings.allow_http ? "https,http" : "https");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);  // "https://good.example@evil.example/"
    set(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(handle, CURLOPT_OPENSOCKETDATA, &transfer);
    set(handle, CURLOPT_PROXY, "");  // Not even one that the environment names.
    set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.ca_file.empty()) set(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.total_timeout.count()));
    set(handle, CURLOPT_LOW_SPEED_LIMIT, 100L);
    set(handle, CURLOPT_LOW_SPEED_TIME, 10L);
    set(handle, CURLOPT_USERAGENT, settings.user_agent.c_str());
    set(handle, CURLOPT_WRITEFUNCTION, &take_body);
    set(handle, CURLOPT_WRITEDATA, &transfer);
    set(handle, CURLOPT_HEADERFUNCTION, &take_header);
    set(handle, CURLOPT_HEADERDATA, &transfer);
    set(handle, CURLOPT_HTTPHEADER, headers.get());
    if (call.once) set(handle, CURLOPT_FRESH_CONNECT, 1L);
    if (call.method == "HEAD") set(handle, CURLOPT_NOBODY, 1L);
    const bool may_be_empty =
        call.method == "GET" || call.method == "HEAD" || call.method == "DELETE";
    if (!may_be_empty || !call.body.empty()) {
        set(handle, CURLOPT_POSTFIELDS, call.body.c_str());
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    }
    if (call.method != "HEAD") set(handle, CURLOPT_CUSTOMREQUEST, call.method.c_str());
}

List headers_of(const Call& call) {
    List list;
    const auto add = [&](const std::string& line) {
        if (line.find_first_of(std::string_view{"\r\n\0", 3}) != std::string::npos)
            throw engine::Rejected{"a header for " + call.url + " holds a line break"};
        append(list, line);
    };
    for (const auto& header : call.headers) add(header);
    // libcurl would call every body a form, and wait a second for a 100 Continue.
    add(call.content_type.empty() ? "Content-Type:" : "Content-Type: " + call.content_type);
    add("Expect:");
    return list;
}

// For error texts: what stands behind the path may be secret.
std::string place_of(const Call& call) {
    if (call.url.find('@') != std::string::npos) return call.method + " (a URL with an @)";
    return call.method + " " + call.url.substr(0, call.url.find_first_of("?#"));
}

[[noreturn]] void throw_fault(CURLcode code, const char* words, const Transfer& transfer,
                              const Call& call) {
    const auto what = place_of(call) + ": " + (*words ? words : curl_easy_strerror(code));
    if (transfer.too_large)
        throw engine::Rejected{place_of(call) + ": the answer is larger than " +
                               std::to_string(transfer.reply_max) + " bytes"};
    if (!transfer.forbidden_address.empty())
        throw engine::Rejected{place_of(call) + ": the address " + transfer.forbidden_address +
                               " is not a public one"};
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT ||
        code == CURLE_LOGIN_DENIED)
        throw engine::Rejected{what};
    throw engine::Unavailable{what};
}

std::optional<std::chrono::seconds> retry_after(const Handle& handle) {
    curl_off_t seconds = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &seconds);  // Also reads a date.
    if (seconds <= 0) return std::nullopt;
    return std::chrono::seconds{seconds};
}

}  // namespace

struct Client::Handles {
    std::mutex mutex;
    std::vector<Handle> idle;

    Handle take() {
        const std::scoped_lock lock{mutex};
        if (idle.empty()) return new_handle();
        auto handle = std::move(idle.back());
        idle.pop_back();
        return handle;
    }

    void give_back(Handle handle) {
        const std::scoped_lock lock{mutex};
        idle.push_back(std::move(handle));
    }
};

Client::Client(Settings settings)
    : settings_{std::move(settings)}, handles_{std::make_unique<Handles>()} {}

Client::~Client() = default;

Reply Client::call(const Call& call) {
    const auto headers = headers_of(call);
    Transfer transfer{.settings = settings_};
    if (call.reply_max > 0) transfer.reply_max = call.reply_max;
    std::array<char, CURL_ERROR_SIZE> words{};
    auto handle = handles_->take();
    prepare(handle, settings_, call, headers, transfer);
    set(handle, CURLOPT_ERRORBUFFER, words.data());
    const auto code = curl_easy_perform(handle.get());
    // A handle that has failed is not used again: its connection is in an unknown state.
    if (code != CURLE_OK) throw_fault(code, words.data(), transfer, call);

    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    const auto wait = retry_after(handle);
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, nullptr);
    handles_->give_back(std::move(handle));

    const auto what = place_of(call) + ": answered " + std::to_string(status);
    if (status == 429 || status >= 500)
        throw adapters::BusyCall{what, static_cast<int>(status), std::move(transfer.reply.body),
                                 wait};
    if (status < 200 || status >= 300)
        throw adapters::RefusedCall{what, static_cast<int>(status), std::move(transfer.reply.body)};
    transfer.reply.status = static_cast<int>(status);
    return std::move(transfer.reply);
}

}  // namespace curl
