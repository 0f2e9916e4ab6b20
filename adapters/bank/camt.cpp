#include "adapters/bank/camt.hpp"

#include <libxml/xmlreader.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/bank/malformed.hpp"
#include "adapters/bank/texts.hpp"
#include "adapters/sha256.hpp"
#include "states/money.hpp"

namespace bank {
namespace {

using adapters::Movement;

std::string_view name_of(const xmlNode* node) { return reinterpret_cast<const char*>(node->name); }

const xmlNode* child(const xmlNode* node, std::string_view name) {
    for (const auto* each = node ? node->children : nullptr; each; each = each->next)
        if (each->type == XML_ELEMENT_NODE && name_of(each) == name) return each;
    return nullptr;
}

std::vector<const xmlNode*> children(const xmlNode* node, std::string_view name) {
    std::vector<const xmlNode*> all;
    for (const auto* each = node ? node->children : nullptr; each; each = each->next)
        if (each->type == XML_ELEMENT_NODE && name_of(each) == name) all.push_back(each);
    return all;
}

const xmlNode* below(const xmlNode* node, std::initializer_list<std::string_view> path) {
    for (const auto name : path) node = child(node, name);
    return node;
}

std::string text_of(const xmlNode* node) {
    if (!node) return {};
    const auto content =
        std::unique_ptr<xmlChar, void (*)(void*)>{xmlNodeGetContent(node), xmlFree};
    return content ? squeezed(reinterpret_cast<const char*>(content.get())) : std::string{};
}

std::string text_below(const xmlNode* node, std::initializer_list<std::string_view> path) {
    return text_of(below(node, path));
}

std::string attribute(const xmlNode* node, const char* name) {
    const auto value = std::unique_ptr<xmlChar, void (*)(void*)>{
        xmlGetProp(node, reinterpret_cast<const xmlChar*>(name)), xmlFree};
    return value ? squeezed(reinterpret_cast<const char*>(value.get())) : std::string{};
}

bool only_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

struct Amount {
    std::int64_t cents = 0;  // What is less than a cent is cut off.
    bool exact = true;
    std::string currency;
};

std::string first_of(std::initializer_list<std::string> texts) {
    for (const auto& text : texts)
        if (!text.empty()) return text;
    return {};
}

// "NOTPROVIDED" stands where the standard wants something and nobody has said anything.
std::string said(const std::string& text) { return text == "NOTPROVIDED" ? std::string{} : text; }

class StatementReading {
public:
    StatementReading(std::istream& stream, const adapters::TakeMovement& take)
        : stream_{stream},
          take_{take},
          reader_{xmlReaderForIO(&StatementReading::more, nullptr, this, nullptr, nullptr,
                                 XML_PARSE_NONET | XML_PARSE_COMPACT),
                  xmlFreeTextReader} {
        if (!reader_) throw std::bad_alloc{};
        xmlTextReaderSetStructuredErrorHandler(reader_.get(), &StatementReading::hear, this);
    }

    void read() {
        bool forward = next();
        while (forward) {
            const int type = xmlTextReaderNodeType(reader_.get());
            if (type == XML_READER_TYPE_DOCUMENT_TYPE)
                throw Malformed{"/", "has a document type, which no statement has"};
            if (type != XML_READER_TYPE_ELEMENT) {
                forward = next();
                continue;
            }
            forward = element(xmlTextReaderDepth(reader_.get())) ? skip() : next();
        }
        if (statements_ == 0) throw Malformed{"/Document", "there is no statement in it"};
    }

private:
    static int more(void* self, char* buffer, int size) {
        auto& stream = static_cast<StatementReading*>(self)->stream_;
        stream.read(buffer, size);
        return stream.bad() ? -1 : static_cast<int>(stream.gcount());
    }
    static void hear(void* self, xmlErrorPtr error) {
        auto& reading = *static_cast<StatementReading*>(self);
        if (reading.trouble_.empty() && error->level >= XML_ERR_ERROR) {
            reading.trouble_ = squeezed(error->message ? error->message : "it is no XML");
            reading.trouble_line_ = error->line;
        }
    }
    bool next() { return moved(xmlTextReaderRead(reader_.get())); }
    bool skip() { return moved(xmlTextReaderNext(reader_.get())); }
    bool moved(int result) {
        if (result < 0 || !trouble_.empty()) refuse_xml();
        return result == 1;
    }
    [[noreturn]] void refuse_xml() const {
        throw Malformed{
            "line " + std::to_string(trouble_line_),
            "is no well-formed XML: " + (trouble_.empty() ? "it breaks off" : trouble_)};
    }
    const xmlNode* expand() {
        const auto* node = xmlTextReaderExpand(reader_.get());
        if (!node || !trouble_.empty()) refuse_xml();
        return node;
    }

