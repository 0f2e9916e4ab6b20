// A statement file that is not what it should be: where, and why.  It is refused as a whole.

#pragma once

#include <stdexcept>
#include <string>

namespace bank {

struct Malformed : std::runtime_error {
    Malformed(std::string where, const std::string& why)
        : std::runtime_error{why}, place{std::move(where)} {}
    std::string place;  // "line 17", "/Document/BkToCstmrStmt/Stmt[1]/Ntry[3]/Amt"
};

}  // namespace bank
