#include "adapters/letters/printer.hpp"

#include <utility>

#include "engine/fault.hpp"

namespace letters {
namespace {

constexpr auto first_queue_look = std::chrono::seconds{2};

[[noreturn]] void ask_the_post_room(const std::string& name, const std::string& why) {
    throw engine::Rejected{
        "letter " + name + ": " + why +
        ", so nobody but you can know whether it is on paper.  Look: if it is, say so (doorstep "
        "letters printed " +
        name +
        "); if it is not, or not whole, shred what there is and send a new one "
        "(letter_reissued), which makes the code in this one void."};
}

}  // namespace

Printer::Printer(Ipp::Access access, Spool spool)
    : name_{access.uri}, printer_{std::move(access)}, spool_{std::move(spool)} {}

std::optional<engine::Event> Printer::perform(const states::PostSecurityLetter& letter,
                                              const engine::Work& work) {
    return send_once(
        spool_,
        {.carrier = {"printer", name_}, .look_in = first_queue_look, .printed_at_once = false},
        letter, work,
        [&](const auto& booked, const auto& drawn) { return hand_over(booked, drawn); });
}

// A job without a document is nothing on paper, and may be made anew.  From the moment that it may
// have the PDF its number is in the book, and only what the printer says of it counts.
std::string Printer::hand_over(const adapters::BookedLetter& booked,
                               const adapters::DrawnLetter& drawn) const {
    const auto name = name_of(booked.key);
    auto job = booked.job;
    auto seen = job ? printer_.look(*job, name) : std::nullopt;
    if (booked.sending) {
        const auto which = "job " + std::to_string(job.value_or(0));
        if (!seen)
            ask_the_post_room(name, "the printer may have got it, and does not know its " + which);
        if (seen->state == Job::State::canceled || seen->state == Job::State::aborted)
            ask_the_post_room(
                name, "the printer gave up its " + which + " while it got it: " + seen->reasons);
        if (seen->state == Job::State::completed || seen->has_document) return name;
    } else if (!seen || seen->state != Job::State::open) {
        job = printer_.find_open(name);  // Made before a crash, and not noted.
        if (!job) job = printer_.create(name);
        spool_.book.note_job(booked.key, *job);
    }
    spool_.book.note_sending(booked.key, true);
    try {
        printer_.send(*job, drawn.pdf);
    } catch (const NotReached&) {
        spool_.book.note_sending(booked.key, false);
        throw;
    }
    return name;
}

bool Printer::is_printed(const adapters::BookedLetter& letter) const {
    const auto job = letter.job.value_or(0);
    const auto seen = printer_.look(job, letter.letter);
    if (!seen)
        ask_the_post_room(letter.letter,
                          "the printer does not know its job " + std::to_string(job) + " any more");
    if (seen->state == Job::State::canceled || seen->state == Job::State::aborted)
        ask_the_post_room(letter.letter, "the printer gave up its job " + std::to_string(job) +
                                             " (" + seen->reasons + ")");
    return seen->state == Job::State::completed;
}

// The code is what counts.  Paper that comes out all the same is worth nothing, so a printer that
// is away is not waited for.
std::optional<engine::Event> Printer::perform(const states::VoidSecurityLetter& letter,
                                              const engine::Work& work) {
    void_code(spool_, letter, work);
    const auto booked = spool_.book.named(letter.letter);
    if (!booked || !booked->job || booked->carrier.way != "printer") return std::nullopt;
    try {
        const auto seen = printer_.look(*booked->job, letter.letter);
        if (seen && seen->state == Job::State::open) printer_.cancel(*booked->job);
    } catch (const engine::Unavailable&) {
    } catch (const engine::Rejected&) {
    }
    return std::nullopt;
}

}  // namespace letters
