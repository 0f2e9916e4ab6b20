#include "adapters/adobe_sign/adobe_sign.hpp"

#include <nlohmann/json.hpp>

#include "adapters/adobe_sign/standing.hpp"
#include "adapters/answer.hpp"
#include "adapters/json_text.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/sha256.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace adobe_sign {
namespace {

using adapters::url_part;
using nlohmann::json;

constexpr std::size_t paper_max = 32 * 1024 * 1024;
constexpr auto client_id_header = "x-adobesign-clientid";

template <class T>
T field(const json& answer, const char* name) {
    return adapters::agreed_field<T>("adobe_sign", answer, name);
}

json read(const adapters::Reply& reply) { return adapters::json_of("adobe_sign", reply); }

adapters::Call get(const std::string& path, const char* type = "application/json") {
    return {.url = path, .headers = {std::string{"Accept: "} + type}};
}

adapters::Call with_json(const char* method, const std::string& path, const json& body) {
    return {.method = method,
            .url = path,
            .headers = {"Accept: application/json"},
            .body = body.dump(),
            .content_type = "application/json",
            .once = true};
}

std::string at(const std::string& agreement) { return "/agreements/" + url_part(agreement); }

// The mails and pages of Adobe in the signer's language, as far as Adobe speaks it.
std::string locale_of(const std::string& language) {
    static const std::map<std::string, std::string> locales{
        {"nl", "nl_NL"}, {"fr", "fr_FR"}, {"de", "de_DE"}, {"en", "en_US"}};
    const auto found = locales.find(language);
    return found == locales.end() ? "en_US" : found->second;
}

std::string name_of(const states::SendContract& contract, const std::string& reference) {
    return contract.product + " " + contract.organisation.name + " (" + reference + ")";
}

// RFC 7578.  What stands between the parts must not occur in them: it comes of their hash.
adapters::Call upload(const std::string& content) {
    const auto boundary = adapters::sha256_of("boundary " + content);
    std::string body;
    const auto part = [&](const std::string& disposition, const std::string& value) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition +
                "\r\n\r\n" + value + "\r\n";
    };
    part("name=\"File-Name\"", "agreement.pdf");
    part("name=\"Mime-Type\"", "application/pdf");
    part("name=\"File\"; filename=\"agreement.pdf\"\r\nContent-Type: application/pdf", content);
    body += "--" + boundary + "--\r\n";
    return {.method = "POST",
            .url = "/transientDocuments",
            .headers = {"Accept: application/json"},
            .body = std::move(body),
            .content_type = "multipart/form-data; boundary=" + boundary};
}

json written(const states::SendContract& contract, const std::string& reference,
             const std::string& document) {
    const json signer{{"email", contract.representative.email}};
    return {{"fileInfos", {{{"transientDocumentId", document}}}},
            {"name", name_of(contract, reference)},
            {"participantSetsInfo",
             {{{"order", 1}, {"role", "SIGNER"}, {"memberInfos", json::array({signer})}}}},
            {"signatureType", "ESIGN"},
            {"state", "IN_PROCESS"},
            {"locale", locale_of(contract.language)},
            {"externalId",
             {{"id", adapters::external_id_of(reference, contract.product, contract.edition)}}}};
}

}  // namespace

AdobeSign::AdobeSign(Access access, adapters::Send send, adapters::RenewedSecrets& renewed,
                     adapters::Agreements& agreements, adapters::DrawContract draw)
    : client_id_{access.client_id},
      session_{std::move(access), std::move(send), renewed},
      agreements_{agreements},
      draw_{std::move(draw)} {}

std::optional<engine::Event> AdobeSign::perform(const states::SendContract& contract,
                                                const engine::Work& work) {
    const auto paper = draw_(contract, work.reference);
    auto agreement =
        work.claim.token > 1
            ? look_up(adapters::external_id_of(work.reference, contract.product, contract.edition))
            : std::string{};
    if (agreement.empty()) agreement = make(contract, work, paper.content);
    agreements_.remember({.id = agreement,
                          .reference = work.reference,
                          .product = contract.product,
                          .edition = contract.edition,
                          .signer = contract.representative.email});
    return adapters::prepared(contract, agreement, paper);
}

std::string AdobeSign::make(const states::SendContract& contract, const engine::Work& work,
                            const std::string& pdf) {
    const auto document =
        field<std::string>(read(session_.ask(upload(pdf))), "transientDocumentId");
    return field<std::string>(
        read(session_.ask(
            with_json("POST", "/agreements", written(contract, work.reference, document)))),
        "id");
}

