#include "adapters/http/invoices.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/sha256.hpp"

namespace http {
namespace {

using adapters::KeptInvoice;

std::variant<KeptInvoice, Response> find(const Books& books, const adapters::Caller& caller,
                                         const Request& request, bool credit) {
    const auto id = books.reading.find(std::string{request.parameter("id")});
    if (!id) return no_application();
    if (auto found = books.invoices.latest(*id, credit)) {
        note_reading(books.readings, caller, adapters::read_of::invoice, id);
        return std::move(*found);
    }
    return problem(404, "",
                   credit ? "There is no credit note for this application."
                          : "There is no invoice of ours for this application.");
}

Response give(const Request& request, File file) {
    const auto tag = adapters::sha256_of(file.content).substr(0, 16);
    return file_answer(request, tag, std::move(file));
}

}  // namespace

Response give_invoice(const Books& books, const adapters::Caller& caller, const Request& request,
                      bool credit) {
    auto found = find(books, caller, request, credit);
    if (auto* none = std::get_if<Response>(&found)) return std::move(*none);
    auto& invoice = std::get<KeptInvoice>(found);
    return give(request, {.content = std::move(invoice.ubl),
                          .type = "application/xml",
                          .name = invoice.page.number + ".xml"});
}

Response give_invoice_paper(const Books& books, const adapters::Caller& caller,
                            const Request& request, bool credit) {
    auto found = find(books, caller, request, credit);
    if (auto* none = std::get_if<Response>(&found)) return std::move(*none);
    const auto& page = std::get<KeptInvoice>(found).page;
    auto paper = books.sent_papers.find(adapters::name_of_invoice(page));
    if (!paper) return problem(404, "", page.number + " is not on paper yet.");
    return give(request, {.content = std::move(paper->content),
                          .type = "application/pdf",
                          .name = page.number + ".pdf"});
}

}  // namespace http
