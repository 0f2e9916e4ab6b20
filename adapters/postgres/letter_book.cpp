#include "adapters/postgres/letter_book.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"
#include "engine/fault.hpp"

namespace postgres {
namespace {

using adapters::BookedLetter;
using adapters::ListedLetter;

BookedLetter read_letter(const pqxx::row& row) {
    auto letter =
        BookedLetter{.key = row["effect_key"].as<std::string>(),
                     .of = {row["case_id"].as<std::int64_t>()},
                     .reference = row["reference"].as<std::string>(),
                     .letter = row["letter"].as<std::string>(),
                     .carrier = {row["way"].as<std::string>(), row["carrier"].as<std::string>("")},
                     .custody = row["custody"].as<std::string>(),
                     .day = row["drawn_on"].as<std::string>(),
                     .job = {},
                     .sending = row["sending"].as<bool>(),
                     .handed_over = row["handed_over"].as<bool>()};
    if (!row["job"].is_null()) letter.job = row["job"].as<int>();
    return letter;
}

engine::Time time_in(std::int64_t microseconds) {
    return engine::Time{std::chrono::microseconds{microseconds}};
}

ListedLetter read_listed_letter(const pqxx::row& row) {
    ListedLetter letter{read_letter(row)};
    letter.number = row["number"].as<std::int64_t>();
    letter.replaces = row["replaces"].as<std::string>();
    letter.document = row["document"].as<std::string>();
    letter.pages = row["pages"].as<int>();
    letter.template_version = row["template_version"].as<std::string>();
    if (!row["handed_over_at"].is_null()) letter.handed_over_at = time_of(row["handed_over_at"]);
    letter.trouble = row["trouble"].as<std::string>();
    for (const auto& line : nlohmann::json::parse(row["log"].c_str()))
        letter.log.push_back(
            {.custody = line.at("custody"),
             .at = time_in(line.at("at").is_null() ? 0 : line.at("at").get<std::int64_t>()),
             .actor = line.at("actor"),
             .line = line.at("line"),
             .reason = line.at("reason")});
    return letter;
}

std::vector<ListedLetter> read_letters(const pqxx::result& rows) {
    std::vector<ListedLetter> letters;
    for (const auto& row : rows) letters.push_back(read_listed_letter(row));
    return letters;
}

}  // namespace

BookedLetter LetterBook::open(const engine::Work& work, const adapters::Carrier& carrier,
                              const std::string& today) {
    return read_letter(
        ask(pool_, "open_letter", work.key, work.of.number, carrier.way, carrier.name, today)[0]);
}

void LetterBook::note_job(const std::string& key, int job) {
    if (ask(pool_, "note_letter_job", key, job).affected_rows() != 1)
        throw engine::Unavailable{"another worker is sending this letter"};
}

void LetterBook::note_sending(const std::string& key, bool may_be_out) {
    ask(pool_, "note_letter_sending", key, may_be_out);
}

void LetterBook::note_handed_over(const std::string& key, const std::string& letter,
                                  const adapters::DrawnLetter& drawn,
                                  std::optional<Seconds> look_in) {
    ask(pool_, "note_letter_handed_over", key, letter, drawn.sha256, drawn.pages,
        drawn.template_version,
        look_in ? std::optional{static_cast<double>(look_in->count())} : std::nullopt);
}

std::vector<BookedLetter> LetterBook::to_look_at(int limit, Seconds again_in) {
    std::vector<BookedLetter> letters;
    for (const auto& row : ask(pool_, "letters_to_look_at", limit, again_in.count()))
        letters.push_back(read_letter(row));
    return letters;
}

void LetterBook::stop_looking(const std::string& key, const std::string& trouble) {
    ask(pool_, "stop_looking_at_letter", key, trouble);
}

std::optional<BookedLetter> LetterBook::named(const std::string& letter) {
    const auto rows = ask(pool_, "letter_named", letter);
    if (rows.empty()) return std::nullopt;
    return read_letter(rows[0]);
}

std::vector<ListedLetter> LetterBook::of_case(engine::CaseId id) {
    return read_letters(ask(pool_, "letters_of_case", id.number));
}

std::vector<ListedLetter> LetterBook::list(const std::string& custody, std::int64_t before,
                                           int limit) {
    return read_letters(ask(pool_, "list_letters", custody.empty() ? nullptr : custody.c_str(),
                            before == 0 ? std::numeric_limits<std::int64_t>::max() : before,
                            limit));
}

std::map<std::string, std::int64_t> LetterBook::counts() {
    std::map<std::string, std::int64_t> all;
    for (const auto& row : ask(pool_, "count_letters"))
        all.emplace(row[0].as<std::string>(), row[1].as<std::int64_t>());
    return all;
}

}  // namespace postgres
