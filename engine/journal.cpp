#include "engine/journal.hpp"

#include <cstdio>
#include <stdexcept>

#include "engine/digest.hpp"
#include "engine/merkle.hpp"

namespace engine {
namespace {

void add_string(std::string& json, std::string_view text) {
    json += '"';
    for (const char c : text) {
        switch (c) {
            case '"': json += "\\\""; break;
            case '\\': json += "\\\\"; break;
            case '\b': json += "\\b"; break;
            case '\f': json += "\\f"; break;
            case '\n': json += "\\n"; break;
            case '\r': json += "\\r"; break;
            case '\t': json += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    char escaped[7];
                    std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
                    json += escaped;
                } else {
                    json += c;
                }
        }
    }
    json += '"';
}

void add(std::string& json, std::string_view key, std::string_view value) {
    json += json.size() > 1 ? "," : "";
    add_string(json, key);
    json += ':';
    add_string(json, value);
}

void add(std::string& json, std::string_view key, int value) {
    json += json.size() > 1 ? "," : "";
    add_string(json, key);
    json += ':' + std::to_string(value);
}

void add(std::string& json, std::string_view key, const std::vector<std::string>& values) {
    json += json.size() > 1 ? "," : "";
    add_string(json, key);
    json += ":[";
    for (bool first = true; const auto& value : values) {
        json += first ? "" : ",";
        add_string(json, value);
        first = false;
    }
    json += ']';
}

// Keys in the order of their bytes, as RFC 8785 wants them.
std::string canonical(const Line& line, const std::string& commitment) {
    std::string json = "{";
    add(json, "actor", line.actor.id);
    add(json, "app", line.reference);
    add(json, "at", rfc3339(line.at));
    if (!commitment.empty()) add(json, "data", commitment);
    add(json, "delivery", line.delivery);
    add(json, "effects", line.effects);
    add(json, "event", line.event);
    add(json, "from", line.from);
    add(json, "guards", line.guards);
    add(json, "prev", base64(bytes_of(line.previous)));
    if (line.refusal) add(json, "refusal", name_of(line.refusal->reason));
    add(json, "role", line.actor.role);
    add(json, "seq", line.number);
    add(json, "source", line.source);
    add(json, "to", line.to);
    add(json, "v", 1);
    add(json, "workflow", line.workflow);
    return json + '}';
}

std::string commitment_of(const Line& line) {
    return line.salt.empty() ? std::string{} : base64(bytes_of(hmac_sha256(line.salt, line.data)));
}

constexpr std::string_view data_key = "\"data\":\"";

}  // namespace

void seal(Line& line) {
    line.salt.clear();
    if (!line.data.empty() && line.data != "{}") line.salt = random_bytes(32);
    line.entry = canonical(line, commitment_of(line));
    line.hash = leaf_hash(line.entry);
}

bool is_sealed(const Line& line) {
    if (leaf_hash(line.entry) != line.hash) return false;
    if (!line.salt.empty()) return canonical(line, commitment_of(line)) == line.entry;

    // Without a salt nothing vouches for data.
    if (!line.data.empty() && line.data != "{}") return false;

    // Without its salt the commitment cannot be made again; it is taken over from the entry.
    const auto start = line.entry.find(data_key);
    const auto kept = start == std::string::npos
                          ? std::string{}
                          : line.entry.substr(start + data_key.size(), std::size_t{44});
    return canonical(line, kept) == line.entry;
}

// A quote inside a value is escaped, so the key cannot be met there.
bool is_erased(const Line& line) {
    return line.salt.empty() && line.entry.find(data_key) != std::string::npos;
}

std::string effect_key(std::string_view reference, int line, int number) {
    return std::string{reference} + '/' + std::to_string(line) + '/' + std::to_string(number);
}

std::string rfc3339(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const auto date = std::chrono::year_month_day{day};
    const auto clock = std::chrono::hh_mm_ss{time - day};
    char text[40];
    std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return text;
}

Time read_rfc3339(const std::string& text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micro = 0;
    if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%d.%dZ", &year, &month, &day, &hour, &minute,
                    &second, &micro) != 7)
        throw std::invalid_argument{"not a time: " + text};
    const auto date = std::chrono::year_month_day{std::chrono::year{year},
                                                  std::chrono::month{static_cast<unsigned>(month)},
                                                  std::chrono::day{static_cast<unsigned>(day)}};
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second} + std::chrono::microseconds{micro};
}

Hash read_base64(const std::string& text) {
    const auto hash = hash_of_base64(text);
    if (!hash) throw std::invalid_argument{"not a hash: " + text};
    return *hash;
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4];
        text += digits[static_cast<unsigned char>(byte) & 15];
    }
    return text;
}

std::string_view bytes_of(const Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace engine
