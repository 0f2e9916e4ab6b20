#include "adapters/work_desk.hpp"

#include <algorithm>
#include <chrono>

#include "adapters/case_notes.hpp"
#include "adapters/paging.hpp"

namespace adapters {
namespace {

constexpr std::size_t half = 24;  // Of a cursor: each half is one as write_cursor() makes it.

// Two lists for the eye of write_cursor(), so that the halves cannot be exchanged.
std::string places_of(View view) { return "queue/" + std::string{name_of(view)} + "/places"; }
std::string ids_of(View view) { return "queue/" + std::string{name_of(view)} + "/ids"; }

}  // namespace

std::optional<View> view_named(std::string_view name) {
    for (const auto view : all_views)
        if (name_of(view) == name) return view;
    return std::nullopt;
}

Lateness lateness_of(std::optional<engine::Time> due, engine::Time now, int soon_within_days) {
    if (!due) return Lateness::in_time;
    if (*due <= now) return Lateness::overdue;
    return *due <= now + std::chrono::days{soon_within_days} ? Lateness::soon : Lateness::in_time;
}

std::string write_place(View view, const Place& place) {
    return write_cursor(places_of(view), place.place) + write_cursor(ids_of(view), place.id);
}

Place read_place(View view, const std::string& cursor, std::vector<states::Problem>& problems) {
    const auto known = problems.size();
    const auto place = Place{
        .place = read_cursor(places_of(view), cursor.substr(0, half), problems),
        .id = read_cursor(ids_of(view), cursor.size() > half ? cursor.substr(half) : "", problems)};
    if (problems.size() == known) return place;
    problems.resize(known + 1);  // It is one cursor.
    return {};
}

Problems check_hand_over(const std::string& note, bool needed) {
    if (!needed && note.empty()) return {};
    return check_note(note, "note");
}

}  // namespace adapters
