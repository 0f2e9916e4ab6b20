#include "adapters/postgres/eraser.hpp"

namespace postgres {

std::optional<engine::Event> Eraser::perform(const states::EraseData& wish,
                                             const engine::Work& work) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("erase_case", work.of.number, array_of(wish.documents), wish.vat_number);
    });
    return std::nullopt;
}

std::int64_t Eraser::forget_uploads(int days) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("forget_uploads", days)[0][0].as<std::int64_t>();
    });
}

int Eraser::tidy(const states::Catalogue& catalogue) {
    constexpr int calls = 6 * 60 * 60;
    if (calls_++ % calls == 0) forget_uploads(catalogue.keep_drafts.days);
    return 0;
}

}  // namespace postgres
