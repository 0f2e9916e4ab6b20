#include "adapters/bank/coda.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/bank/malformed.hpp"
#include "adapters/bank/texts.hpp"
#include "adapters/sha256.hpp"
#include "states/money.hpp"
#include "states/text.hpp"

namespace bank {
namespace {

using adapters::Movement;

constexpr std::size_t width = 128;

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// One line; columns count from 1, as the standard does.
class Record {
public:
    Record() = default;
    Record(std::string line, int number) : line_{std::move(line)}, number_{number} {}

    char at(std::size_t column) const { return line_[column - 1]; }
    std::string_view cut(std::size_t first, std::size_t last) const {
        return std::string_view{line_}.substr(first - 1, last - first + 1);
    }
    std::string text(std::size_t first, std::size_t last) const {
        return utf8_of_latin1(cut(first, last));
    }
    std::int64_t number(std::size_t first, std::size_t last) const {
        const auto digits = cut(first, last);
        if (!all_digits(digits))
            refuse("columns " + std::to_string(first) + " to " + std::to_string(last) +
                   " must be digits");
        std::int64_t value = 0;
        for (const char c : digits) value = value * 10 + (c - '0');
        return value;
    }
    // DDMMYY of this century.
    std::string date(std::size_t first) const {
        const auto whole = number(first, first + 5);
        const auto day = whole / 10'000, month = whole / 100 % 100;
        if (day < 1 || day > 31 || month < 1 || month > 12)
            refuse("columns " + std::to_string(first) + " to " + std::to_string(first + 5) +
                   " are no date DDMMYY");
        const auto digits = cut(first, first + 5);
        return "20" + std::string{digits.substr(4, 2)} + "-" + std::string{digits.substr(2, 2)} +
               "-" + std::string{digits.substr(0, 2)};
    }
    // Thousandths with a sign before them: 0 is credit, 1 is debit.
    std::int64_t amount(std::size_t sign) const {
        if (at(sign) != '0' && at(sign) != '1')
            refuse("column " + std::to_string(sign) + " must be 0 (credit) or 1 (debit)");
        const auto value = number(sign + 1, sign + 15);
        return at(sign) == '0' ? value : -value;
    }
    [[noreturn]] void refuse(const std::string& why) const {
        throw Malformed{"line " + std::to_string(number_), why};
    }
    int place() const { return number_; }

private:
    std::string line_;
    int number_ = 0;
};

class Lines {
public:
    explicit Lines(std::istream& stream) : stream_{stream} {}

    std::optional<Record> next() {
        std::string line;
        while (std::getline(stream_, line)) {
            ++number_;
            if (number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
            if (line.ends_with('\r')) line.pop_back();
            if (line == "\x1A" || line.empty()) continue;  // Some banks end a file like that.
            if (line.size() > width) line = latin1_of_utf8(line);  // An editor has saved it.
            if (line.size() != width)
                throw Malformed{"line " + std::to_string(number_),
                                "has " + std::to_string(line.size()) + " columns instead of 128"};
            return Record{std::move(line), number_};
        }
        return std::nullopt;
    }
    int number() const { return number_; }

private:
    std::istream& stream_;
    int number_ = 0;
};

struct Line {  // A movement as it is being read.
    Movement movement;
    std::int64_t thousandths = 0;
    std::string sequence;
    std::string detail;
    std::string communication;
    bool structured = false;
};

class FileReading {
public:
    FileReading(std::istream& stream, const adapters::TakeMovement& take)
        : lines_{stream}, take_{take} {}

    void read() {
        while (auto record = lines_.next()) read(*record);
        if (lines_.number() == 0) throw Malformed{"line 1", "the file is empty"};
        if (in_file_)
            throw Malformed{"line " + std::to_string(lines_.number()),
                            "the file ends without a record 9: a part of it is missing"};
    }

private:
    void read(const Record& record) {
        const char kind = record.at(1);
        if (!in_file_ && kind != '0') record.refuse("a file begins with record 0");
        if (kind != '0' && kind != '9') (kind == '4' ? free_records_ : records_) += 1;
        switch (kind) {
            case '0': return begin_file(record);
            case '1': return begin_statement(record);
            case '2': return read_movement(record);
            case '3': return read_information(record);
            case '4': return;  // A message of the bank to its customer.
            case '8': return end_statement(record);
            case '9': return end_file(record);
            default: record.refuse("there is no record " + std::string(1, kind));
        }
    }

