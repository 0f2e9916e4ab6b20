// `doorstep import statement` and `doorstep book`: the bank's movements by hand.

#pragma once

#include <cstdint>
#include <string>

#include "adapters/statements.hpp"

namespace cli {

// The file's bytes as a stream that can be rewound; "-" is stdin.  Says on stdout what came of it,
// with a bar on stderr while a person looks on.  The exit code: 1 if the file was refused.
int import_statement(adapters::Statements&, const adapters::Caller&, const std::string& path,
                     bool as_json);

}  // namespace cli
