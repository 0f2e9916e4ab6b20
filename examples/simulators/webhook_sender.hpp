// Sends news as a provider would: signed, by Standard Webhooks if nothing else is said, again and
// again until it is taken.

#pragma once

#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "examples/simulators/errands.hpp"

namespace simulators {

inline std::string base64(const std::string& bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const auto length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                        reinterpret_cast<const unsigned char*>(bytes.data()),
                                        static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

inline std::string unbase64(const std::string& text) {
    std::string bytes(text.size(), '\0');
    const auto length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                        reinterpret_cast<const unsigned char*>(text.data()),
                                        static_cast<int>(text.size()));
    if (length < 0) throw std::invalid_argument{"the webhook secret is not base64"};
    const auto padding = static_cast<std::size_t>(std::ranges::count(text, '='));
    bytes.resize(static_cast<std::size_t>(length) - padding);
    return bytes;
}

// The value of the header webhook-signature.
inline std::string sign_webhook(const std::string& secret, const std::string& id,
                                const std::string& timestamp, const std::string& body) {
    const auto key = unbase64(secret.substr(std::string_view{"whsec_"}.size()));
    const auto content = id + "." + timestamp + "." + body;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest, &length);
    return "v1," + base64({reinterpret_cast<const char*>(digest), length});
}

inline std::string random_hex(int bytes) {
    std::vector<unsigned char> random(static_cast<std::size_t>(bytes));
    if (RAND_bytes(random.data(), bytes) != 1) throw std::runtime_error{"no randomness"};
    std::string text;
    for (const auto byte : random) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

// Hexadecimal HMAC-SHA256, for the schemes that are made of it.
inline std::string hex_hmac(const std::string& secret, const std::string& content) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest, &length);
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += "0123456789abcdef"[digest[i] >> 4U];
        text += "0123456789abcdef"[digest[i] & 15U];
    }
    return text;
}

class WebhookSender {
public:
    // The headers of one attempt: what signs it.
    using Scheme = std::function<httplib::Headers(
        const std::string& secret, const std::string& timestamp, const std::string& body)>;

    WebhookSender(Errands& errands, std::string url, std::string secret)
        : errands_{errands}, url_{std::move(url)}, secret_{std::move(secret)} {}

    // From now on, for what still waits to be taken too.
    void redirect(const std::string& url, const std::string& secret) {
        const auto lock = std::lock_guard{mutex_};
        url_ = url;
        secret_ = secret;
    }

    void send(const std::string& type, const nlohmann::json& data) {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        const auto seconds = now.time_since_epoch().count();
        const auto body = nlohmann::json{{"type", type}, {"timestamp", seconds}, {"data", data}};
        const auto id = "msg_" + random_hex(12);
        send(body.dump(), "application/json",
             [id](const std::string& secret, const std::string& timestamp,
                  const std::string& content) {
                 return httplib::Headers{
                     {"webhook-id", id},
                     {"webhook-timestamp", timestamp},
                     {"webhook-signature", sign_webhook(secret, id, timestamp, content)}};
             });
    }
    void send(std::string body, std::string content_type, Scheme scheme) {
        try_later({std::move(body), std::move(content_type), std::move(scheme)},
                  std::chrono::seconds{0});
    }

private:
    struct News {
        std::string body;
        std::string content_type;
        Scheme scheme;
        std::chrono::milliseconds pause{100};  // Before the next attempt; doubles.
    };

    void try_later(News news, std::chrono::milliseconds pause) {
        errands_.after(pause, [this, news = std::move(news)] {
            if (taken(news)) return;
            auto next = news;
            next.pause = std::min(2 * news.pause, std::chrono::milliseconds{5000});
            try_later(std::move(next), news.pause);
        });
    }

    bool taken(const News& news) {
        std::string url;
        std::string secret;
        {
            const auto lock = std::lock_guard{mutex_};
            url = url_;
            secret = secret_;
        }
        if (url.empty()) return true;  // Nobody wants to know.
        const auto slash = url.find('/', url.find("//") + 2);
        httplib::Client client{url.substr(0, slash)};
        client.set_connection_timeout(5);
        client.set_read_timeout(10);
        const auto timestamp =
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                               std::chrono::system_clock::now().time_since_epoch())
                               .count());
        const auto result =
            client.Post(slash == std::string::npos ? "/" : url.substr(slash),
                        news.scheme(secret, timestamp, news.body), news.body, news.content_type);
        constexpr auto gone = 410;  // The receiver wants no more of it.
        return result && (result->status / 100 == 2 || result->status == gone);
    }

    Errands& errands_;
    std::mutex mutex_;
    std::string url_;
    std::string secret_;
};

}  // namespace simulators
