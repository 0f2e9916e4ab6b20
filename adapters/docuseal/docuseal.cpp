#include "adapters/docuseal/docuseal.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/answer.hpp"
#include "adapters/base64.hpp"
#include "adapters/docuseal/signature.hpp"
#include "adapters/docuseal/standing.hpp"
#include "adapters/json_text.hpp"
#include "adapters/neighbour.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace docuseal {
namespace {

using adapters::Call;
using adapters::text_in;
using adapters::url_part;
using nlohmann::json;

constexpr std::size_t paper_max = 32 * 1024 * 1024;
constexpr auto role = "Representative";

template <class T>
T field(const json& answer, const char* name) {
    return adapters::agreed_field<T>("docuseal", answer, name);
}

json read(const adapters::Reply& reply) { return adapters::json_of("docuseal", reply); }

Call with_json(const char* method, const std::string& path, const json& body) {
    return {.method = method,
            .url = path,
            .body = body.dump(),
            .content_type = "application/json",
            .once = true};
}

// Ids are numbers at DocuSeal, and texts with us.
std::string at(const std::string& submission) { return "/submissions/" + url_part(submission); }

[[noreturn]] void translate(const adapters::RefusedCall& refused) {
    constexpr auto request_timeout = 408;
    constexpr auto too_early = 425;
    const auto what = "docuseal answered " + std::to_string(refused.status) + ": " +
                      text_in(json::parse(refused.body, nullptr, false), "error").substr(0, 200);
    if (refused.status == request_timeout || refused.status == too_early)
        throw engine::Unavailable{what};
    throw adapters::RefusedCall{what, refused.status, refused.body};
}

json document_of(const adapters::SentPaper& paper) {
    json document{{"name", "agreement"}, {"file", adapters::base64(paper.content)}};
    if (const auto& place = paper.signature) {
        const json area{{"page", place->page},
                        {"x", place->x},
                        {"y", place->y},
                        {"w", place->width},
                        {"h", place->height}};
        document["fields"] = {{{"name", "Signature"},
                               {"type", "signature"},
                               {"role", role},
                               {"required", true},
                               {"areas", json::array({area})}}};
    }
    return document;
}

json written(const states::SendContract& contract, const std::string& reference, json document) {
    const auto& signer = contract.representative;
    return {{"name", contract.product + " " + contract.organisation.name + " (" + reference + ")"},
            {"send_email", true},
            {"documents", json::array({std::move(document)})},
            {"submitters",
             {{{"role", role},
               {"name", signer.first_name + " " + signer.last_name},
               {"email", signer.email},
               {"external_id",
                adapters::external_id_of(reference, contract.product, contract.edition)}}}}};
}

std::string signed_already(const std::string& submission) {
    return "agreement " + submission + " was signed before it could be voided";
}

// Of the submission that a message is about; of a template's there is none.
std::optional<std::int64_t> submission_in(const json& message) {
    const auto type = text_in(message, "event_type");
    const auto data = adapters::read_field<json>(message, "data").value_or(json{});
    if (type.starts_with("submission.")) return adapters::read_field<std::int64_t>(data, "id");
    if (!type.starts_with("form.")) return std::nullopt;
    const auto submission = adapters::read_field<json>(data, "submission").value_or(json{});
    if (const auto id = adapters::read_field<std::int64_t>(submission, "id")) return id;
    return adapters::read_field<std::int64_t>(data, "submission_id");
}

}  // namespace

DocuSeal::DocuSeal(Access access, adapters::Send send, adapters::VerifySignature verify,
                   adapters::Agreements& agreements, adapters::DrawContract draw)
    : access_{std::move(access)},
      send_{std::move(send)},
      verify_{std::move(verify)},
      agreements_{agreements},
      draw_{std::move(draw)} {
    while (access_.url.ends_with('/')) access_.url.pop_back();
}

std::optional<engine::Event> DocuSeal::perform(const states::SendContract& contract,
                                               const engine::Work& work) {
    const auto paper = draw_(contract, work.reference);
    auto submission =
        work.claim.token > 1
            ? look_up(adapters::external_id_of(work.reference, contract.product, contract.edition))
            : std::string{};
    if (submission.empty()) submission = make(contract, work, paper);
    agreements_.remember({.id = submission,
                          .reference = work.reference,
                          .product = contract.product,
                          .edition = contract.edition,
                          .signer = contract.representative.email});
    return adapters::prepared(contract, submission, paper);
}

std::string DocuSeal::make(const states::SendContract& contract, const engine::Work& work,
                           const adapters::SentPaper& paper) const {
    const auto answer = read(ask(with_json("POST", "/submissions/pdf",
                                           written(contract, work.reference, document_of(paper)))));
    return std::to_string(field<std::int64_t>(answer, "id"));
}

