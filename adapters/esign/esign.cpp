#include "adapters/esign/esign.hpp"

#include <array>
#include <utility>

#include "adapters/answer.hpp"
#include "adapters/base64.hpp"
#include "adapters/notice.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace esign {
namespace {

using nlohmann::json;

constexpr auto waiting = "out_for_signature";

json written(const states::SendContract& contract, const std::string& reference,
             const std::string& pdf) {
    const auto& signer = contract.representative;
    return {{"external_id", reference},
            {"product", contract.product},
            {"edition", contract.edition},
            {"language", contract.language},
            {"signer",
             {{"first_name", signer.first_name},
              {"last_name", signer.last_name},
              {"email", signer.email}}},
            {"document", adapters::base64(pdf)}};
}

}  // namespace

Esign::Esign(adapters::Neighbour::Access access, adapters::Send send,
             adapters::VerifySignature verify, adapters::DrawContract draw,
             adapters::Archive& archive)
    : service_{"esign", std::move(access), std::move(send)},
      verify_{std::move(verify)},
      draw_{std::move(draw)},
      archive_{archive} {}

// Such services know no idempotency keys, or forget them after a day.  So who comes again looks
// first whether the answer to an earlier attempt was only lost.
std::optional<engine::Event> Esign::perform(const states::SendContract& contract,
                                            const engine::Work& work) {
    const auto paper = draw_(contract, work.reference);
    auto agreement = work.claim.token > 1
                         ? look_up(work.reference, contract.product, contract.edition)
                         : std::string{};
    if (agreement.empty())
        agreement = service_.field<std::string>(
            service_.post("/agreements", written(contract, work.reference, paper.content),
                          work.key),
            "id");
    return adapters::prepared(contract, agreement, paper);
}

std::optional<engine::Event> Esign::perform(const states::VoidContract& contract,
                                            const engine::Work& work) {
    const auto agreement = contract.agreement.empty()
                               ? look_up(work.reference, contract.product, contract.edition)
                               : contract.agreement;
    // The contract may be on its way there still: to give up now would leave it open for good.
    if (agreement.empty())
        throw engine::Unavailable{"esign does not know the agreement for " + contract.product +
                                  ", edition " + std::to_string(contract.edition) + ", yet"};
    const auto status = status_of(agreement);
    if (status == "signed")
        throw engine::Rejected{"agreement " + agreement + " was signed before it could be voided"};
    if (status == waiting)
        service_.post("/agreements/" + adapters::url_part(agreement) + "/cancel",
                      {{"reason", contract.reason}}, work.key);
    return std::nullopt;
}

std::optional<engine::Event> Esign::perform(const states::RemindSigner& reminder,
                                            const engine::Work& work) {
    if (status_of(reminder.agreement) == waiting)
        service_.post("/agreements/" + adapters::url_part(reminder.agreement) + "/remind",
                      json::object(), work.key);
    return std::nullopt;
}

std::string Esign::verify(const engine::Arrival& arrival, engine::Time now) const {
    return verify_(arrival.headers, arrival.body, now);
}

adapters::Understood Esign::understand(const engine::Arrival& arrival) const {
    const auto notice = adapters::Notice{arrival};
    const auto say = [&](const auto& event) {
        return adapters::Understood{notice.reference(), states::event(event)};
    };
    if (notice.type() == "agreement.signed")
        return say(states::ContractSigned{.agreement = notice.field("agreement"),
                                          .papers = bring_home(notice.field("agreement"))});
    if (notice.type() == "agreement.delegated")
        return say(states::ContractDelegated{.agreement = notice.field("agreement"),
                                             .to = notice.field("to")});
    for (const auto* trouble : {"declined", "expired", "bounced", "recalled"})
        if (notice.type() == std::string{"agreement."} + trouble)
            return say(states::ContractFailed{.agreement = notice.field("agreement"),
                                              .trouble = trouble,
                                              .detail = notice.text_or_nothing("detail")});
    return {notice.reference(), std::nullopt};
}

std::string Esign::look_up(const std::string& reference, const std::string& product,
                           int edition) const {
    const auto answer = service_.get("/agreements?external_id=" + adapters::url_part(reference) +
                                     "&product=" + adapters::url_part(product) +
                                     "&edition=" + std::to_string(edition));
    const auto found = service_.field<std::vector<json>>(answer, "agreements");
    return found.empty() ? "" : service_.field<std::string>(found.back(), "id");
}

std::vector<std::string> Esign::bring_home(const std::string& agreement) const {
    const auto found = service_.get("/agreements/" + adapters::url_part(agreement) + "/papers");
    std::vector<std::string> ids;
    for (const auto* name : {"signed", "audit_trail"}) {
        auto content = adapters::read_base64(service_.field<std::string>(found, name));
        const auto document =
            adapters::pdf_of("esign", name, content.value_or(""), agreement + "-" + name + ".pdf");
        archive_.keep(document, "esign:" + agreement);
        ids.push_back(document.id);
    }
    return ids;
}

std::string Esign::status_of(const std::string& agreement) const {
    return service_.field<std::string>(service_.get("/agreements/" + adapters::url_part(agreement)),
                                       "status");
}

}  // namespace esign
