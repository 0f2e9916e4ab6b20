// OpenSSL's TS_*, with what it allocates in good hands.

#include "engine/time_stamp.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#include <chrono>
#include <memory>
#include <stdexcept>

#include "engine/digest.hpp"

namespace engine {
namespace {

template <class T, void (*free)(T*)>
struct Free {
    void operator()(T* given) const { free(given); }
};
template <class T, void (*free)(T*)>
using Held = std::unique_ptr<T, Free<T, free>>;

using Request = Held<TS_REQ, TS_REQ_free>;
using Response = Held<TS_RESP, TS_RESP_free>;
using Imprint = Held<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using Algorithm = Held<X509_ALGOR, X509_ALGOR_free>;
using Number = Held<ASN1_INTEGER, ASN1_INTEGER_free>;
using Verification = Held<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;
using Certificate = Held<X509, X509_free>;
using Store = Held<X509_STORE, X509_STORE_free>;

BIO* memory_of(std::string_view bytes) {
    return BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()));
}

std::string last_error() {
    const auto code = ERR_peek_last_error();
    const auto* reason = code ? ERR_reason_error_string(code) : nullptr;
    ERR_clear_error();
    return reason ? reason : "no reason given";
}

Time time_of(const tm& broken_down) {
    using namespace std::chrono;
    const auto day = year_month_day{year{broken_down.tm_year + 1900},
                                    month{static_cast<unsigned>(broken_down.tm_mon + 1)},
                                    std::chrono::day{static_cast<unsigned>(broken_down.tm_mday)}};
    return sys_days{day} + hours{broken_down.tm_hour} + minutes{broken_down.tm_min} +
           seconds{broken_down.tm_sec};
}

Store store_of(const std::string& pem, Time at) {
    auto store = Store{X509_STORE_new()};
    auto* source = memory_of(pem);
    while (auto* read = PEM_read_bio_X509(source, nullptr, nullptr, nullptr)) {
        const auto certificate = Certificate{read};
        X509_STORE_add_cert(store.get(), certificate.get());
    }
    BIO_free(source);
    ERR_clear_error();  // That there is no further one.
    X509_VERIFY_PARAM_set_time(
        X509_STORE_get0_param(store.get()),
        std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
    return store;
}

}  // namespace

std::string time_stamp_query(std::string_view bytes) {
    auto hash = sha256({bytes});  // OpenSSL wants to be able to write, and does not.
    const auto random = random_bytes(8);
    const auto request = Request{TS_REQ_new()};
    const auto imprint = Imprint{TS_MSG_IMPRINT_new()};
    const auto algorithm = Algorithm{X509_ALGOR_new()};
    const auto nonce = Number{ASN1_INTEGER_new()};
    std::uint64_t number = 0;
    for (const char c : random) number = number << 8U | static_cast<unsigned char>(c);
    const bool made =
        request && imprint && algorithm && nonce &&
        X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) &&
        TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) &&
        TS_MSG_IMPRINT_set_msg(imprint.get(), hash.data(), static_cast<int>(hash.size())) &&
        ASN1_INTEGER_set_uint64(nonce.get(), number >> 1U) &&
        TS_REQ_set_version(request.get(), 1) &&
        TS_REQ_set_msg_imprint(request.get(), imprint.get()) &&
        TS_REQ_set_nonce(request.get(), nonce.get()) && TS_REQ_set_cert_req(request.get(), 1);
    const int size = made ? i2d_TS_REQ(request.get(), nullptr) : -1;
    if (size < 0) throw std::runtime_error{"no time stamp query could be made: " + last_error()};
    std::string der(static_cast<std::size_t>(size), '\0');
    auto* end = reinterpret_cast<unsigned char*>(der.data());
    i2d_TS_REQ(request.get(), &end);
    return der;
}

Stamped read_time_stamp(std::string_view response, std::string_view bytes,
                        const std::string& trusted) {
    ERR_clear_error();
    Stamped stamped{.at = {}, .trouble = {}};
    const auto* begin = reinterpret_cast<const unsigned char*>(response.data());
    const auto* end = begin;
    const auto read = Response{d2i_TS_RESP(nullptr, &end, static_cast<long>(response.size()))};
    if (!read || end != begin + response.size()) {
        stamped.trouble = "it is no time stamp response";
        ERR_clear_error();
        return stamped;
    }
    auto* info = TS_RESP_get_tst_info(read.get());
    tm time{};
    if (!info || !ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &time)) {
        stamped.trouble = "the authority has refused";
        ERR_clear_error();
        return stamped;
    }
    stamped.at = time_of(time);

    const auto verification = Verification{TS_VERIFY_CTX_new()};
    // NOLINTNEXTLINE(hicpp-signed-bitwise): OpenSSL's flags are so.
    int flags = TS_VFY_VERSION | TS_VFY_DATA;
    TS_VERIFY_CTX_set_data(verification.get(), memory_of(bytes));  // Which it frees.
    if (!trusted.empty()) {
        TS_VERIFY_CTX_set_store(verification.get(), store_of(trusted, stamped.at).release());
        // NOLINTNEXTLINE(hicpp-signed-bitwise): as above.
        flags |= TS_VFY_SIGNATURE;
    }
    TS_VERIFY_CTX_add_flags(verification.get(), flags);
    if (TS_RESP_verify_response(verification.get(), read.get()) != 1)
        stamped.trouble = last_error();
    stamped.trusted = !trusted.empty() && stamped.trouble.empty();
    return stamped;
}

}  // namespace engine
