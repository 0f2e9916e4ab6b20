// Connections to PostgreSQL, each with every statement of adapters/postgres/statements/ at hand.

#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <vector>

namespace postgres {

// May be used by many threads.  At most `size` connections; who comes after waits for one.
class Pool {
public:
    Pool(std::string address, std::size_t size) : address_{std::move(address)}, free_{size} {}

    // A connection of one's own while it lives.  A broken one is not given back.
    class Handle {
    public:
        Handle(Pool& pool, std::unique_ptr<pqxx::connection> connection)
            : pool_{&pool}, connection_{std::move(connection)} {}
        Handle(Handle&& other) noexcept
            : pool_{other.pool_}, connection_{std::move(other.connection_)} {}
        Handle(const Handle&) = delete;
        Handle& operator=(const Handle&) = delete;
        Handle& operator=(Handle&&) = delete;
        ~Handle();

        pqxx::connection& operator*() { return *connection_; }
        pqxx::connection* operator->() { return connection_.get(); }

    private:
        Pool* pool_;
        std::unique_ptr<pqxx::connection> connection_;
    };

    Handle take();  // Throws engine::Unavailable if the server cannot be reached.

private:
    void give_back(std::unique_ptr<pqxx::connection>);

    std::string address_;
    std::mutex mutex_;
    std::condition_variable one_free_;
    std::size_t free_;  // How many more may be opened.
    std::vector<std::unique_ptr<pqxx::connection>> idle_;
};

// Runs `ask` in a transaction of its own and commits it.  Connection failures become
// engine::Unavailable: the work can be tried again, and whether it was done is told by its
// identity.
template <class Ask>
auto in_transaction(Pool& pool, Ask ask);

// Runs one statement by itself (PostgreSQL commits it), without a BEGIN and a COMMIT of our own.
template <class Ask>
auto at_once(Pool& pool, Ask ask);

[[noreturn]] void rethrow_as_fault();  // Inside a catch.

template <class Transaction, class Ask>
auto run_in(Pool& pool, Ask ask) {
    try {
        auto connection = pool.take();
        auto transaction = Transaction{*connection};
        if constexpr (std::is_void_v<decltype(ask(transaction))>) {
            ask(transaction);
            transaction.commit();
        } else {
            auto result = ask(transaction);
            transaction.commit();
            return result;
        }
    } catch (const pqxx::failure&) {
        rethrow_as_fault();
    }
}

template <class Ask>
auto in_transaction(Pool& pool, Ask ask) {
    return run_in<pqxx::work>(pool, std::move(ask));
}
template <class Ask>
auto at_once(Pool& pool, Ask ask) {
    return run_in<pqxx::nontransaction>(pool, std::move(ask));
}

// Array and bytea literals for parameters: libpqxx 6 has no binary parameters worth the name.
std::string bytea(std::string_view bytes);
std::string from_bytea(const pqxx::field&);

class Array {  // '{…}', one element after the other.
public:
    Array& add(std::string_view element);
    Array& add(std::int64_t number);
    Array& add(bool);
    Array& add_null();
    std::string text() const { return text_ + "}"; }

private:
    void separate() {
        if (text_.size() > 1) text_ += ',';
    }
    std::string text_ = "{";
};

std::string array_of(const auto& elements) {
    Array array;
    for (const auto& element : elements) array.add(element);
    return array.text();
}

}  // namespace postgres
