#include "adapters/cli/finance.hpp"

#include <memory>
#include <stdexcept>

#include "adapters/cli/printing.hpp"

namespace cli {
namespace {

struct GivenBooking {
    std::int64_t number = 0;  // Of the movement or the refund.
    std::string reference;
    std::string reason;
    std::string by;
    bool confirms = false;
};

void add_booking(CLI::App& app, const Surroundings& shared) {
    auto& booking = *app.add_subcommand("book", "Book a bank's movement to an application by hand");
    const auto given = std::make_shared<GivenBooking>();
    shared.add_database_options(booking);
    shared.add_output(booking);
    booking.add_option("MOVEMENT", given->number, "Its number, as finance's queue has it")
        ->required();
    booking.add_option("REF", given->reference, "The application, such as A-2026-000001");
    booking.add_option("--reason", given->reason, "Why it belongs there; the journal keeps it")
        ->required();
    booking.add_option("--by", given->by, "Who is booking; the journal names them");
    booking.add_flag("--confirm", given->confirms,
                     "Book what another person has proposed, with no REF");
    shared.on(&booking, [shared, given](adapters::Node& node) {
        if (given->confirms != given->reference.empty())
            throw std::runtime_error{"book takes either an application or --confirm"};
        const auto who = operator_at("finance", given->by);
        auto& statements = node.statements();
        return print(given->confirms
                         ? statements.confirm(who, given->number, given->reason)
                         : statements.book(who, given->number, given->reference, given->reason),
                     shared.as_json, shared.language);
    });
}

void add_refunds(CLI::App& app, const Surroundings& shared) {
    auto& refunds = *app.add_subcommand("refunds", "Money that finance has to send back by bank");
    refunds.require_subcommand(1);
    auto& listing = *refunds.add_subcommand("list", "All of it, oldest first, as JSON");
    shared.add_database_options(listing);
    shared.on(&listing, [shared](adapters::Node& node) {
        return print(node.refunds().list(operator_at("finance")), true, shared.language);
    });
    auto& noting = *refunds.add_subcommand("sent", "Note that you have sent it back");
    const auto given = std::make_shared<GivenBooking>();
    shared.add_database_options(noting);
    shared.add_output(noting);
    noting.add_option("REFUND", given->number, "Its number in the list")->required();
    noting.add_option("--reason", given->reason, "How it went back; kept with your name")
        ->required();
    noting.add_option("--by", given->by, "Who has sent it");
    shared.on(&noting, [shared, given](adapters::Node& node) {
        return print(node.refunds().was_sent(operator_at("finance", given->by), given->number,
                                             given->reason),
                     shared.as_json, shared.language);
    });
}

}  // namespace

void add_finance(CLI::App& app, const Surroundings& shared) {
    add_booking(app, shared);
    add_refunds(app, shared);
}

}  // namespace cli
