#include "adapters/postgres/pool.hpp"

#include "adapters/postgres/statements.hpp"
#include "engine/fault.hpp"
#include "engine/journal.hpp"

namespace postgres {

Pool::Handle Pool::take() {
    auto lock = std::unique_lock{mutex_};
    one_free_.wait(lock, [&] { return !idle_.empty() || free_ > 0; });
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return {*this, std::move(connection)};
    }
    --free_;
    lock.unlock();
    try {
        auto connection = std::make_unique<pqxx::connection>(address_);
        // Sent when first used, and again by libpqxx 6 itself if it has to reconnect.
        for (const auto& [name, text] : statements())
            connection->prepare(std::string{name.substr(0, name.find('.'))}, std::string{text});
        return {*this, std::move(connection)};
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

Pool::Handle::~Handle() {
    if (pool_ && connection_) pool_->give_back(std::move(connection_));
}

void Pool::give_back(std::unique_ptr<pqxx::connection> connection) {
    std::vector<std::unique_ptr<pqxx::connection>> dead;
    {
        const auto lock = std::lock_guard{mutex_};
        if (connection && connection->is_open()) {
            idle_.push_back(std::move(connection));
        } else {
            // What broke it has most likely broken those that rest here too; else each would have
            // to fail somebody before it is found out.
            if (connection) dead.swap(idle_);
            free_ += 1 + dead.size();
        }
    }
    dead.empty() ? one_free_.notify_one() : one_free_.notify_all();
}

// Everything that says "the server is not there" rather than "the statement is wrong".
void rethrow_as_fault() {
    try {
        throw;
    } catch (const pqxx::broken_connection& error) {
        throw engine::Unavailable{error.what()};
    } catch (const pqxx::in_doubt_error& error) {
        throw engine::Unavailable{error.what()};
    } catch (const pqxx::transaction_rollback& error) {  // Serialisation failure, deadlock.
        throw engine::Unavailable{error.what()};
    } catch (const pqxx::sql_error& error) {
        const std::string_view state{error.sqlstate()};
        const auto is = [&](std::string_view prefix) { return state.starts_with(prefix); };
        const bool gone = state.empty() || is("08") || is("57P");   // It had no time to say why.
        const bool busy = is("53") || is("55P03") || is("57014");   // Resources; locks, statements
        if (gone || busy) throw engine::Unavailable{error.what()};  // that took too long.
        throw;
    }
}

std::string bytea(std::string_view bytes) { return "\\x" + engine::hex(bytes); }

std::string from_bytea(const pqxx::field& field) {
    if (field.is_null()) return {};
    const auto nibble = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    const std::string_view text{field.c_str(), field.size()};
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 2; i + 1 < text.size(); i += 2)
        bytes += static_cast<char>(nibble(text[i]) * 16 + nibble(text[i + 1]));
    return bytes;
}

Array& Array::add(std::string_view element) {
    separate();
    text_ += '"';
    auto piece = element.begin();  // In pieces, as JSON is long and full of quotes.
    for (auto at = piece; at != element.end(); ++at)
        if (*at == '"' || *at == '\\') {
            text_.append(piece, at);
            text_ += '\\';
            piece = at;
        }
    text_.append(piece, element.end());
    text_ += '"';
    return *this;
}

Array& Array::add(std::int64_t number) {
    separate();
    text_ += std::to_string(number);
    return *this;
}

Array& Array::add(bool value) {
    separate();
    text_ += value ? 't' : 'f';
    return *this;
}

Array& Array::add_null() {
    separate();
    text_ += "NULL";
    return *this;
}

}  // namespace postgres
