#include "adapters/intake/choosing.hpp"

#include <algorithm>
#include <array>

#include "adapters/intake/values.hpp"
#include "adapters/intake/words.hpp"
#include "states/checks.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

using nlohmann::json;

// As the rule book asks (domain.md, "Sign up"); products come after these.
constexpr std::array<std::string_view, 19> rule_book = {
    "organisation.name",
    "representative.first_name",
    "representative.last_name",
    "organisation.address.street",
    "organisation.address.postal_code",
    "organisation.address.city",
    "organisation.address.state",
    "organisation.address.country",
    "representative.phone",
    "representative.mobile",
    "representative.email",
    "organisation.website",
    "organisation.vat_number",
    "contract_language",
    "prepayment.amount",
    "prepayment.currency",
    "current_account",
    "standing_order",
    "products",
};

std::size_t rank(std::string_view field) {
    const auto at = std::ranges::find(rule_book, field.substr(0, field.find('[')));
    return static_cast<std::size_t>(at - rule_book.begin());
}

// The number in "products[12].role"; 0 for what is no product's.
std::size_t index_of(std::string_view field) {
    const auto open = field.find('[');
    if (open == std::string_view::npos) return 0;
    return static_cast<std::size_t>(number_in(field.substr(open)).value_or(0));
}

// Of one product in the order of the rule book too.
std::size_t part_of(std::string_view field) {
    constexpr std::array<std::string_view, 4> parts = {".name", ".role", ".iana_id", ".document"};
    const auto dot = field.rfind('.');
    if (dot == std::string_view::npos || field.find('[') == std::string_view::npos) return 0;
    return static_cast<std::size_t>(std::ranges::find(parts, field.substr(dot)) - parts.begin());
}

// What two writings of the same value have in common.
std::string compared(const Proposal& proposal) {
    if (!proposal.value.is_string()) return proposal.value.dump();
    const auto& text = proposal.value.get_ref<const std::string&>();
    if (proposal.field == "representative.phone" || proposal.field == "representative.mobile") {
        const auto checked = states::check_phone(text);
        if (!checked.normalised.empty()) return checked.normalised;
    }
    if (proposal.field == "organisation.vat_number") {
        const auto checked = states::check_vat(text);
        if (!checked.normalised.empty()) return checked.normalised;
    }
    auto same = folded(text);
    std::erase(same, ' ');
    if (proposal.field == "organisation.website")
        for (const std::string_view lead : {"https", "http", "www"})
            if (same.starts_with(lead)) same.erase(0, lead.size());
    return same;
}

struct Papers {
    const Attachment* paper = nullptr;
    Confidence confidence = Confidence::doubtful;
    std::size_t candidates = 0;
};

// The PDF for a role: by its name, or the only one that there is.
Papers paper_for(PaperRole role, const std::string& product, const std::vector<Attachment>& all) {
    std::vector<const Attachment*> fitting, unknown;
    for (const auto& attachment : all) {
        if (!attachment.is_pdf) continue;
        if (attachment.role == role) fitting.push_back(&attachment);
        if (attachment.role == PaperRole::unknown) unknown.push_back(&attachment);
    }
    auto name = folded(product);
    if (fitting.size() > 1)
        for (const auto* attachment : fitting)
            if (!name.empty() && folded(attachment->file_name).find(name) != std::string::npos)
                return {attachment, attachment->confidence, 1};
    if (!fitting.empty())
        return {fitting.front(),
                fitting.size() > 1 ? Confidence::doubtful : fitting.front()->confidence,
                fitting.size()};
    if (unknown.size() == 1) return {unknown.front(), Confidence::doubtful, 1};
    return {};
}

// The nearest thing to an answer where nobody has said direct or reseller.
std::string role_by_paper(const std::vector<Attachment>& papers) {
    const auto any = [&](PaperRole role) {
        return std::ranges::any_of(papers,
                                   [&](const Attachment& paper) { return paper.role == role; });
    };
    const bool raa = any(PaperRole::raa), contract = any(PaperRole::reseller_contract);
    if (raa == contract) return {};
    return raa ? "direct" : "reseller";
}

