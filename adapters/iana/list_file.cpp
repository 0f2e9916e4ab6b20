#include "adapters/iana/list_file.hpp"

#include <charconv>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "adapters/iana/csv.hpp"
#include "engine/fault.hpp"
#include "states/text.hpp"

namespace iana {
namespace {

using adapters::Accredited;
using adapters::ListedRegistrar;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Collects rows and refuses what cannot be one; `place` is for whoever reads why.
class Rows {
public:
    void add(const std::string& place, std::string_view id, std::string_view name,
             std::string_view status, std::string_view url) {
        const auto number = number_of(place, id);
        if (!states::read_utf8(name)) refuse(place, "the name is not UTF-8");
        if (states::trimmed(name).empty()) refuse(place, "the name is empty");
        if (name.find('\0') != std::string_view::npos) refuse(place, "the name holds a NUL");
        if (!seen_.insert(number).second)
            refuse(place, "the id " + std::string{id} + " stands there twice");
        rows_.push_back({.iana_id = number,
                         .name = std::string{states::trimmed(name)},
                         .status = status_of(place, status),
                         .rdap_url = std::string{states::trimmed(url)}});
    }

    std::vector<ListedRegistrar> take() {
        if (rows_.empty()) throw engine::Rejected{"there is no registrar in it"};
        return std::move(rows_);
    }

    [[noreturn]] static void refuse(const std::string& place, const std::string& why) {
        throw engine::Rejected{place + ": " + why};
    }

private:
    static int number_of(const std::string& place, std::string_view text) {
        int number = 0;
        const auto* end = text.data() + text.size();
        const auto [read_to, error] = std::from_chars(text.data(), end, number);
        if (error != std::errc{} || read_to != end || number < 1 || text.starts_with('0'))
            refuse(place, "an id is a number without leading zeros");
        return number;
    }

    static Accredited status_of(const std::string& place, std::string_view text) {
        if (text == "Accredited") return Accredited::yes;
        if (text == "Terminated") return Accredited::terminated;
        if (text == "Reserved") return Accredited::reserved;
        refuse(place, "a status is Accredited, Terminated or Reserved");
    }

    std::vector<ListedRegistrar> rows_;
    std::set<int> seen_;
};

std::vector<ListedRegistrar> from_csv(std::string_view text) {
    const auto lines = read_csv(text);
    const auto heading =
        std::vector<std::string>{"ID", "Registrar Name", "Status", "RDAP Base URL"};
    if (lines.empty() || lines.front().fields != heading)
        throw engine::Rejected{
            "line 1: the heading is not ID, Registrar Name, Status, RDAP Base URL"};
    Rows rows;
    for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
        const auto place = "line " + std::to_string(line->line);
        const auto& fields = line->fields;
        if (fields.size() != heading.size())
            Rows::refuse(place, std::to_string(fields.size()) + " fields instead of 4");
        rows.add(place, fields[0], fields[1], fields[2], fields[3]);
    }
    return rows.take();
}

// <record><value>…</value><name>…</name><status>…</status><rdapurl><server>…</server></rdapurl>
std::vector<ListedRegistrar> from_xml(std::string_view text) {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(text.data(), text.size());
    if (!parsed)
        throw engine::Rejected{"the XML cannot be read: " + std::string{parsed.description()} +
                               " at byte " + std::to_string(parsed.offset)};
    const auto top = document.child("registry");
    if (std::string_view{top.attribute("id").value()} != "registrar-ids")
        throw engine::Rejected{"this is not the registry \"registrar-ids\""};
    Rows rows;
    for (const auto list : top.children("registry"))
        for (const auto record : list.children("record")) {
            const auto child = [&](const char* name) {
                return std::string_view{record.child_value(name)};
            };
            rows.add("the record " + std::string{child("value")}, child("value"), child("name"),
                     child("status"), record.child("rdapurl").child_value("server"));
        }
    return rows.take();
}

}  // namespace

std::vector<ListedRegistrar> read_list(std::string_view bytes) {
    if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
    return states::trimmed(bytes).starts_with('<') ? from_xml(bytes) : from_csv(bytes);
}

}  // namespace iana
