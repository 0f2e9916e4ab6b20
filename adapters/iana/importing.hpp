// Takes a version of IANA's list in: reads it, compares it with the one before, and has it kept.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/call.hpp"
#include "adapters/registrar_lists.hpp"

namespace iana {

// Throws engine::Rejected for a list that cannot be right: with less than half of the rows, or of
// the accredited registrars, of the one before.
adapters::ListDifference difference(const std::vector<adapters::ListedRegistrar>& before,
                                    const std::vector<adapters::ListedRegistrar>& after);

// Throws engine::Rejected, and changes nothing then.
adapters::KeptDifference import_list(adapters::RegistrarLists&, std::string_view bytes,
                                     const std::string& source, const std::string& etag,
                                     const std::string& by);

// Fetches the list anew when it is older than wanted.  One a process; a list that two processes
// fetch at once is kept once.
class Refresh {
public:
    struct Settings {
        std::string url;  // Empty: never.
        std::chrono::seconds every{0};
    };

    Refresh(Settings settings, adapters::RegistrarLists& lists, adapters::Send send)
        : settings_{std::move(settings)}, lists_{lists}, send_{std::move(send)} {}

    struct News {
        enum class Kind {
            none_due,
            nothing_new,  // The server has said so (304), or has sent the very same.
            imported,
        } kind = Kind::none_due;
        adapters::KeptDifference kept = {};
    };

    // Throws engine::Unavailable and engine::Rejected; is then not due again for a tenth of the
    // time, at least a minute.
    News look(engine::Time now);

    bool is_wanted() const { return !settings_.url.empty() && settings_.every.count() > 0; }

private:
    News fetch(const std::optional<adapters::KeptList>& latest);

    Settings settings_;
    adapters::RegistrarLists& lists_;
    adapters::Send send_;
    engine::Time not_before_{};
};

}  // namespace iana
