// The post room: where the security letters are, and what people note of them.
//
// Posted, returned and a new letter are events of the application, as ever.  What is added here is
// the printing: whoever prints is asked until it has done so, and where nobody can know, a person
// looks and says what it sees.

#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>

#include "adapters/applications.hpp"
#include "adapters/codes.hpp"
#include "adapters/letter_book.hpp"
#include "adapters/parked.hpp"
#include "engine/engine.hpp"

namespace adapters {

class PostRoom {
public:
    struct Service {
        // Throws engine::Unavailable for now, and engine::Rejected where only a person can know.
        std::function<bool(const BookedLetter&)> is_printed;
        std::function<void(const BookedLetter&, const std::string& trouble)> raise;
    };

    PostRoom(LetterBook& book, Codes& codes, engine::Engine& engine, Reading& reading,
             Parked& parked, Service service)
        : book_{book},
          codes_{codes},
          engine_{engine},
          reading_{reading},
          parked_{parked},
          service_{std::move(service)} {}

    // Asks for those that it is time for, and tells what is printed; returns how many there were.
    int look_at_some(int limit);

    // {"items":[…]}, oldest first; empty if there is no such application.
    std::optional<nlohmann::json> of_application(const std::string& reference);

    // {"items":[…],"next":cursor or null}, newest first.  Given is an object of texts: custody,
    // cursor, limit.
    std::variant<nlohmann::json, Invalid> list(const nlohmann::json& given);

    std::map<std::string, std::int64_t> counts() { return book_.counts(); }  // By custody.

    // Of the application that this letter belongs to.
    std::optional<std::string> reference_of(const std::string& letter);

    // By a person who has seen it on paper: of a letter that is out, or may be.
    Result was_printed(const Caller&, const std::string& letter, const std::string& reason);

private:
    void look(const BookedLetter&);
    engine::Outcome tell_printed(const BookedLetter&, const std::string& name, engine::Actor from);

    LetterBook& book_;
    Codes& codes_;
    engine::Engine& engine_;
    Reading& reading_;
    Parked& parked_;
    Service service_;
};

}  // namespace adapters