    // True if the element was read with all that is in it.
    bool element(int depth) {
        const auto* local = xmlTextReaderConstLocalName(reader_.get());
        const std::string name = reinterpret_cast<const char*>(local);
        if (depth == 0) return begin_document(name);
        if (depth == 1) return begin_message(name);
        if (depth == 2) {
            if (name != container_) {
                if (name == "GrpHdr") created_ = text_below(expand(), {"CreDtTm"}).substr(0, 10);
                return true;
            }
            begin_statement();
            return false;
        }
        if (name == "Ntry") {
            ++entries_;
            read_entry(expand());
        } else {
            read_head(name, expand());
        }
        return true;
    }

    bool begin_document(const std::string& name) {
        const auto* uri = xmlTextReaderConstNamespaceUri(reader_.get());
        const std::string space = uri ? reinterpret_cast<const char*>(uri) : "";
        const auto is = [&](const char* kind) { return space.find(kind) != std::string::npos; };
        if (name != "Document" || !(is(":camt.053.") || is(":camt.054.")))
            throw Malformed{"/" + name, "is neither camt.053 nor camt.054, but \"" + space + "\""};
        container_ = is(":camt.053.") ? "Stmt" : "Ntfctn";
        return false;
    }

    bool begin_message(const std::string& name) {
        const auto wanted = container_ == "Stmt" ? "BkToCstmrStmt" : "BkToCstmrDbtCdtNtfctn";
        if (name != wanted) throw Malformed{"/Document/" + name, std::string{"must be "} + wanted};
        message_ = name;
        return false;
    }

    void begin_statement() {
        ++statements_;
        entries_ = 0;
        statement_ = account_ = account_currency_ = {};
    }

    void read_head(const std::string& name, const xmlNode* node) {
        if (name == "Id") statement_ = text_of(node);
        if (name == "Acct") {
            account_ = first_of(
                {text_below(node, {"Id", "IBAN"}), text_below(node, {"Id", "Othr", "Id"})});
            account_currency_ = text_below(node, {"Ccy"});
        }
    }

    std::string path(const std::string& inner = {}) const {
        return "/Document/" + message_ + "/" + container_ + "[" + std::to_string(statements_) +
               "]/Ntry[" + std::to_string(entries_) + "]" + inner;
    }

    Amount amount_of(const xmlNode* node, const std::string& where) const {
        const auto text = text_of(node);
        const auto point = text.find('.');
        const auto whole = text.substr(0, point);
        auto part = point == std::string::npos ? std::string{} : text.substr(point + 1);
        if (whole.empty() || whole.size() > 15 || part.size() > 17 || !only_digits(whole) ||
            !only_digits(part))
            throw Malformed{where, "\"" + text + "\" is no amount"};
        auto amount = Amount{.currency = attribute(node, "Ccy")};
        if (amount.currency.size() != 3) throw Malformed{where, "has no currency (Ccy)"};
        part.resize(std::max<std::size_t>(part.size(), 2), '0');
        for (const char c : whole + part.substr(0, 2)) amount.cents = amount.cents * 10 + (c - '0');
        amount.exact = part.find_first_not_of('0', 2) == std::string::npos;
        return amount;
    }

