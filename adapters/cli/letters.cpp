#include "adapters/cli/letters.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <variant>

#include "adapters/cli/printing.hpp"

namespace cli {
namespace {

using nlohmann::json;

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

}  // namespace

void add_letters(CLI::App& app, const Surroundings& shared) {
    auto& letters = *app.add_subcommand("letters", "Security letters: where each is");
    letters.require_subcommand(1);

    auto& listing = *letters.add_subcommand("list", "All of them, newest first");
    const auto custody = std::make_shared<std::string>();
    listing.add_option("--custody", *custody, "asked, printed, posted, returned or voided");
    shared.add_database_options(listing);
    shared.add_output(listing);
    shared.on(&listing, [shared, custody](adapters::Node& node) {
        return list_letters(node, *custody, shared.as_json, shared.language);
    });

    const auto add_news = [&](const std::string& what, const char* help, bool with_reason) {
        auto& noting = *letters.add_subcommand(what, help);
        const auto news = std::make_shared<LetterNews>(LetterNews{.what = what});
        noting.add_option("LETTER", news->letter, "Its name in the list")->required();
        if (with_reason)
            noting.add_option("--reason", news->reason, "What you saw; it is kept with your name")
                ->required();
        noting.add_option("--by", news->by, "Who says so; the journal names them");
        shared.add_database_options(noting);
        shared.add_output(noting);
        shared.on(&noting, [shared, news](adapters::Node& node) {
            return note_letter(node, *news, shared.as_json, shared.language);
        });
    };
    add_news("printed", "It is on paper: you have it in your hand", true);
    add_news("posted", "It is in the post", false);
    add_news("returned", "It came back", true);
}

int list_letters(adapters::Node& node, const std::string& custody, bool as_json,
                 const std::string& language) {
    auto query = json{{"limit", "200"}};
    if (!custody.empty()) query["custody"] = custody;
    auto items = json::array();
    for (;;) {
        const auto page = node.post_room().list(query);
        if (const auto* invalid = std::get_if<adapters::Invalid>(&page))
            return print(*invalid, as_json, language);
        const auto& found = std::get<json>(page);
        items.insert(items.end(), found["items"].begin(), found["items"].end());
        if (found["next"].is_null()) break;
        query["cursor"] = found["next"];
    }
    if (as_json) {
        std::cout << json{{"items", items}}.dump(2) << '\n';
        return 0;
    }
    for (const auto& item : items)
        std::cout << or_dash(item["letter"]) << '\t' << item["reference"].get<std::string>() << '\t'
                  << item["custody"].get<std::string>() << '\t' << or_dash(item["way"])
                  << (item["trouble"].get<std::string>().empty() ? "" : "\tlook at it") << '\n';
    return 0;
}

int note_letter(adapters::Node& node, const LetterNews& news, bool as_json,
                const std::string& language) {
    const auto caller = operator_at("clerk", news.by);
    if (news.what == "printed")
        return print(node.post_room().was_printed(caller, news.letter, news.reason), as_json,
                     language);
    const auto reference = node.post_room().reference_of(news.letter);
    if (!reference) throw std::runtime_error{"there is no letter " + news.letter};
    auto data = json{{"letter", news.letter}};
    if (news.what == "returned") data["reason"] = news.reason;
    return print(node.applications().send(
                     caller, *reference, {.event = "letter_" + news.what, .data = std::move(data)}),
                 as_json, language);
}

}  // namespace cli