// If-Match holds Adobe to what we have seen: whoever signs between the two calls has signed.
std::optional<engine::Event> AdobeSign::perform(const states::VoidContract& contract,
                                                const engine::Work& work) {
    const auto external =
        adapters::external_id_of(work.reference, contract.product, contract.edition);
    const auto agreement = contract.agreement.empty() ? look_up(external) : contract.agreement;
    if (agreement.empty())
        throw engine::Unavailable{"adobe_sign does not know the agreement " + external + ", yet"};
    constexpr auto attempts = 3;
    constexpr auto modified = 412;
    for (int i = 0; i < attempts; ++i) {
        const auto found = find(agreement);
        const auto standing = standing_of(found.status);
        if (standing == Standing::signed_)
            throw engine::Rejected{"agreement " + agreement +
                                   " was signed before it could be voided"};
        // First, so that nobody takes our own recall for news.
        agreements_.forget(agreement);
        if (standing == Standing::cancelled || standing == Standing::expired) return std::nullopt;
        auto call = with_json("PUT", at(agreement) + "/state",
                              {{"state", "CANCELLED"},
                               {"agreementCancellationInfo",
                                {{"comment", contract.reason}, {"notifyOthers", true}}}});
        call.headers.push_back("If-Match: " + found.etag);
        try {
            session_.ask(std::move(call));
            return std::nullopt;
        } catch (const Refusal& refusal) {
            if (refusal.status != modified) throw;
        }
    }
    throw engine::Unavailable{"agreement " + agreement + " changes while it is to be voided"};
}

// Twice, if the answer to the first one is lost: Adobe has no key for it, and a signer who is
// reminded twice is better off than one who is not.
std::optional<engine::Event> AdobeSign::perform(const states::RemindSigner& reminder,
                                                const engine::Work&) {
    if (standing_of(find(reminder.agreement).status) != Standing::waiting) return std::nullopt;
    const auto members = read(session_.ask(get(at(reminder.agreement) + "/members")));
    auto waiting = json::array();
    for (const auto& set : field<std::vector<json>>(members, "participantSets")) {
        if (!adapters::read_field<std::string>(set, "status")
                 .value_or("WAITING_FOR_MY_SIGNATURE")
                 .starts_with("WAITING_FOR_MY"))
            continue;
        for (const auto& member : field<std::vector<json>>(set, "memberInfos"))
            if (member.value("status", "ACTIVE") == "ACTIVE" && member.contains("id"))
                waiting.push_back(member["id"]);
    }
    if (!waiting.empty())
        session_.ask(with_json("POST", at(reminder.agreement) + "/reminders",
                               {{"recipientParticipantIds", waiting}, {"status", "ACTIVE"}}));
    return std::nullopt;
}

std::string AdobeSign::verify(const engine::Arrival& arrival, engine::Time) const {
    greet(arrival.headers);
    const auto id = adapters::read_field<std::string>(adapters::read_json(arrival.body),
                                                      "webhookNotificationId");
    // Even one that we do not understand is taken: Adobe would hold back all that come after it.
    return adapters::id_or_hash(id.value_or(""), arrival.body);
}

adapters::Understood AdobeSign::understand(const engine::Arrival& arrival) const {
    const auto body = adapters::read_json(arrival.body);
    if (!body.is_object()) throw engine::Rejected{"the body is not a JSON object"};
    const auto agreement = adapters::read_field<json>(body, "agreement").value_or(json::object());
    if (const auto id = adapters::read_field<std::string>(agreement, "id"); id && !id->empty())
        agreements_.hint(*id);
    return {};
}

std::vector<std::string> AdobeSign::headers() { return {client_id_header}; }

std::vector<std::pair<std::string, std::string>> AdobeSign::greet(
    const std::map<std::string, std::string>& headers) const {
    const auto named = headers.find(client_id_header);
    if (named == headers.end())
        throw adapters::Forged{"The header X-AdobeSign-ClientId is missing."};
    if (client_id_.empty() || named->second != client_id_)
        throw adapters::Forged{"The header X-AdobeSign-ClientId names another application."};
    return {{"X-AdobeSign-ClientId", client_id_}};
}

adapters::Seen AdobeSign::look(const adapters::Agreement& agreement) {
    const auto status = find(agreement.id).status;
    if (standing_of(status) == Standing::unknown) return seen(agreement, status, {}, {});
    const auto events = read(session_.ask(get(at(agreement.id) + "/events")));
    const auto members = needs_members(status, events)
                             ? read(session_.ask(get(at(agreement.id) + "/members")))
                             : json{};
    return seen(agreement, status, events, members);
}

std::vector<adapters::Document> AdobeSign::papers(const adapters::Agreement& agreement) {
    const auto load = [&](const std::string& path, const std::string& name) {
        auto call = get(at(agreement.id) + path, "application/pdf");
        call.reply_max = paper_max;
        return adapters::pdf_of("adobe_sign", path.substr(1), session_.ask(std::move(call)).body,
                                name);
    };
    const auto name = agreement.reference + agreement.product;
    return {load("/combinedDocument?attachAuditReport=false", name + "-signed.pdf"),
            load("/auditTrail", name + "-audit-trail.pdf")};
}

AdobeSign::Found AdobeSign::find(const std::string& agreement) {
    const auto reply = session_.ask(get(at(agreement)));
    const auto etag = reply.headers.find("etag");
    return {field<std::string>(read(reply), "status"),
            etag == reply.headers.end() ? "" : etag->second};
}

// The last, if there should be several: a person may have copied one.
std::string AdobeSign::look_up(const std::string& external_id) {
    const auto answer = read(session_.ask(get("/agreements?externalId=" + url_part(external_id))));
    const auto found = field<std::vector<json>>(answer, "userAgreementList");
    return found.empty() ? "" : field<std::string>(found.back(), "id");
}

}  // namespace adobe_sign