    std::int64_t sign_of(const xmlNode* node, const std::string& where) const {
        const auto word = text_below(node, {"CdtDbtInd"});
        if (word == "CRDT") return 1;
        if (word == "DBIT") return -1;
        throw Malformed{where + "/CdtDbtInd", "must be CRDT or DBIT, not \"" + word + "\""};
    }

    std::string date_of(const xmlNode* entry) const {
        for (const auto* which : {"BookgDt", "ValDt"}) {
            const auto* node = child(entry, which);
            if (!node) continue;
            const auto date =
                first_of({text_below(node, {"Dt"}), text_below(node, {"DtTm"})}).substr(0, 10);
            if (!is_date(date))
                throw Malformed{path(std::string{"/"} + which), "\"" + date + "\" is no date"};
            return date;
        }
        return is_date(created_) ? created_ : std::string{};
    }

    static bool is_date(std::string_view text) {
        if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
        const auto digits = std::string{text.substr(0, 4)} + std::string{text.substr(5, 2)} +
                            std::string{text.substr(8, 2)};
        if (!only_digits(digits)) return false;
        const int month = std::atoi(digits.substr(4, 2).c_str());
        const int day = std::atoi(digits.substr(6, 2).c_str());
        return month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    void read_entry(const xmlNode* entry) {
        if (account_.empty()) throw Malformed{path(), "comes before its account (Acct/Id)"};
        const auto status =
            first_of({text_below(entry, {"Sts", "Cd"}), text_below(entry, {"Sts", "Prtry"}),
                      text_below(entry, {"Sts"})});
        if (!child(entry, "Amt")) throw Malformed{path("/Amt"), "is missing"};
        const auto total = amount_of(child(entry, "Amt"), path("/Amt"));
        const auto sign = sign_of(entry, path());
        const auto date = date_of(entry);
        if (!status.empty() && status != "BOOK") return;  // Expected, or for information alone.

        std::vector<const xmlNode*> details;
        for (const auto* each : children(entry, "NtryDtls"))
            for (const auto* detail : children(each, "TxDtls")) details.push_back(detail);
        const auto reversed = text_below(entry, {"RvslInd"});
        auto whole_entry = Movement{.account = account_,
                                    .statement = statement_,
                                    .entry = std::to_string(entries_),
                                    .booked_on = date,
                                    .amount = {sign * total.cents},
                                    .currency = total.currency,
                                    .reversal = reversed == "true" || reversed == "1",
                                    .bank_reference = text_below(entry, {"AcctSvcrRef"}),
                                    .doubt = total.exact ? "" : "fraction_of_a_cent"};
        const auto amounts = amounts_of(details, sign, total);
        if (details.size() > 1 && amounts.empty()) {
            whole_entry.doubt = "details_do_not_add_up";
            whole_entry.text = text_below(entry, {"AddtlNtryInf"});
            return hand_over(std::move(whole_entry), entry, nullptr, 0);
        }
        if (details.empty()) {
            whole_entry.text = text_below(entry, {"AddtlNtryInf"});
            return hand_over(std::move(whole_entry), entry, nullptr, 0);
        }
        for (std::size_t i = 0; i < details.size(); ++i) {
            auto movement = whole_entry;
            if (details.size() > 1) {
                movement.entry += "/" + std::to_string(i + 1);
                movement.amount = {amounts[i]};
            }
            describe(movement, details[i]);
            hand_over(std::move(movement), entry, details[i], details.size() > 1 ? i + 1 : 0);
        }
    }

    // Of several transactions, in cents with their signs; empty if they are not the whole entry.
    std::vector<std::int64_t> amounts_of(const std::vector<const xmlNode*>& details,
                                         std::int64_t sign, const Amount& total) const {
        if (details.size() < 2) return {};
        std::vector<std::int64_t> amounts;
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < details.size(); ++i) {
            const auto where = path("/NtryDtls/TxDtls[" + std::to_string(i + 1) + "]");
            const auto* node = child(details[i], "Amt");
            if (!node) node = below(details[i], {"AmtDtls", "TxAmt", "Amt"});
            if (!node) return {};
            const auto amount = amount_of(node, where + "/Amt");
            if (amount.currency != total.currency || !amount.exact) return {};
            const auto own = child(details[i], "CdtDbtInd") ? sign_of(details[i], where) : sign;
            amounts.push_back(own * amount.cents);
            sum += amounts.back();
        }
        return sum == sign * total.cents ? amounts : std::vector<std::int64_t>{};
    }

