#include "adapters/pages/words.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "states/messages.hpp"

namespace pages {

Words::Words(std::initializer_list<const Files*> all) {
    std::string flaws;
    for (const auto* files : all)
        for (const auto& [file, content] : *files) {
            auto& known = by_language_[std::string{file.substr(0, file.find('.'))}];
            const auto texts = nlohmann::json::parse(content);
            for (const auto& [key, text] : texts.items())
                if (!known.emplace(key, text.get<std::string>()).second)
                    flaws += "\n  " + std::string{file} + ": " + key + " comes twice";
        }
    for (const auto& [language, texts] : by_language_) {
        languages_.push_back(language);
        for (const auto& [other, theirs] : by_language_)
            for (const auto& [key, _] : theirs)
                if (!texts.contains(key)) flaws += "\n  " + language + " lacks " + key;
    }
    if (!flaws.empty()) throw std::logic_error{"the words of pages:" + flaws};
}

bool Words::has(std::string_view key) const {
    return by_language_.begin()->second.contains(key) || states::has_message(key);
}

std::string Words::text(const std::string& language, const std::string& key) const {
    const auto known = by_language_.find(language);
    const auto& texts = (known == by_language_.end() ? by_language_.find("en") : known)->second;
    const auto found = texts.find(key);
    return found == texts.end() ? states::message(language, key) : found->second;
}

std::string Words::say(const std::string& language, const std::string& key,
                       const std::map<std::string, std::string>& values) const {
    return states::filled(text(language, key), values);
}

}  // namespace pages
