#include "adapters/intake/wishes.hpp"

#include <algorithm>
#include <set>

#include "adapters/intake/values.hpp"
#include "adapters/intake/words.hpp"
#include "states/data_files.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

const std::vector<std::string_view> both_roles = {"direct", "reseller"};

// "IANA ID 292", "(IANA: 292)"
std::optional<int> iana_id_in(std::string_view text) {
    const auto low = states::lower_ascii(text);
    const auto at = low.find("iana");
    if (at == std::string::npos) return {};
    constexpr std::size_t near = 60;
    return number_in(text.substr(at, near));
}

struct Clause {
    Named named;
    std::string before;  // What stands between the product before, or the line's begin, and it.
    std::string after;   // What stands behind it, until the next one.
    bool unticked = false;
};

bool is_unticked(std::string_view before) {
    const auto text = states::trimmed(before);
    return text.ends_with("[ ]") || text.ends_with("[]") || text.ends_with("\xE2\x98\x90");
}

std::vector<Clause> clauses_of(std::string_view line, const std::vector<Named>& named) {
    std::vector<Clause> clauses;
    for (std::size_t i = 0; i < named.size(); ++i) {
        const auto begin = i == 0 ? 0 : named[i - 1].at + named[i - 1].size;
        const auto end = named[i].at + named[i].size;
        const auto next = i + 1 < named.size() ? named[i + 1].at : line.size();
        auto clause = Clause{.named = named[i],
                             .before = std::string{line.substr(begin, named[i].at - begin)},
                             .after = std::string{line.substr(end, next - end)}};
        // What stands between two products belongs to the first up to a comma, and to the second
        // from there.
        if (i + 1 < named.size()) {
            int open = 0;
            for (std::size_t c = 0; c < clause.after.size(); ++c) {
                if (clause.after[c] == '(') ++open;
                if (clause.after[c] == ')') --open;
                if (open <= 0 && (clause.after[c] == ',' || clause.after[c] == ';')) {
                    clause.after.resize(c);
                    break;
                }
            }
        }
        clause.unticked = is_unticked(line.substr(begin, named[i].at - begin));
        if (i > 0) {
            const auto& last = clauses.back().after;
            clause.before.erase(0, std::min(last.size(), clause.before.size()));
        }
        clauses.push_back(std::move(clause));
    }
    return clauses;
}

class WishReader {
public:
    explicit WishReader(const states::Catalogue& catalogue) : catalogue_{catalogue} {}

    std::vector<WishedProduct> wishes;

    // A line, or several, that name products.
    void read_list(std::string_view lines, bool bare, const Origin& origin, Confidence sure) {
        for (const auto line : states::parts(lines, '\n')) read_line(line, bare, origin, sure);
    }

    // ".brussels: reseller, IANA ID 292"
    void read_product(const Entry& entry, const Origin& origin, Confidence sure) {
        const auto words = folded(entry.value);
        const auto answer = yes_or_no(entry.value);
        if (answer && !*answer) return;
        auto& wish = wish_for(entry.product, origin, sure);
        say_role(wish, meanings_in(words, both_roles), origin, sure);
        if (const auto id = iana_id_in(entry.value)) wish.iana_ids.push_back({*id, origin, sure});
    }

    // Of a label "role" or of a sentence, for one product or for all that are without.
    void read_role(const std::string& product, const std::string& role, const Origin& origin,
                   Confidence sure) {
        for (auto& wish : wishes)
            if (product.empty() ? wish.roles.empty() && can_be_resold(wish)
                                : wish.product.value == product)
                wish.roles.push_back({role, origin, sure});
    }

    void read_iana_id(const Entry& entry, const Origin& origin, Confidence sure) {
        const auto named = products_in(entry.value, catalogue_, true);
        if (!named.empty()) {  // "292 (.vlaanderen), 1052 (.brussels)" and the like.
            const auto clauses = clauses_of(entry.value, named);
            const bool first = number_in(clauses.front().before).has_value();
            for (const auto& clause : clauses)
                if (const auto id = number_in(first ? clause.before : clause.after))
                    give_id(clause.named.product, {}, *id, origin, sure);
            return;
        }
        const auto id = number_in(entry.value);
        if (!id) return;
        auto role = std::string{};
        if (entry.field != "iana_id")
            role = entry.field.substr(std::string_view{"iana_id."}.size());
        else if (const auto roles = meanings_in(folded(entry.value), both_roles); roles.size() == 1)
            role = roles.front();
        give_id(entry.product, role, *id, origin, sure);
    }

