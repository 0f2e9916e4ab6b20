#include "adapters/bank/read_statement.hpp"

#include <string>

#include "adapters/bank/camt.hpp"
#include "adapters/bank/coda.hpp"
#include "adapters/bank/malformed.hpp"

namespace bank {

std::string_view read_statement(std::istream& stream, const adapters::TakeMovement& take) {
    const auto start = stream.tellg();
    std::string beginning(256, '\0');
    stream.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(stream.gcount()));
    stream.clear();
    stream.seekg(start);
    if (looks_like_coda(beginning)) {
        read_coda(stream, take);
        return "coda";
    }
    if (looks_like_xml(beginning)) {
        read_camt(stream, take);
        return "camt";
    }
    throw Malformed{"line 1", beginning.empty() ? "the file is empty"
                                                : "this is neither CODA nor camt.053 or camt.054"};
}

}  // namespace bank
