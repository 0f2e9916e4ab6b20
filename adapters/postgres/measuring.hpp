// What `doorstep bench` needs of PostgreSQL: databases to use up, and the floor, which is pgbench
// writing the rows of one transition with nothing around them (measuring/*.pgbench).

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/postgres/embedded.hpp"
#include "states/catalogue.hpp"

namespace postgres {

// A database of its own on the private cluster; dropped when it goes.
class Scratch {
public:
    Scratch(const Embedded&, std::string name);                          // Empty.
    Scratch(const Embedded&, std::string name, const Scratch& pattern);  // A copy; nobody may use
                                                                         // the pattern meanwhile.
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const std::string& name() const { return name_; }
    std::string address() const { return embedded_.address(name_); }

private:
    const Embedded& embedded_;
    std::string name_;
};

// What is compared with what, for whoever reads the figures.
std::string_view explanation();

struct Rows {  // How many transitions have left their rows, and the mean size of such a row.
    std::int64_t transitions;
    int application, journal, work;  // Bytes, without indexes.
};

Rows our_rows(const std::string& address);    // Of the engine's tables.
Rows floor_rows(const std::string& address);  // Of the floor's.
bool journal_is_sound(const std::string& address);

struct Size {
    std::int64_t applications;
    std::int64_t lines;  // Of all their journals.
};
Size size_of(const std::string& address);

// Copies all that is there so many times, far quicker than the engine could make it, and brings the
// work queue up to date.  The copies' journals are copies, too: they cannot be verified.
Size multiply(const std::string& address, int times);

// Gives every line of the journal a place in the audit log, as far as reports look there.
void seal_places(const std::string& address);

// Has psql copy what a report asks of all applications, as CSV, to nowhere.  Throws CannotStart if
// it is not there or does not end well.
void copy_report(const Embedded&, const Scratch&, const std::string& kind,
                 const states::Catalogue&);

void make_floor(const std::string& address, int applications);  // Tables and rows.

struct Floor {
    enum class Kind {
        e,    // Read, then write with one statement; one transition at a time.
        d32,  // 32 transitions with one statement.
    } kind;
    int clients;
    int seconds;  // Whole ones, as pgbench wants them.
    int applications;
};

// Transitions a second, by pgbench, in a database with the floor's tables.  Throws CannotStart if
// pgbench is not there or does not end well.
double measure(const Embedded&, const Scratch&, const Floor&);

std::string webhook_body();  // Two KiB of JSON.

// Webhooks: how many have been kept, and how many pgbench keeps a second with one insert each,
// after make_webhook_floor() in the same database.
std::int64_t webhooks_kept(const std::string& address);
void make_webhook_floor(const std::string& address);
double measure_webhooks(const Embedded&, const Scratch&, int clients, int seconds);

}  // namespace postgres
