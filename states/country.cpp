#include <set>

#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "states/text.hpp"

namespace states {
namespace {

const std::set<std::string_view>& countries() {
    static const auto all = [] {
        std::set<std::string_view> codes;
        for (const auto line : data_lines("countries.txt"))
            for (const auto code : parts(line, ' ')) codes.insert(code);
        return codes;
    }();
    return all;
}

}  // namespace

Checked check_country(std::string_view text) {
    const auto code = upper_ascii(trimmed(text));
    if (!countries().contains(code)) return {.code = "country_unknown"};
    return {.verdict = Verdict::valid, .normalised = code};
}

}  // namespace states
