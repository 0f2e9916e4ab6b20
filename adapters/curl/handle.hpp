// A libcurl easy handle that belongs to somebody, and a list that does.

#pragma once

#include <curl/curl.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace curl {

struct Cleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Handle = std::unique_ptr<CURL, Cleanup>;
using List = std::unique_ptr<curl_slist, Cleanup>;

// Also initialises the library, once.
inline Handle new_handle() {
    static const auto initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    Handle handle{curl_easy_init()};
    if (initialised != CURLE_OK || !handle) throw std::runtime_error{"libcurl does not start"};
    return handle;
}

inline void append(List& list, const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    if (!longer) throw std::bad_alloc{};
    static_cast<void>(list.release());  // It is the longer one's now.
    list.reset(longer);
}

template <class Value>
void set(const Handle& handle, CURLoption option, Value value) {
    if (const auto code = curl_easy_setopt(handle.get(), option, value); code != CURLE_OK)
        throw std::runtime_error{std::string{"libcurl: "} + curl_easy_strerror(code)};
}

// For protocols that begin in plain text: with `starttls` nothing is said without encryption.  An
// empty file trusts what the system trusts.
inline void demand_tls(const Handle& handle, bool starttls, const std::string& ca_file) {
    set(handle, CURLOPT_USE_SSL, static_cast<long>(starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!ca_file.empty()) set(handle, CURLOPT_CAINFO, ca_file.c_str());
}

}  // namespace curl
