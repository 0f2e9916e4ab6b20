#include "adapters/curl/mail_line.hpp"

#include <poll.h>

#include <array>

#include "adapters/curl/handle.hpp"
#include "engine/fault.hpp"

namespace curl {

struct MailLine::Connection {
    Handle handle = new_handle();
    curl_socket_t socket = CURL_SOCKET_BAD;
    std::string name;
    std::chrono::milliseconds patience;

    [[noreturn]] void fail(const std::string& why) const {
        throw engine::Unavailable{"mailbox " + name + ": " + why};
    }
    void wait(short for_what) const {
        auto waiting = pollfd{.fd = socket, .events = for_what, .revents = 0};
        if (::poll(&waiting, 1, static_cast<int>(patience.count())) == 0)
            fail("the server says nothing any more");
    }
};

MailLine::MailLine(const ImapSettings& settings) : connection_{std::make_unique<Connection>()} {
    auto& line = *connection_;
    line.name = settings.url;
    line.patience = settings.silence_timeout;
    std::array<char, CURL_ERROR_SIZE> words{};
    const auto& handle = line.handle;
    set(handle, CURLOPT_URL, settings.url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    set(handle, CURLOPT_CONNECT_ONLY, 1L);
    set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_NOSIGNAL, 1L);
    demand_tls(handle, settings.starttls, settings.ca_file);
    set(handle, CURLOPT_USERNAME, settings.user.c_str());
    set(handle, CURLOPT_PASSWORD, settings.password.c_str());
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.silence_timeout.count()));
    set(handle, CURLOPT_ERRORBUFFER, words.data());
    const auto code = curl_easy_perform(handle.get());
    if (code != CURLE_OK) line.fail(*words.data() ? words.data() : curl_easy_strerror(code));
    set(handle, CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
    curl_easy_getinfo(handle.get(), CURLINFO_ACTIVESOCKET, &line.socket);
}

MailLine::~MailLine() = default;

void MailLine::say(std::string_view bytes) {
    auto& line = *connection_;
    while (!bytes.empty()) {
        std::size_t sent = 0;
        const auto code = curl_easy_send(line.handle.get(), bytes.data(), bytes.size(), &sent);
        if (code == CURLE_AGAIN)
            line.wait(POLLOUT);
        else if (code != CURLE_OK)
            line.fail(curl_easy_strerror(code));
        bytes.remove_prefix(sent);
    }
}

std::string MailLine::hear() {
    auto& line = *connection_;
    std::string heard(64UL * 1024, '\0');
    for (;;) {
        std::size_t size = 0;
        const auto code = curl_easy_recv(line.handle.get(), heard.data(), heard.size(), &size);
        if (code == CURLE_AGAIN) {
            line.wait(POLLIN);
            continue;
        }
        if (code != CURLE_OK) line.fail(curl_easy_strerror(code));
        if (size == 0) line.fail("the server has hung up");
        heard.resize(size);
        return heard;
    }
}

}  // namespace curl
