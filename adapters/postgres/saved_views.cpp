#include "adapters/postgres/saved_views.hpp"

#include "adapters/postgres/ask.hpp"

namespace postgres {

std::variant<std::int64_t, SavedViews::Problems> SavedViews::add(const adapters::SavedView& view) {
    if (auto problems = adapters::check_view(view); !problems.empty()) return problems;
    const auto rows = ask(pool_, "add_saved_view", view.owner, view.name, view.query, view.shared);
    if (rows.empty()) return Problems{{"name", "view_name_taken"}};
    return rows[0][0].as<std::int64_t>();
}

SavedViews::Problems SavedViews::rename(std::int64_t id, const std::string& owner,
                                        const std::string& name) {
    if (auto problems = adapters::check_view({.name = name}); !problems.empty()) return problems;
    const auto row = ask(pool_, "rename_saved_view", id, owner, name)[0];
    if (!row["found"].as<bool>()) return {{"view", "view_unknown"}};
    if (!row["renamed"].as<bool>()) return {{"name", "view_name_taken"}};
    return {};
}

bool SavedViews::remove(std::int64_t id, const std::string& owner) {
    return ask(pool_, "delete_saved_view", id, owner).affected_rows() == 1;
}

std::vector<adapters::SavedView> SavedViews::list(const std::string& who) {
    std::vector<adapters::SavedView> views;
    for (const auto& row : ask(pool_, "saved_views_for", who))
        views.push_back({.id = row["id"].as<std::int64_t>(),
                         .owner = row["owner"].as<std::string>(),
                         .name = row["name"].as<std::string>(),
                         .query = row["query"].as<std::string>(),
                         .shared = row["shared"].as<bool>()});
    return views;
}

}  // namespace postgres
