#include "adapters/mustache.hpp"

#include <kainjow/mustache.hpp>

#include "engine/fault.hpp"

namespace adapters {
namespace {

namespace mustache = kainjow::mustache;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// What a template can look up.  The library's own context answers a name it does not know with
// nothing; this one throws.
class Strict final : public mustache::basic_context<std::string> {
public:
    explicit Strict(const Values& values) : values_{values} {
        for (const auto& [name, value] : values)
            data_.emplace(name, value.empty() ? mustache::data{false} : mustache::data{value});
    }

    const mustache::data* get(const std::string& name) const override {
        static const mustache::data yes{true};
        static const mustache::data no{false};
        if (const auto found = data_.find(name); found != data_.end()) return &found->second;
        const auto dot = name.find('.');
        const auto asked = values_.find(name.substr(0, dot));
        if (dot == name.npos || asked == values_.end())
            throw engine::Rejected{"there is no value for {{" + name + "}}"};
        return asked->second == name.substr(dot + 1) ? &yes : &no;
    }
    const mustache::data* get_partial(const std::string& name) const override {
        throw engine::Rejected{"there is no piece {{>" + name + "}}"};
    }
    void push(const mustache::data*) override {}  // All names are known everywhere.
    void pop() override {}

private:
    const Values& values_;
    std::map<std::string, mustache::data> data_;
};

mustache::mustache parsed(const std::string& text) {
    auto read = mustache::mustache{text};
    read.set_custom_escape([](const std::string& value) { return value; });  // No HTML here.
    return read;
}

}  // namespace

std::vector<Tag> tags_of(std::string_view text) {
    std::vector<Tag> tags;
    for (auto begin = text.find("{{"); begin != text.npos; begin = text.find("{{", begin)) {
        const bool three = text.substr(begin).starts_with("{{{");
        const auto close = text.find(three ? "}}}" : "}}", begin);
        if (close == text.npos) break;  // The library says that this template cannot be read.
        const auto start = begin + (three ? 3 : 2);
        auto name = trimmed(text.substr(start, close - start));
        auto kind = 'v';
        if (!three && !name.empty() && std::string_view{"#^/>!=&"}.find(name[0]) != name.npos) {
            kind = name[0] == '&' ? 'v' : name[0];
            name = trimmed(name.substr(1));
        }
        const auto end = close + (three ? 3 : 2);
        tags.push_back({.kind = kind, .name = std::string{name}, .begin = begin, .end = end});
        begin = end;
    }
    return tags;
}

std::string filled(const std::string& text, const Values& values) {
    auto context = Strict{values};
    return parsed(text).render(context);
}

std::optional<std::string> why_unreadable(const std::string& text) {
    if (const auto read = parsed(text); !read.is_valid()) return read.error_message();
    return {};
}

}  // namespace adapters
