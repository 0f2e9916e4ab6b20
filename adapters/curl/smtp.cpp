#include "adapters/curl/smtp.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "adapters/curl/handle.hpp"
#include "engine/fault.hpp"

namespace curl {

namespace {

std::size_t give_message(char* buffer, std::size_t, std::size_t space, void* data) {
    auto& rest = *static_cast<std::string_view*>(data);
    const auto size = std::min(space, rest.size());
    std::memcpy(buffer, rest.data(), size);
    rest.remove_prefix(size);
    return size;
}

// Keeps the server's last words, "550 5.1.1 No such user here", of which the first digit is the
// verdict.  Not its goodbye, which libcurl asks for after every failure.
std::size_t take_reply(const char* bytes, std::size_t, std::size_t size, void* data) {
    std::string_view line{bytes, size};
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty() && !line.starts_with("221"))
        *static_cast<std::string*>(data) = line.substr(0, 1000);
    return size;
}

// An address that breaks its line would be a command of its own.
std::string path_of(const std::string& address) {
    const bool strange = std::ranges::any_of(address, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == 0x7f;
    });
    if (strange) throw engine::Rejected{"no mail goes to the malformed address " + address};
    return "<" + address + ">";
}

}  // namespace

void send_mail(const SmtpSettings& settings, const Envelope& envelope, std::string_view message) {
    if (envelope.to.empty()) throw engine::Rejected{"a mail without a recipient"};
    List recipients;
    for (const auto& address : envelope.to) append(recipients, path_of(address));
    const auto from = path_of(envelope.from);
    const auto url = settings.url + (settings.helo.empty() ? "" : "/" + settings.helo);

    std::string last_words;
    std::array<char, CURL_ERROR_SIZE> words{};
    const auto handle = new_handle();
    set(handle, CURLOPT_URL, url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_NOSIGNAL, 1L);
    demand_tls(handle, settings.starttls, settings.ca_file);
    if (!settings.user.empty()) {
        set(handle, CURLOPT_USERNAME, settings.user.c_str());
        set(handle, CURLOPT_PASSWORD, settings.password.c_str());
    }
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.total_timeout.count()));
    set(handle, CURLOPT_MAIL_FROM, from.c_str());
    set(handle, CURLOPT_MAIL_RCPT, recipients.get());
    set(handle, CURLOPT_UPLOAD, 1L);
    set(handle, CURLOPT_READFUNCTION, &give_message);
    set(handle, CURLOPT_READDATA, &message);
    set(handle, CURLOPT_HEADERFUNCTION, &take_reply);
    set(handle, CURLOPT_HEADERDATA, &last_words);
    set(handle, CURLOPT_ERRORBUFFER, words.data());
    const auto code = curl_easy_perform(handle.get());
    if (code == CURLE_OK) return;

    const auto what = "mail server " + settings.url + ": " +
                      (*words.data() ? words.data() : curl_easy_strerror(code)) +
                      (last_words.empty() ? "" : " (" + last_words + ")");
    // A wrong password is our trouble and not the message's: it waits until the password is right.
    if (last_words.starts_with('5') && code != CURLE_LOGIN_DENIED) throw engine::Rejected{what};
    throw engine::Unavailable{what};
}

}  // namespace curl