    // Who it is from depends on the direction: the debtor of what came in.
    static void describe(Movement& movement, const xmlNode* detail) {
        const bool in = (movement.amount.cents >= 0) != movement.reversal;
        const auto* parties = child(detail, "RltdPties");
        const auto* party = child(parties, in ? "Dbtr" : "Cdtr");
        const auto* account = child(parties, in ? "DbtrAcct" : "CdtrAcct");
        movement.payer = first_of({text_below(party, {"Nm"}), text_below(party, {"Pty", "Nm"})});
        movement.payer_account = first_of(
            {text_below(account, {"Id", "IBAN"}), text_below(account, {"Id", "Othr", "Id"})});
        movement.end_to_end = said(text_below(detail, {"Refs", "EndToEndId"}));
        const auto own = text_below(detail, {"Refs", "AcctSvcrRef"});
        if (!own.empty()) movement.bank_reference = own;
        if (child(detail, "RtrInf")) movement.reversal = true;
        const auto* remittance = child(detail, "RmtInf");
        const auto add = [&](const std::string& text) {
            if (!text.empty()) movement.text += (movement.text.empty() ? "" : " ") + text;
        };
        for (const auto* structured : children(remittance, "Strd")) {
            const auto reference = text_below(structured, {"CdtrRefInf", "Ref"});
            if (movement.structured.empty())
                movement.structured = reference;
            else
                add(reference);
            add(text_below(structured, {"AddtlRmtInf"}));
        }
        for (const auto* free : children(remittance, "Ustrd")) add(text_of(free));
    }

    void hand_over(Movement movement, const xmlNode* entry, const xmlNode* detail,
                   std::size_t number) const {
        std::string known_by;
        if (const auto own = text_below(detail, {"Refs", "AcctSvcrRef"}); !own.empty())
            known_by = "bank:" + own;
        else if (const auto whole = text_below(entry, {"AcctSvcrRef"}); !whole.empty())
            known_by = "bank:" + whole + (number ? "/" + std::to_string(number) : "");
        else if (const auto id = said(text_below(detail, {"Refs", "TxId"})); !id.empty())
            known_by = "transaction:" + id;
        else
            known_by = "place:" + statement_ + "/" + movement.entry;
        movement.identity = adapters::sha256_of(
            "camt\n" + account_ + "\n" + known_by + "\n" + movement.booked_on + "\n" +
            states::write_money(movement.amount) + "\n" + movement.currency);
        take_(std::move(movement));
    }

    std::istream& stream_;
    const adapters::TakeMovement& take_;
    std::unique_ptr<xmlTextReader, void (*)(xmlTextReaderPtr)> reader_;
    std::string trouble_;
    int trouble_line_ = 0;
    std::string container_, message_, statement_, account_, account_currency_, created_;
    int statements_ = 0, entries_ = 0;
};

}  // namespace

bool looks_like_xml(std::string_view beginning) {
    using namespace std::string_view_literals;
    for (const auto mark : {"\xFF\xFE"sv, "\xFE\xFF"sv, "\0<"sv, "<\0"sv})  // UTF-16.
        if (beginning.starts_with(mark)) return true;
    if (beginning.starts_with("\xEF\xBB\xBF")) beginning.remove_prefix(3);
    const auto first = beginning.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && beginning[first] == '<';
}

void read_camt(std::istream& stream, const adapters::TakeMovement& take) {
    StatementReading{stream, take}.read();
}

}  // namespace bank
