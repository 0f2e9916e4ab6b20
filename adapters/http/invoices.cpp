#include "adapters/http/invoices.hpp"

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/sha256.hpp"

namespace http {

Response give_invoice(adapters::Reading& reading, adapters::Invoices& invoices,
                      const Request& request, bool credit) {
    const auto id = reading.find(std::string{request.parameter("id")});
    if (!id) return no_application();
    auto found = invoices.latest(*id, credit);
    if (!found)
        return problem(404, "",
                       credit ? "There is no credit note for this application."
                              : "There is no invoice of ours for this application.");
    const auto etag = '"' + adapters::sha256_of(found->ubl).substr(0, 16) + '"';
    auto response = already_has(request, etag) ? Response{.status = 304}
                                               : Response{.body = std::move(found->ubl),
                                                          .content_type = "application/xml"};
    if (response.status == 200)
        response.headers.emplace_back(
            "Content-Disposition", "attachment; filename*=UTF-8''" + found->page.number + ".xml");
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

}  // namespace http
