// `doorstep evidence`, `doorstep import iana` and `doorstep registrar`: what registers say.

#pragma once

#include <string>
#include <vector>

#include "adapters/grounds.hpp"
#include "adapters/registrars.hpp"

namespace cli {

// Each prints on stdout and returns the exit code.
int print_evidence(adapters::Grounds&, const std::string& reference, bool as_json,
                   const std::string& language);

// "-" is stdin.  1 if the file was refused, with the reason on stderr.
int import_iana(adapters::Registrars&, const std::string& path, bool as_json);

// An id or a part of a name; 1 if the list has none such.
int print_registrars(adapters::Registrars&, const std::string& text, bool as_json,
                     const std::string& language);

// As `doorstep check` prints, by the list.
int check_iana(adapters::Registrars&, const std::vector<std::string>& values,
               const std::string& language);

}  // namespace cli
