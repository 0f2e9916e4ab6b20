#include "adapters/answer.hpp"

#include <utility>

#include "adapters/sha256.hpp"

namespace adapters {

nlohmann::json json_of(const std::string& neighbour, const Reply& reply) {
    auto answer = nlohmann::json::parse(reply.body, nullptr, false);
    if (answer.is_discarded())
        throw engine::Rejected{neighbour + " answered something else than JSON"};
    return answer;
}

Document pdf_of(const std::string& neighbour, const std::string& what, std::string content,
                std::string file_name) {
    if (!content.starts_with("%PDF-"))
        throw engine::Rejected{neighbour + " gave no PDF for " + what};
    auto id = sha256_of(content);
    return {.id = std::move(id),
            .content = std::move(content),
            .media_type = "application/pdf",
            .file_name = std::move(file_name)};
}

}  // namespace adapters
