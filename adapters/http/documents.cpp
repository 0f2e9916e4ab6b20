#include "adapters/http/documents.hpp"

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"

namespace http {
namespace {

struct KeepingAnswer {
    const std::string& language;

    Response operator()(const adapters::Kept& kept) const {
        auto response =
            json_answer(kept.is_new ? 201 : 200,
                        {{"id", kept.id}, {"media_type", "application/pdf"}, {"size", kept.size}});
        response.headers.emplace_back("Location", "/api/v1/documents/" + kept.id);
        return response;
    }
    Response operator()(const adapters::TooLarge& large) const {
        return problem(413, "",
                       "A document has at most " + std::to_string(large.limit) + " bytes.");
    }
    Response operator()(const adapters::NoPdf&) const {
        return problem(415, "", "The content is not a PDF, whatever it is called.");
    }
    Response operator()(const adapters::Invalid& found) const {
        return invalid(found.problems, language);
    }
};

}  // namespace

Response take_document(adapters::Documents& documents, const adapters::Caller& caller,
                       const Request& request) {
    const auto language = language_of(request);
    const auto type = media_type_of(request);
    if (type != "application/pdf" && type != "application/octet-stream")
        return problem(415, "", "A document is sent as application/pdf.");
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    refuse_others(query, {"file_name"}, problems);
    if (!problems.empty()) return invalid(problems, language);
    return std::visit(
        KeepingAnswer{language},
        documents.take(caller, request.body, query.value("file_name", "document.pdf")));
}

Response give_document(adapters::Reading& reading, adapters::ReadingLog* readings,
                       const adapters::Caller& caller, const Request& request) {
    const auto id = std::string{request.parameter("id")};
    auto found = adapters::open_document(reading, readings, caller, id);
    if (!found) return problem(404, "", "There is no such document.");
    auto response = file_answer(request, id,
                                {.content = std::move(found->content),
                                 .type = std::move(found->media_type),
                                 .name = std::move(found->file_name)});
    if (response.status == 200)
        response.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
    return response;
}

}  // namespace http