    // A direct contract needs no word where there is no choice.
    void give_id(const std::string& product, const std::string& role, int id, const Origin& origin,
                 Confidence sure) {
        std::set<std::string> roles;
        for (auto& wish : wishes) {
            if (!product.empty() && wish.product.value != product) continue;
            if (product.empty() && !can_be_resold(wish)) continue;
            if (!role.empty() && !wish.roles.empty() && wish.roles.front().value != role) continue;
            if (!wish.roles.empty()) roles.insert(wish.roles.front().value);
            if (product.empty() && role.empty() && !wish.iana_ids.empty()) continue;
            if (wish.iana_ids.size() < said_max) wish.iana_ids.push_back({id, origin, sure});
        }
        // One number for both: it cannot be the applicant's and its partner's.
        if (roles.size() < 2 || !product.empty()) return;
        for (auto& wish : wishes)
            for (auto& each : wish.iana_ids)
                if (each.value == id) each.confidence = Confidence::doubtful;
    }

    bool can_be_resold(const WishedProduct& wish) const {
        const auto* product = catalogue_.product(wish.product.value);
        return product && product->reseller;
    }

private:
    void read_line(std::string_view line, bool bare, const Origin& origin, Confidence sure) {
        const auto named = products_in(line, catalogue_, bare);
        const auto clauses = clauses_of(line, named);
        std::vector<std::size_t> waiting;  // Their role stands behind a later product.
        std::string standing;              // "Direct: .be, .vlaanderen"
        for (const auto& clause : clauses) {
            if (clause.unticked) continue;
            const auto answer =
                yes_or_no(clause.after.starts_with(':') ? clause.after : std::string{});
            if (answer && !*answer) continue;
            wish_for(clause.named.product, origin, sure);
            const auto index = index_of(clause.named.product);
            const auto after = meanings_in(folded(clause.after), both_roles);
            const auto before = meanings_in(folded(clause.before), both_roles);
            if (!before.empty()) standing = before.back();
            const auto& role = after.empty() ? standing : after.front();
            if (role.empty()) {
                waiting.push_back(index);
            } else {
                for (const auto other : waiting) say_role(wishes[other], {role}, origin, sure);
                waiting.clear();
                say_role(wishes[index], {role}, origin, sure);
            }
            const auto id = iana_id_in(clause.after);
            if (id && wishes[index].iana_ids.size() < said_max)
                wishes[index].iana_ids.push_back({*id, origin, sure});
        }
    }

    void say_role(WishedProduct& wish, const std::vector<std::string>& roles, const Origin& origin,
                  Confidence sure) const {
        if (roles.empty()) return;
        const auto* product = catalogue_.product(wish.product.value);
        // What is said of several products at once cannot be meant of one that allows no choice.
        if (product && !product->reseller && roles.front() == "reseller") return;
        if (wish.roles.size() < said_max) wish.roles.push_back({roles.front(), origin, sure});
    }

    std::size_t index_of(const std::string& product) const {
        const auto at = std::ranges::find(
            wishes, product, [](const WishedProduct& wish) { return wish.product.value; });
        return static_cast<std::size_t>(at - wishes.begin());
    }

    WishedProduct& wish_for(const std::string& product, const Origin& origin, Confidence sure) {
        const auto index = index_of(product);
        if (index < wishes.size()) {
            auto& known = wishes[index].product;
            if (sure < known.confidence) known = {product, origin, sure};
            return wishes[index];
        }
        return wishes.emplace_back(WishedProduct{{product, origin, sure}, {}, {}});
    }

    static constexpr std::size_t said_max = 100;  // Of one product; a mail says it once or twice.

    const states::Catalogue& catalogue_;
};