    void begin_file(const Record& record) {
        if (in_file_) record.refuse("a record 0 before the record 9 of the file before");
        if (record.at(128) != '2') record.refuse("column 128 must be 2: only CODA 2 is read");
        in_file_ = true;
        in_statement_ = false;
        records_ = free_records_ = debit_ = credit_ = 0;
    }

    void begin_statement(const Record& record) {
        if (in_statement_) record.refuse("a record 1 before the record 8 of the statement before");
        in_statement_ = true;
        const char structure = record.at(2);
        const auto end = structure == '0' ? 17U : structure == '2' ? 36U : 39U;
        account_ = states::trimmed(record.cut(6, end));
        currency_ = structure == '0' ? record.cut(19, 21) : record.cut(40, 42);
        if (account_.empty()) record.refuse("the account has no number");
        if (!std::ranges::all_of(currency_, [](char c) { return c >= 'A' && c <= 'Z'; }))
            record.refuse("the currency must be three capital letters");
        balance_ = record.amount(43);
        rounds_ = 0;
        last_sequence_.clear();
        const bool fresh = record.number(59, 64) == 0;  // An account that was just opened.
        statement_ = (fresh ? "new" : record.date(59)) + "/" + std::string{record.cut(126, 128)};
    }

    void read_movement(const Record& record) {
        if (!in_statement_) record.refuse("a movement outside of a statement");
        const char article = record.at(2);
        record.number(3, 10);
        if (article == '1') return begin_movement(record);
        if (group_.empty() || group_.back().sequence != record.cut(3, 6) ||
            group_.back().detail != record.cut(7, 10))
            record.refuse("belongs to no movement: the record 2.1 before has other numbers");
        auto& line = group_.back();
        if (article == '2') {
            line.communication += record.cut(11, 63);
            line.movement.end_to_end = squeezed(record.text(64, 98));
            const auto returned = record.at(113);  // A return, a refund, a cancellation.
            if (returned >= '1' && returned <= '9') line.movement.reversal = true;
        } else if (article == '3') {
            line.movement.payer_account = squeezed(record.text(11, 44));
            line.movement.payer = squeezed(record.text(48, 82));
            line.communication += record.cut(83, 125);
        } else {
            record.refuse("there is no record 2." + std::string(1, article));
        }
    }

    void begin_movement(const Record& record) {
        auto line = Line{.sequence = std::string{record.cut(3, 6)},
                         .detail = std::string{record.cut(7, 10)}};
        if (group_.empty() || group_.front().sequence != line.sequence || line.detail == "0000") {
            finish_group();
            if (line.detail != "0000") record.refuse("a detail without its movement");
            // Four digits are not enough for a long statement: they begin again.
            if (line.sequence < last_sequence_) ++rounds_;
            last_sequence_ = line.sequence;
        }
        line.thousandths = record.amount(32);
        auto& movement = line.movement;
        movement.account = account_;
        movement.statement = statement_;
        movement.entry = (rounds_ == 0 ? "" : std::to_string(rounds_) + ":") + line.sequence +
                         (line.detail == "0000" ? "" : "/" + line.detail);
        movement.booked_on = record.date(116);
        movement.amount = {line.thousandths / 10};
        movement.currency = currency_;
        movement.bank_reference = squeezed(record.text(11, 31));
        if (line.thousandths % 10 != 0) movement.doubt = "fraction_of_a_cent";
        const auto transaction = record.cut(57, 58);  // 49 and 99: cancellation or correction.
        movement.reversal = transaction == "49" || transaction == "99";
        const auto type = record.cut(63, 65);
        line.structured = record.at(62) == '1';
        if (!line.structured) {
            line.communication = record.cut(63, 115);
        } else if ((type == "101" || type == "102") && all_digits(record.cut(66, 77))) {
            movement.structured = record.cut(66, 77);
        } else {
            line.communication = record.cut(66, 115);
        }
        if (line.detail == "0000") {
            (line.thousandths < 0 ? debit_ : credit_) += std::abs(line.thousandths);
            balance_ += line.thousandths;
        }
        group_.push_back(std::move(line));
    }