// DocuSeal archives what has been signed as readily as anything, so a signature that came between
// is looked for afterwards.
std::optional<engine::Event> DocuSeal::perform(const states::VoidContract& contract,
                                               const engine::Work& work) {
    const auto external =
        adapters::external_id_of(work.reference, contract.product, contract.edition);
    const auto submission = contract.agreement.empty() ? look_up(external) : contract.agreement;
    if (submission.empty())
        throw engine::Unavailable{"docuseal does not know the agreement " + external + ", yet"};
    const auto found = read(ask({.url = at(submission)}));
    if (standing_of(found) == Standing::signed_) throw engine::Rejected{signed_already(submission)};
    // First, so that nobody takes our own archiving for news.
    agreements_.forget(submission);
    if (!text_in(found, "archived_at").empty()) return std::nullopt;
    ask({.method = "DELETE", .url = at(submission)});
    if (standing_of(read(ask({.url = at(submission)}))) == Standing::signed_)
        throw engine::Rejected{signed_already(submission)};
    return std::nullopt;
}

// Twice, if the answer to the first one is lost: a signer who is reminded twice is better off than
// one who is not.
std::optional<engine::Event> DocuSeal::perform(const states::RemindSigner& reminder,
                                               const engine::Work&) {
    const auto found = read(ask({.url = at(reminder.agreement)}));
    if (standing_of(found) != Standing::waiting) return std::nullopt;
    for (const auto& submitter : field<std::vector<json>>(found, "submitters")) {
        if (text_in(submitter, "status") == "completed") continue;
        const auto id = std::to_string(field<std::int64_t>(submitter, "id"));
        try {
            ask(with_json("PUT", "/submitters/" + id, {{"send_email", true}}));
        } catch (const adapters::RefusedCall&) {
            // Whoever signs between the two calls needs no reminder any more.
            if (standing_of(read(ask({.url = at(reminder.agreement)}))) == Standing::waiting) throw;
            return std::nullopt;
        }
    }
    return std::nullopt;
}

std::string DocuSeal::verify(const engine::Arrival& arrival, engine::Time now) const {
    return verify_(arrival.headers, arrival.body, now);
}

adapters::Understood DocuSeal::understand(const engine::Arrival& arrival) const {
    const auto message = adapters::read_json(arrival.body);
    if (!message.is_object()) throw engine::Rejected{"the body is not a JSON object"};
    if (const auto id = submission_in(message)) agreements_.hint(std::to_string(*id));
    return {};
}

std::vector<std::string> DocuSeal::headers() { return {signature_header}; }

adapters::Seen DocuSeal::look(const adapters::Agreement& agreement) {
    return seen(agreement, read(ask({.url = at(agreement.id)})));
}

// Their addresses are good for a short time only, so they are asked for each time.
std::vector<adapters::Document> DocuSeal::papers(const adapters::Agreement& agreement) {
    const auto answer = read(ask({.url = at(agreement.id) + "/documents"}));
    const auto documents = field<std::vector<json>>(answer, "documents");
    const auto audit_log = text_in(read(ask({.url = at(agreement.id)})), "audit_log_url");
    if (documents.empty() || audit_log.empty())
        throw engine::Unavailable{"docuseal is still making the papers of " + agreement.id};

    std::vector<adapters::Document> papers;
    const auto load = [&](const std::string& url, const std::string& what,
                          const std::string& name) {
        papers.push_back(adapters::pdf_of("docuseal", what, download(url, what), name));
    };
    const auto name = agreement.reference + agreement.product;
    for (const auto& document : documents) {
        const auto number = papers.empty() ? "" : "-" + std::to_string(papers.size() + 1);
        load(field<std::string>(document, "url"), "the signed document",
             name + "-signed" + number + ".pdf");
    }
    load(audit_log, "the audit log", name + "-audit-trail.pdf");
    return papers;
}

// From wherever DocuSeal keeps its files: our key is not shown there.
std::string DocuSeal::download(const std::string& url, const std::string& what) const {
    if (!url.starts_with("https://") && !access_.url.starts_with("http://"))
        throw engine::Rejected{"docuseal names a place without TLS for " + what};
    try {
        return send_({.url = url, .headers = {"Accept: application/pdf"}, .reply_max = paper_max})
            .body;
    } catch (const adapters::RefusedCall& refused) {
        throw engine::Rejected{"docuseal answered " + std::to_string(refused.status) + " for " +
                               what};
    }
}

adapters::Reply DocuSeal::ask(Call call) const {
    if (access_.url.empty()) throw engine::Rejected{"no esign is configured: esign.url is empty"};
    if (access_.api_key.empty()) throw engine::Rejected{"docuseal needs esign.api_key"};
    call.url.insert(0, access_.url);
    call.headers.emplace_back("Accept: application/json");
    call.headers.push_back("X-Auth-Token: " + access_.api_key);
    try {
        return send_(call);
    } catch (const adapters::RefusedCall& refused) {
        translate(refused);
    }
}

// The newest, if there should be several.  That it is ours is looked at once more: a server that
// does not know the parameter would answer with everybody's.
std::string DocuSeal::look_up(const std::string& external_id) const {
    const auto answer =
        read(ask({.url = "/submitters?external_id=" + url_part(external_id) + "&limit=100"}));
    std::int64_t newest = 0;
    for (const auto& submitter : field<std::vector<json>>(answer, "data"))
        if (text_in(submitter, "external_id") == external_id)
            newest = std::max(newest, field<std::int64_t>(submitter, "submission_id"));
    return newest == 0 ? "" : std::to_string(newest);
}

}  // namespace docuseal