// Sentences that no label claims: "We would like to offer .be and .vlaanderen as a reseller."
void read_sentences(WishReader& reader, const std::vector<Text>& texts, Zone zone) {
    for (const auto& text : texts) {
        if (!text.body) continue;
        for (std::size_t i = 0; i < text.lines.size(); ++i) {
            const auto& line = text.lines[i];
            constexpr std::size_t longest = 2000;
            if (line.zone != zone || line.header || text.entries.taken[i]) continue;
            auto sure = less_sure(confidence_of(text, i), Confidence::likely);
            if (says("without", folded(line.text))) sure = Confidence::doubtful;
            reader.read_list(std::string_view{line.text}.substr(0, longest), false,
                             origin_of(text, i), sure);
        }
    }
}

// A role, or a number, in a sentence that names no product.
void read_loose(WishReader& reader, const std::vector<Text>& texts,
                const states::Catalogue& catalogue) {
    for (const auto& text : texts) {
        if (!text.body) continue;
        for (std::size_t i = 0; i < text.lines.size(); ++i) {
            const auto& line = text.lines[i];
            constexpr std::size_t longest = 1000;
            if (line.zone == Zone::quoted || line.header || text.entries.taken[i] ||
                line.text.size() > longest || !products_in(line.text, catalogue, false).empty())
                continue;
            const auto sure = less_sure(confidence_of(text, i), Confidence::likely);
            const auto roles = meanings_in(folded(line.text), both_roles);
            const auto origin = origin_of(text, i);
            if (roles.size() == 1 && !says("without", folded(line.text)))
                reader.read_role({}, roles.front(), origin, sure);
            if (const auto id = iana_id_in(line.text)) {
                const bool open = std::ranges::any_of(
                    reader.wishes, [&](const auto& wish) { return wish.iana_ids.empty(); });
                if (open)
                    reader.give_id({}, roles.size() == 1 ? roles.front() : "", *id, origin, sure);
            }
        }
    }
}

void each_entry(const std::vector<Text>& texts, const auto& visit) {
    for (const auto& text : texts)
        for (const auto& entry : text.entries.all)
            visit(entry, origin_of(text, entry.line),
                  less_sure(confidence_of(text, entry.line),
                            entry.certain ? Confidence::sure : Confidence::likely));
}

}  // namespace

std::vector<WishedProduct> wishes_of(const std::vector<Text>& texts, const std::string& subject,
                                     const states::Catalogue& catalogue) {
    auto reader = WishReader{catalogue};
    const auto read_labels = [&](bool believed) {
        each_entry(texts, [&](const Entry& entry, const Origin& origin, Confidence sure) {
            if ((sure != Confidence::doubtful) != believed) return;
            if (entry.field == "product") reader.read_product(entry, origin, sure);
        });
        for (const auto& text : texts)
            for (const auto& entry : text.entries.all) {
                const auto sure = confidence_of(text, entry.line);
                if (entry.field != "products" || (sure != Confidence::doubtful) != believed)
                    continue;
                auto line = entry.line;  // The lines of a list follow one another.
                for (const auto each : states::parts(entry.value, '\n'))
                    reader.read_list(each, true, origin_of(text, line++), sure);
            }
    };
    read_labels(true);
    if (reader.wishes.empty()) read_sentences(reader, texts, Zone::fresh);
    if (reader.wishes.empty()) read_sentences(reader, texts, Zone::forwarded);
    if (reader.wishes.empty()) read_labels(false);
    if (reader.wishes.empty())
        reader.read_list(subject, false, header_origin("Subject", subject), Confidence::doubtful);
    each_entry(texts, [&](const Entry& entry, const Origin& origin, Confidence sure) {
        if (entry.field != "role") return;
        const auto named = products_in(entry.value, catalogue, true);
        if (entry.product.empty() && !named.empty())
            return reader.read_list(entry.value, true, origin, sure);
        const auto roles = meanings_in(folded(entry.value), both_roles);
        if (!roles.empty()) reader.read_role(entry.product, roles.front(), origin, sure);
    });
    each_entry(texts, [&](const Entry& entry, const Origin& origin, Confidence sure) {
        if (entry.field.starts_with("iana_id")) reader.read_iana_id(entry, origin, sure);
    });
    read_loose(reader, texts, catalogue);
    return reader.wishes;
}

}  // namespace intake