void put(json& sign_up, const Proposal& proposal) {
    auto* at = &sign_up;
    std::string_view rest = proposal.field;
    while (true) {
        const auto end = rest.find_first_of(".[");
        const auto name = std::string{rest.substr(0, end)};
        at = &(*at)[name];
        if (end == std::string_view::npos) break;
        if (rest[end] == '[') {
            if (!at->is_array()) *at = json::array();
            const auto index = index_of(rest.substr(end));
            while (at->size() <= index) at->push_back(json::object());
            at = &(*at)[index];
            rest.remove_prefix(rest.find(']') + 2);
            continue;
        }
        rest.remove_prefix(end + 1);
    }
    *at = proposal.value;
}

}  // namespace

void hear_wishes(Heard& heard, const std::vector<WishedProduct>& wishes,
                 const std::vector<Attachment>& papers, const states::Catalogue& catalogue) {
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        const auto& wish = wishes[i];
        const auto field = "products[" + std::to_string(i) + "].";
        const auto* product = catalogue.product(wish.product.value);
        heard.add(field + "name", wish.product.value, wish.product.origin, wish.product.confidence);
        auto role = std::string{};
        for (const auto& said : wish.roles) {
            if (role.empty()) role = said.value;
            heard.add(field + "role", said.value, said.origin, said.confidence);
        }
        if (role.empty() && product && !product->reseller) {
            role = "direct";  // There is no other.
            heard.add(field + "role", role, wish.product.origin, wish.product.confidence);
        }
        if (role.empty()) {
            role = role_by_paper(papers);
            if (role.empty())
                heard.doubts.push_back({field + "role", "role_not_said", wish.product.value});
            else
                heard.add(field + "role", role, wish.product.origin, Confidence::doubtful);
        }
        for (const auto& said : wish.iana_ids)
            heard.add(field + "iana_id", said.value, said.origin, said.confidence);
        const bool resold = role == "reseller";
        if (!product || (!resold && !product->needs_accreditation)) continue;
        const auto wanted = resold ? PaperRole::reseller_contract : PaperRole::raa;
        const auto found = paper_for(wanted, wish.product.value, papers);
        if (!found.paper) continue;
        heard.add(field + "document", found.paper->id, found.paper->origin, found.confidence);
        if (found.candidates > 1)
            heard.doubts.push_back({field + "document", "several_papers", found.paper->file_name});
    }
}

void choose(MailReading& reading, Heard heard) {
    auto& all = heard.proposals;
    std::ranges::stable_sort(all, [](const Proposal& a, const Proposal& b) {
        const auto order = [](const Proposal& p) {
            return std::tuple{rank(p.field), index_of(p.field), part_of(p.field), p.confidence};
        };
        return order(a) < order(b);
    });
    reading.sign_up = json::object();
    for (std::size_t i = 0; i < all.size();) {
        auto& best = all[i];
        best.used = true;
        const auto value = compared(best);
        auto end = i + 1;
        std::string other;
        for (; end < all.size() && all[end].field == best.field; ++end)
            if (other.empty() && all[end].confidence == best.confidence &&
                compared(all[end]) != value)
                other = all[end].value.is_string() ? all[end].value.get<std::string>()
                                                   : all[end].value.dump();
        if (!other.empty()) {
            best.confidence = Confidence::doubtful;
            heard.doubts.push_back({best.field, "several_values", other});
        } else if (best.confidence == Confidence::doubtful) {
            heard.doubts.push_back({best.field, "unsure_origin", best.origin.part});
        }
        put(reading.sign_up, best);
        i = end;
    }
    std::ranges::stable_sort(heard.doubts, [](const Doubt& a, const Doubt& b) {
        return std::tuple{rank(a.field), index_of(a.field), part_of(a.field)} <
               std::tuple{rank(b.field), index_of(b.field), part_of(b.field)};
    });
    reading.proposals = std::move(all);
    for (auto& doubt : heard.doubts) reading.doubts.push_back(std::move(doubt));
}

}  // namespace intake
