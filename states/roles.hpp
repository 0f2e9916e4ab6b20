// Who may do something, and with whom the ball is (domain.md, "People").

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace states {

// Those who cause events.  The last four are not people.
enum class Party : std::uint8_t {
    applicant,
    clerk,
    approver,
    finance,
    integration,  // A program with an API token.
    provider,     // An e-signature, payment or print service.
    registry,     // The registry's own registration system.
    timer,
    system,  // Doorstep itself, having performed an effect.
};

constexpr Party all_parties[] = {Party::applicant, Party::clerk,       Party::approver,
                                 Party::finance,   Party::integration, Party::provider,
                                 Party::registry,  Party::timer,       Party::system};

constexpr std::string_view name_of(Party party) {
    switch (party) {
        case Party::applicant: return "applicant";
        case Party::clerk: return "clerk";
        case Party::approver: return "approver";
        case Party::finance: return "finance";
        case Party::integration: return "integration";
        case Party::provider: return "provider";
        case Party::registry: return "registry";
        case Party::timer: return "timer";
        case Party::system: return "system";
    }
    return {};
}

class Parties {  // A set of them, known at compile time.
public:
    constexpr Parties(std::initializer_list<Party> parties) {
        for (const auto party : parties) bits_ |= bit(party);
    }
    constexpr bool contains(Party party) const { return (bits_ & bit(party)) != 0; }
    constexpr bool contains(std::string_view role) const {
        for (const auto party : all_parties)
            if (contains(party) && name_of(party) == role) return true;
        return false;
    }

private:
    static constexpr unsigned bit(Party party) { return 1U << static_cast<unsigned>(party); }
    unsigned bits_ = 0;
};

// Whose turn it is.  Staff's queue is sorted by it, and clocks follow it.
enum class Ball : std::uint8_t { nobody, applicant, staff, provider, bank, post, registry };

constexpr Ball all_balls[] = {Ball::nobody, Ball::applicant, Ball::staff,   Ball::provider,
                              Ball::bank,   Ball::post,      Ball::registry};

constexpr std::string_view name_of(Ball ball) {
    switch (ball) {
        case Ball::nobody: return "nobody";
        case Ball::applicant: return "applicant";
        case Ball::staff: return "staff";
        case Ball::provider: return "provider";
        case Ball::bank: return "bank";
        case Ball::post: return "post";
        case Ball::registry: return "registry";
    }
    return {};
}

}  // namespace states
