// Files that applicants send beside a sign-up: judged by what is in them, kept once, named by
// their content.

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/reading.hpp"

namespace adapters {

class Archive {
public:
    virtual ~Archive() = default;
    // False if it has the document already.  `from` is who has sent it.
    virtual bool keep(const Document&, const std::string& from) = 0;
};

struct Kept {
    std::string id;
    std::size_t size = 0;
    bool is_new = true;
};
struct TooLarge {
    std::size_t limit;  // Bytes.
};
struct NoPdf {};

class Documents {
public:
    // The code of what is wrong with a PDF; empty if nothing is.
    using Judge = std::function<std::string(const std::string& pdf)>;

    Documents(Archive& archive, std::size_t size_max, Judge judge)
        : archive_{archive}, size_max_{size_max}, judge_{std::move(judge)} {}

    std::size_t size_max() const { return size_max_; }

    // The same bytes get the same id, whoever sends them and however often.
    std::variant<Kept, TooLarge, NoPdf, Invalid> take(const Caller&, std::string content,
                                                      std::string file_name);

private:
    Archive& archive_;
    std::size_t size_max_;
    Judge judge_;
};

// One of them, for who may read; with the application that it is part of, if that is said and true,
// the reading is noted there.
std::optional<Document> open_document(Reading&, ReadingLog*, const Caller&, const std::string& id,
                                      const std::string& of = {});

}  // namespace adapters
