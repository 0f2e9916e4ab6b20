// What the demo shows on the screen, in lines that fit it.

#pragma once

#include <iosfwd>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace adapters {

struct ScreenLook {
    int columns = 120;
    bool colours = false;
};

// A terminal has its own width, and colours unless NO_COLOR forbids them; anything else has
// neither.
ScreenLook look_of(int file);

struct Followed {  // One application, as far as the screen has followed it.
    std::string reference;
    std::string organisation;
    std::string title;              // What was asked for.
    nlohmann::json last_view = {};  // As the API showed it last.
    int step = 1;                   // Of the state in its newest journal line.
    int lines = 0;                  // Journal lines shown.
};

class Screen {
public:
    Screen(std::ostream& out, ScreenLook look) : out_{out}, look_{look} {}

    void introduce(const std::vector<Followed>&);
    // A journal line as the API gives it; follows the application's step.
    void news(Followed&, std::size_t number, const nlohmann::json& line);
    // What happens beside the journal: a message on somebody's phone.
    void aside(const Followed&, std::size_t number, const std::string& words);
    void summarise(const std::vector<Followed>&);

    bool open() const;  // False once nobody reads any more: `doorstep demo | head`.

private:
    std::string painted(std::string_view text, int colour) const;

    std::ostream& out_;
    ScreenLook look_;
    std::map<std::string, int> asked_;  // What was asked of the world, in words, and how often.
};

}  // namespace adapters
