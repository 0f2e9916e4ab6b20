// What Python's e-mail package, which is not ours, makes of a mail that we have written.

#pragma once

#include <stdlib.h>

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/scratch_folder.hpp"
#include "tests/child.hpp"

namespace tests {

inline nlohmann::json read_mail(const std::string& bytes) {
    const adapters::ScratchFolder folder{"mail"};
    const auto file = folder.write("mail.eml", bytes);
    Child reader{{"/usr/bin/python3", "tests/adapters/mail/read_mail.py", file.string()}};
    return nlohmann::json::parse(reader.line());
}

}  // namespace tests
