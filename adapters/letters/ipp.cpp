#include "adapters/letters/ipp.hpp"

#include <cups/cups.h>

#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace letters {
namespace {

constexpr auto connect_timeout_ms = 10'000;
constexpr auto answer_timeout_s = 60.0;

using Message = std::unique_ptr<ipp_t, decltype(&ippDelete)>;
using Connection = std::unique_ptr<http_t, decltype(&httpClose)>;

struct Place {
    std::string scheme, host, resource;
    int port = 0;
};

Place place_of(const std::string& uri) {
    std::array<char, 32> scheme{};
    std::array<char, 256> name{};
    std::array<char, 256> host{};
    std::array<char, 1024> resource{};
    int port = 0;
    const auto read = httpSeparateURI(
        HTTP_URI_CODING_ALL, uri.c_str(), scheme.data(), static_cast<int>(scheme.size()),
        name.data(), static_cast<int>(name.size()), host.data(), static_cast<int>(host.size()),
        &port, resource.data(), static_cast<int>(resource.size()));
    if (read < HTTP_URI_STATUS_OK || !*host.data())
        throw engine::Rejected{"letters.printer is no printer's URI"};
    return {scheme.data(), host.data(), resource.data(), port};
}

// Once; libcups would ask whoever sits at the terminal, and again as long as it is wrong.
const char* give_password(const char*, http_t*, const char*, const char*, void* data) {
    auto& rest = *static_cast<std::string*>(data);
    static thread_local std::string given;
    given = std::exchange(rest, {});
    return given.empty() ? nullptr : given.c_str();
}

[[noreturn]] void fail(const std::string& uri, ipp_status_t status, const std::string& words) {
    const auto what = "printer " + uri + ": " + words;
    if (status >= IPP_STATUS_ERROR_INTERNAL && status != IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED &&
        status != IPP_STATUS_ERROR_VERSION_NOT_SUPPORTED && status != IPP_STATUS_ERROR_CUPS_PKI)
        throw engine::Unavailable{what};
    throw engine::Rejected{what};
}

// One errand at the printer, on a connection of its own.
class Errand {
public:
    Errand(const Ipp::Access& access, ipp_op_t operation)
        : access_{access},
          place_{place_of(access.uri)},
          request_{ippNewRequest(operation), ippDelete} {
        text(IPP_TAG_URI, "printer-uri", access_.uri);
        text(IPP_TAG_NAME, "requesting-user-name", user());
    }

    Errand& text(ipp_tag_t kind, const char* name, const std::string& value,
                 ipp_tag_t group = IPP_TAG_OPERATION) {
        ippAddString(request_.get(), group, kind, name, nullptr, value.c_str());
        return *this;
    }
    Errand& number(const char* name, int value, ipp_tag_t group = IPP_TAG_OPERATION) {
        ippAddInteger(request_.get(), group, IPP_TAG_INTEGER, name, value);
        return *this;
    }
    Errand& yes(const char* name) {
        ippAddBoolean(request_.get(), IPP_TAG_OPERATION, name, 1);
        return *this;
    }
    Errand& wanted(const std::vector<const char*>& names) {
        ippAddStrings(request_.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                      static_cast<int>(names.size()), nullptr, names.data());
        return *this;
    }

    // Empty where the printer says that there is no such job.
    Message run(std::string_view document = {}) {
        auto connection = connect();
        const auto length = ippLength(request_.get()) + document.size();
        // Again for a printer that wants to know who asks, or to encrypt first: it took nothing
        // yet.
        for (int tries = 0; tries < 4; ++tries) {
            auto status =
                cupsSendRequest(connection.get(), request_.get(), place_.resource.c_str(), length);
            if (status == HTTP_STATUS_CONTINUE && !document.empty())
                status = cupsWriteRequestData(connection.get(), document.data(), document.size());
            if (status <= HTTP_STATUS_CONTINUE || status == HTTP_STATUS_OK) {
                Message answer{cupsGetResponse(connection.get(), place_.resource.c_str()),
                               ippDelete};
                if (answer) return judged(std::move(answer));
                status = httpGetStatus(connection.get());
            }
            if (status != HTTP_STATUS_UNAUTHORIZED && status != HTTP_STATUS_UPGRADE_REQUIRED) break;
        }
        const auto* words = cupsLastErrorString();
        const auto http = httpGetStatus(connection.get());
        if (http == HTTP_STATUS_UNAUTHORIZED || http == HTTP_STATUS_FORBIDDEN ||
            http == HTTP_STATUS_CUPS_AUTHORIZATION_CANCELED)
            throw engine::Rejected{"printer " + access_.uri +
                                   " does not know us: " + (words ? words : "")};
        throw engine::Unavailable{"printer " + access_.uri +
                                  " gave no answer: " + (words ? words : "")};
    }

private:
    std::string user() const { return access_.user.empty() ? "doorstep" : access_.user; }

