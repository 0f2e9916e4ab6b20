#include "adapters/mail/sample.hpp"

#include <nlohmann/json.hpp>

#include "adapters/formats.hpp"
#include "adapters/mail/mail.hpp"
#include "engine/journal.hpp"
#include "states/money.hpp"

namespace mail {

const std::map<std::string_view, std::string_view>& sample_files();  // By cmake/Embed.cmake.

Values sample_values(const states::Catalogue& catalogue, const std::string& language) {
    const auto sample = nlohmann::json::parse(sample_files().at("values.json"));
    Values values;
    for (const auto& [name, value] : sample.items()) {
        auto text = value.get<std::string>();
        if (is_amount(name))
            text = adapters::write_amount(states::read_money(text).value(), catalogue.currency,
                                          language);
        if (name == "expires") text = adapters::write_date(engine::read_rfc3339(text), language);
        values.emplace(name, std::move(text));
    }
    add_terms(catalogue, language, values);
    return values;
}

}  // namespace mail
