#include "states/catalogues.hpp"

#include <iterator>

namespace states {

const Catalogue& Catalogues::at(engine::Time when) const {
    const auto after = later_.upper_bound(when);
    return after == later_.begin() ? first_ : std::prev(after)->second;
}

}  // namespace states
