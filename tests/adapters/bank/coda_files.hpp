// CODA files as a bank writes them, for tests: right in every column, unless a test wants
// otherwise.

#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace tests {

struct CodaMovement {
    std::int64_t cents = 0;
    std::string structured = {};  // Twelve digits; otherwise `text` counts.
    std::string text = {};        // 53 characters at most, in ISO-8859-1.
    std::string name = "VOORBEELD HOSTING BV";
    std::string iban = "BE71096123456769";
    std::string code = "00150000";  // Transaction code.
    std::string returned = " ";     // Type of R-transaction.
    std::vector<std::int64_t> details = {};
};

inline std::string coda_field(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
}

inline std::string coda_number(std::int64_t number, int width) {
    auto digits = std::to_string(number);
    return std::string(static_cast<std::size_t>(width) - digits.size(), '0') + digits;
}

inline std::string coda_amount(std::int64_t cents) {
    return (cents < 0 ? "1" : "0") + coda_number((cents < 0 ? -cents : cents) * 10, 15);
}

// Written line by line, so that a file may be as long as one likes.
class CodaWriter {
public:
    explicit CodaWriter(std::string number = "061", std::string end = "\r\n")
        : number_{std::move(number)}, end_{std::move(end)} {}

    std::string begin() const {
        return line("0000021032620105" + coda_field("", 18) +
                        coda_field("EXAMPLE REGISTRY VZW", 26) + "GEBABEBB   ",
                    "2") +
               line("12" + number_ + coda_field("BE68539007547034", 31) + "   EUR" +
                        coda_amount(1'000'000) + "200326" + coda_field("EXAMPLE REGISTRY VZW", 61),
                    "", 125);
    }
    std::string add(const CodaMovement& movement) {
        auto text = one(movement, 0, movement.cents);
        for (std::size_t i = 0; i < movement.details.size(); ++i)
            text += one(movement, static_cast<int>(i) + 1, movement.details[i]);
        ++sequence_;
        (movement.cents < 0 ? debit_ : credit_) +=
            movement.cents < 0 ? -movement.cents : movement.cents;
        return text;
    }
    std::string end() const {
        return line("8" + number_ + coda_field("BE68539007547034", 34) + "EUR" +
                        coda_amount(1'000'000 + credit_ - debit_) + "210326",
                    "0") +
               line("9" + coda_field("", 15) + coda_number(records_ + 2, 6) +
                        coda_number(debit_ * 10, 15) + coda_number(credit_ * 10, 15),
                    "2");
    }

private:
    std::string line(std::string text, const std::string& last, std::size_t width = 127) const {
        text.resize(width, ' ');
        return text + (width == 125 ? number_ : last) + end_;
    }
    std::string one(const CodaMovement& movement, int detail, std::int64_t cents) {
        records_ += 3;
        const auto key = coda_number(sequence_ % 10'000, 4) + coda_number(detail, 4);
        const auto communication = movement.structured.empty()
                                       ? "0" + coda_field(movement.text, 53)
                                       : "1101" + coda_field(movement.structured, 50);
        const bool global = detail == 0 && !movement.details.empty();
        return line("21" + key + coda_field("REF" + coda_number(sequence_, 10), 21) +
                        coda_amount(cents) + "210326" + movement.code + communication + "210326" +
                        number_ + (global ? "1" : "0") + "1 ",
                    "0") +
               line("22" + key + coda_field("", 53) + coda_field("", 35) + coda_field("", 11) +
                        "   " + movement.returned,
                    "0") +
               line("23" + key + coda_field(movement.iban, 37) + coda_field(movement.name, 35),
                    "0");
    }

    std::string number_, end_;
    std::int64_t sequence_ = 1, records_ = 0, debit_ = 0, credit_ = 0;
};

inline std::string coda_file(const std::vector<CodaMovement>& movements,
                             const std::string& number = "061", const std::string& end = "\r\n") {
    auto writer = CodaWriter{number, end};
    auto text = writer.begin();
    for (const auto& movement : movements) text += writer.add(movement);
    return text + writer.end();
}

}  // namespace tests
