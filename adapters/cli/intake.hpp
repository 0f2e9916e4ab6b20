// `doorstep intake` and `doorstep apply FILE.eml`: what was understood of a mail, and whether that
// is enough to open an application with it.

#pragma once

#include <string>
#include <string_view>

#include "adapters/applications.hpp"
#include "adapters/mail_on_file.hpp"

namespace cli {

// Prints the reading of a mail; changes nothing.  Returns the exit code: 0 whatever the mail is, as
// long as it could be read.  Throws std::runtime_error for a file that cannot be, or is too large.
int show_mail(const config::Config&, const std::string& file, bool as_json,
              const std::string& language);

// Whether `apply` is given a mail and no JSON: by the file's name, or by its first line.
bool is_mail(const std::string& file, std::string_view content);

// Opens an application if nothing in the mail is missing, wrong or doubtful, and says what is if
// not.  The same mail opens one application, however often it is given.
int apply_mail(const config::Config&, const adapters::Caller&, const std::string& file,
               std::string_view raw, std::string key, bool as_json, const std::string& language);

}  // namespace cli
