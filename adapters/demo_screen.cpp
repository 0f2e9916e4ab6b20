#include "adapters/demo_screen.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ostream>
#include <utility>

#include "states/description.hpp"
#include "states/messages.hpp"

namespace adapters {
namespace {

using nlohmann::json;

constexpr int columns_for_one_line = 118;  // Otherwise what was asked has a line of its own.

constexpr int green = 32;
constexpr int red = 31;
constexpr int grey = 90;
constexpr int bold = 1;
// One for each application, so that the eye can follow it through the others' lines.
constexpr std::array<int, 6> hues = {36, 33, 35, 34, 96, 93};

// Padded to a width in letters, which "Łódź" has fewer of than bytes.
std::string cell(std::string_view text, std::size_t width) {
    const auto letters = static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
    auto padded = std::string{text};
    if (letters < width) padded.append(width - letters, ' ');
    return padded;
}

// "token:website" did it, "provider:esign": who, without the door it came through.
std::string_view name_in(std::string_view actor) {
    const auto colon = actor.find(':');
    return colon == std::string_view::npos ? actor : actor.substr(colon + 1);
}

// "send contract": what is asked for, shorter than its label; most of it is mail.
std::string short_words(std::string effect) {
    if (effect == "tell") return "mail";
    std::ranges::replace(effect, '_', ' ');
    return effect;
}

// "1234567", with a hyphen for each step that this path leaves out; only as far as it came.
std::string steps_of(const Followed& one) {
    std::string steps;
    for (const auto& step : one.last_view["path"])
        if (step["step"].get<int>() <= one.step)
            steps += step["applies"].get<bool>() ? std::to_string(step["step"].get<int>()) : "-";
    return steps;
}

// States beside the way keep the step that the application was in.
int step_after(int step, std::string_view state) {
    for (const auto& info : states::all_states())
        if (info.name == state && info.kind == "way") return info.step;
    return step;
}

}  // namespace

ScreenLook look_of(int file) {
    if (!::isatty(file)) return {};
    winsize size{};
    const bool known = ::ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    const auto* refusal = std::getenv("NO_COLOR");
    const auto* terminal = std::getenv("TERM");
    return {.columns = known ? size.ws_col : ScreenLook{}.columns,
            .colours = !(refusal && *refusal) && terminal && std::string_view{terminal} != "dumb"};
}

bool Screen::open() const { return out_.good(); }

std::string Screen::painted(std::string_view text, int colour) const {
    if (!look_.colours) return std::string{text};
    return "\x1b[" + std::to_string(colour) + "m" + std::string{text} + "\x1b[0m";
}

void Screen::introduce(const std::vector<Followed>& all) {
    std::size_t longest = 0;
    for (const auto& one : all) longest = std::max(longest, one.organisation.size());
    out_ << painted("Who applies, and for what", bold) << "\n\n";
    for (std::size_t i = 0; i < all.size(); ++i)
        out_ << painted(all[i].reference, hues[i % hues.size()]) << "  "
             << cell(all[i].organisation, longest) << "  " << all[i].title << '\n';
    out_ << '\n'
         << painted("What happens", bold) << ", and -> what the world is asked for\n\n"
         << painted(cell("application", 15) + cell("step and state", 25) +
                        cell("what happened", 30) + "by",
                    grey)
         << std::endl;
}

void Screen::news(Followed& one, std::size_t number, const json& line) {
    const auto state = line["to"].get<std::string>();
    one.step = step_after(one.step, state);
    one.lines = line["line"];

    std::string asked;
    for (const auto& effect : line["effects"]) {
        asked += (asked.empty() ? "-> " : ", ") + short_words(effect["effect"]);
        ++asked_[effect["label"]];
    }
    const bool one_line = look_.columns >= columns_for_one_line;
    const auto indent = "\n" + std::string(17, ' ');
    out_ << painted(cell(one.reference, 15), hues[number % hues.size()]) << one.step << ' '
         << cell(state, 23) << cell(line["label"].get<std::string>(), 30)
         << cell(name_in(line["actor"].get_ref<const std::string&>()),
                 one_line && !asked.empty() ? 10 : 0);
    if (!asked.empty()) out_ << (one_line ? "" : indent) << painted(asked, grey);
    if (const auto& refusal = line["refusal"]; !refusal.is_null())
        out_ << indent << painted("refused: " + refusal["label"].get<std::string>(), red);
    out_ << std::endl;
}

void Screen::aside(const Followed& one, std::size_t number, const std::string& words) {
    out_ << painted(cell(one.reference, 15), hues[number % hues.size()]) << one.step << ' '
         << painted(words, grey) << std::endl;
}

void Screen::summarise(const std::vector<Followed>& all) {
    out_ << '\n'
         << painted("How it ended", bold) << "\n\n"
         << painted(cell("application", 15) + cell("steps", 9) + cell("end", 11) +
                        cell("journal", 10) + "asked for",
                    grey)
         << '\n';
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& one = all[i];
        const auto state = one.last_view["state"].get<std::string>();
        out_ << painted(cell(one.reference, 15), hues[i % hues.size()]) << cell(steps_of(one), 9)
             << painted(cell(state, 11), state == "completed"  ? green
                                         : state == "rejected" ? red
                                                               : bold)
             << cell(std::to_string(one.lines) + " lines", 10) << one.title << '\n';
    }
    std::map<std::string, std::string> reasons;  // Of skipped steps, and the steps of each.
    for (const auto& one : all)
        for (const auto& step : one.last_view["path"])
            if (!step["applies"].get<bool>() && step["step"].get<int>() <= one.step)
                reasons[one.reference + "  " + step["sentence"].get<std::string>()] +=
                    ' ' + std::to_string(step["step"].get<int>());
    for (const auto& [reason, steps] : reasons) {
        const auto gap = reason.find("  ");
        out_ << "\n-  steps" << steps << " of " << reason.substr(0, gap) << ":\n   "
             << reason.substr(gap + 2);
    }
    if (!reasons.empty()) out_ << '\n';

    auto counted = std::vector<std::pair<std::string, int>>{asked_.begin(), asked_.end()};
    std::ranges::stable_sort(counted, std::greater{}, &std::pair<std::string, int>::second);
    out_ << '\n' << painted("What the world was asked for", bold) << "\n\n";
    for (const auto& [words, times] : counted) {
        const auto number = std::to_string(times);
        out_ << std::string(4 - std::min<std::size_t>(4, number.size()), ' ') << number << " x  "
             << words << '\n';
    }
}

}  // namespace adapters