    void read_information(const Record& record) {
        if (!in_statement_) record.refuse("an information outside of a statement");
        if (group_.empty() || group_.back().sequence != record.cut(3, 6))
            record.refuse("belongs to no movement: the record 2.1 before has another number");
        if (record.at(2) != '1') return;  // 3.2 and 3.3 go on with an address.
        auto& movement = group_.back().movement;
        if (record.at(40) == '1' && record.cut(41, 43) == "001") {  // Of the counterparty.
            if (movement.payer.empty()) movement.payer = squeezed(record.text(44, 113));
        } else if (record.at(40) == '0') {
            group_.back().communication += ' ';
            group_.back().communication += record.cut(41, 113);
        }
    }

    void end_statement(const Record& record) {
        if (!in_statement_) record.refuse("a record 8 without its record 1");
        finish_group();
        if (const auto said = record.amount(42); said != balance_)
            record.refuse("the new balance is " + written(said) +
                          ", but the old one and the movements make " + written(balance_));
        in_statement_ = false;
    }

    void end_file(const Record& record) {
        if (in_statement_) record.refuse("a record 9 before the record 8 of the statement");
        // Banks do not agree about whether messages count.
        if (const auto said = record.number(17, 22);
            said != records_ && said != records_ + free_records_)
            record.refuse("says " + std::to_string(said) + " records, but there are " +
                          std::to_string(records_ + free_records_));
        check_turnover(record, "debit", record.number(23, 37), debit_);
        check_turnover(record, "credit", record.number(38, 52), credit_);
        in_file_ = false;
    }

    static void check_turnover(const Record& record, const std::string& which, std::int64_t said,
                               std::int64_t counted) {
        if (said != counted)
            record.refuse("says that the " + which + " turnover is " + written(said) +
                          ", but the movements make " + written(counted));
    }

    static std::string written(std::int64_t thousandths) {
        const auto part = std::to_string(std::abs(thousandths) % 1000);
        return (thousandths < 0 ? "-" : "") + std::to_string(std::abs(thousandths) / 1000) + "." +
               std::string(3 - part.size(), '0') + part;
    }

    // A movement and its details.  If they do not add up to it, it is the one that was booked.
    void finish_group() {
        if (group_.empty()) return;
        std::int64_t sum = 0;
        for (std::size_t i = 1; i < group_.size(); ++i) sum += group_[i].thousandths;
        const bool adds_up = group_.size() > 1 && sum == group_.front().thousandths;
        if (group_.size() > 1 && !adds_up) group_.front().movement.doubt = "details_do_not_add_up";
        const auto first = group_.begin() + (adds_up ? 1 : 0);
        const auto end = adds_up ? group_.end() : first + 1;
        for (auto line = first; line != end; ++line) hand_over(*line);
        group_.clear();
    }

    void hand_over(Line& line) {
        auto& movement = line.movement;
        movement.text = squeezed(utf8_of_latin1(line.communication));
        movement.identity = adapters::sha256_of(
            "coda\n" + movement.account + "\n" + movement.statement + "\n" + movement.entry + "\n" +
            states::write_money(movement.amount) + "\n" + movement.currency);
        take_(std::move(movement));
    }

    Lines lines_;
    const adapters::TakeMovement& take_;
    bool in_file_ = false;
    bool in_statement_ = false;
    std::int64_t records_ = 0, free_records_ = 0, debit_ = 0, credit_ = 0, balance_ = 0;
    std::string account_, currency_, statement_, last_sequence_;
    int rounds_ = 0;
    std::vector<Line> group_;
};

}  // namespace

bool looks_like_coda(std::string_view beginning) {
    if (beginning.starts_with("\xEF\xBB\xBF")) beginning.remove_prefix(3);
    return beginning.size() >= 16 && beginning.starts_with("00000") &&
           all_digits(beginning.substr(5, 9)) && beginning.substr(14, 2) == "05";
}

void read_coda(std::istream& stream, const adapters::TakeMovement& take) {
    FileReading{stream, take}.read();
}

}  // namespace bank