    Connection connect() {
        cupsSetUser(user().c_str());
        password_ = access_.password;
        cupsSetPasswordCB2(&give_password, &password_);
        Connection connection{httpConnect2(place_.host.c_str(), place_.port, nullptr, AF_UNSPEC,
                                           place_.scheme == "ipps" ? HTTP_ENCRYPTION_ALWAYS
                                                                   : HTTP_ENCRYPTION_IF_REQUESTED,
                                           1, connect_timeout_ms, nullptr),
                              httpClose};
        if (!connection)
            throw NotReached{"printer " + access_.uri + " cannot be reached: " +
                             (cupsLastErrorString() ? cupsLastErrorString() : "")};
        httpSetTimeout(connection.get(), answer_timeout_s, nullptr, nullptr);
        return connection;
    }

    Message judged(Message answer) const {
        const auto status = ippGetStatusCode(answer.get());
        if (status == IPP_STATUS_ERROR_NOT_FOUND) return {nullptr, ippDelete};
        if (status < IPP_STATUS_REDIRECTION_OTHER_SITE) return answer;
        auto* said = ippFindAttribute(answer.get(), "status-message", IPP_TAG_TEXT);
        fail(access_.uri, status, said ? ippGetString(said, 0, nullptr) : ippErrorString(status));
    }

    const Ipp::Access& access_;
    Place place_;
    Message request_;
    std::string password_;
};

std::string joined(ipp_attribute_t* attribute) {
    std::string all;
    for (int i = 0; attribute && i < ippGetCount(attribute); ++i)
        (all += all.empty() ? "" : " ") += ippGetString(attribute, i, nullptr);
    return all;
}

Job::State state_of(int state) {
    if (state == IPP_JSTATE_COMPLETED) return Job::State::completed;
    if (state == IPP_JSTATE_CANCELED) return Job::State::canceled;
    if (state == IPP_JSTATE_ABORTED) return Job::State::aborted;
    return Job::State::open;
}

}  // namespace

std::optional<int> Ipp::find_open(const std::string& name) const {
    const auto answer = Errand{access_, IPP_OP_GET_JOBS}
                            .text(IPP_TAG_KEYWORD, "which-jobs", "not-completed")
                            .wanted({"job-id", "job-name"})
                            .run();
    if (!answer) return std::nullopt;
    // One group of attributes after the other, each a job.
    std::optional<int> id, found;
    bool right = false;
    for (auto* each = ippFirstAttribute(answer.get()); each;
         each = ippNextAttribute(answer.get())) {
        const auto* called = ippGetName(each);
        if (!called) {
            id.reset();
            right = false;
            continue;
        }
        if (std::string_view{called} == "job-id") id = ippGetInteger(each, 0);
        if (std::string_view{called} == "job-name") right = name == ippGetString(each, 0, nullptr);
        if (id && right) found = id;
    }
    return found;
}

int Ipp::create(const std::string& name) const {
    const auto answer = Errand{access_, IPP_OP_CREATE_JOB}
                            .text(IPP_TAG_NAME, "job-name", name)
                            .number("copies", 1, IPP_TAG_JOB)
                            .text(IPP_TAG_KEYWORD, "media", "iso_a4_210x297mm", IPP_TAG_JOB)
                            .text(IPP_TAG_KEYWORD, "sides", "one-sided", IPP_TAG_JOB)
                            .run();
    auto* id = answer ? ippFindAttribute(answer.get(), "job-id", IPP_TAG_INTEGER) : nullptr;
    if (!id) throw engine::Rejected{"printer " + access_.uri + " gave the job no number"};
    return ippGetInteger(id, 0);
}

void Ipp::send(int job, std::string_view pdf) const {
    const auto answer = Errand{access_, IPP_OP_SEND_DOCUMENT}
                            .number("job-id", job)
                            .text(IPP_TAG_MIMETYPE, "document-format", "application/pdf")
                            .yes("last-document")
                            .run(pdf);
    if (!answer)
        throw engine::Unavailable{"printer " + access_.uri + " has forgotten job " +
                                  std::to_string(job)};
}

std::optional<Job> Ipp::look(int job, const std::string& name) const {
    const auto answer =
        Errand{access_, IPP_OP_GET_JOB_ATTRIBUTES}
            .number("job-id", job)
            .wanted({"job-id", "job-name", "job-state", "job-state-reasons", "number-of-documents"})
            .run();
    if (!answer) return std::nullopt;
    const auto find = [&](const char* attribute, ipp_tag_t kind) {
        return ippFindAttribute(answer.get(), attribute, kind);
    };
    auto* called = find("job-name", IPP_TAG_NAME);
    auto* state = find("job-state", IPP_TAG_ENUM);
    if (!called || !state || name != ippGetString(called, 0, nullptr)) return std::nullopt;
    auto* documents = find("number-of-documents", IPP_TAG_INTEGER);
    auto read = Job{.id = job,
                    .name = name,
                    .state = state_of(ippGetInteger(state, 0)),
                    .reasons = joined(find("job-state-reasons", IPP_TAG_KEYWORD))};
    const bool waits = read.reasons.find("job-data-insufficient") != std::string::npos ||
                       read.reasons.find("job-incoming") != std::string::npos;
    read.has_document = documents ? ippGetInteger(documents, 0) > 0 : !waits;
    return read;
}

void Ipp::cancel(int job) const { Errand{access_, IPP_OP_CANCEL_JOB}.number("job-id", job).run(); }

}  // namespace letters
