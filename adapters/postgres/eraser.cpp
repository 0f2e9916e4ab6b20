#include "adapters/postgres/eraser.hpp"

namespace postgres {

std::optional<engine::Event> Eraser::perform(const states::EraseData& wish,
                                             const engine::Work& work) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("erase_case", work.of.number, array_of(wish.documents), wish.vat_number);
    });
    return std::nullopt;
}

}  // namespace postgres
