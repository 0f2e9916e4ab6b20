#include "adapters/cli/papers.hpp"

#include <iostream>
#include <stdexcept>
#include <variant>

#include "adapters/whole_file.hpp"

namespace cli {
namespace {

// The bytes as they were made: no paper is made anew to be looked at.
int write_out(const std::string& content, const std::string& path, const std::string& name) {
    if (path == "-") {
        std::cout << content;
        return 0;
    }
    adapters::write_whole_file(path, [&](std::ostream& file) { file << content; });
    std::cout << name << '\n';
    return 0;
}

}  // namespace

int write_contract(adapters::Node& node, const adapters::ContractWanted& wanted,
                   const std::string& file) {
    const auto found = node.contract(wanted);
    if (const auto* why = std::get_if<std::string>(&found))
        throw std::runtime_error{wanted.reference + ": " + *why};
    const auto& document = std::get<adapters::Document>(found);
    return write_out(document.content, file, document.id);
}

int write_invoice(adapters::Node& node, const InvoiceWanted& wanted) {
    const auto found = node.invoice(wanted.reference, wanted.credit);
    if (!found)
        throw std::runtime_error{"there is no " +
                                 std::string{wanted.credit ? "credit note" : "invoice of ours"} +
                                 " for application " + wanted.reference};
    const auto& number = found->page.number;
    if (wanted.format == "ubl") return write_out(found->ubl, wanted.file, number);
    const auto paper = node.paper_of(*found);
    if (!paper) throw std::runtime_error{number + " is not on paper yet"};
    return write_out(paper->content, wanted.file, number);
}

}  // namespace cli
