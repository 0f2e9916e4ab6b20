#include "states/fields.hpp"

#include <algorithm>
#include <limits>

#include "states/text.hpp"

namespace states {
namespace {

using nlohmann::json;

constexpr std::size_t length_max = 255;  // Characters, as EPP and most registries' tables allow.
constexpr std::size_t name_shown_max = 64;

const json nothing;

// A field name from outside, as far as it can be shown and written to a journal.
std::string shown(const std::string& name) {
    const auto points = read_utf8(name);
    const bool fit =
        points && points->size() <= name_shown_max && std::ranges::none_of(*points, is_control);
    return fit ? name : "?";
}

// Why a text cannot be taken, before anybody asks what it means.
std::optional<Problem> unfit(std::string_view text) {
    const auto points = read_utf8(text);
    if (!points) return Problem{.code = "not_utf8"};
    if (std::ranges::any_of(*points, is_control)) return Problem{.code = "control_character"};
    if (points->size() > length_max)
        return Problem{.code = "too_long", .values = {{"max", std::to_string(length_max)}}};
    return {};
}

}  // namespace

Fields::Fields(const json& object, std::string path, std::vector<Problem>& problems)
    : object_{&object},
      path_{std::move(path)},
      problems_{&problems},
      readable_{object.is_object() || object.is_null()} {
    if (!readable_) problems_->push_back({path_, "wrong_type", {{"expected", "object"}}});
}

std::string Fields::path(std::string_view name) const {
    return path_.empty() ? std::string{name} : path_ + "." + std::string{name};
}

const json& Fields::at(std::string_view name) {
    known_.emplace(name);
    if (!object_->is_object()) return nothing;
    const auto found = object_->find(name);
    return found == object_->end() ? nothing : *found;
}

Fields Fields::object(std::string_view name) {
    auto inner = Fields{at(name), path(name), *problems_};
    inner.readable_ &= readable_;
    return inner;
}

void Fields::refuse(std::string_view name, std::string code,
                    std::map<std::string, std::string> values) {
    // Of an object that could not be read at all, one problem says enough.
    if (readable_) problems_->push_back({path(name), std::move(code), std::move(values)});
}

bool Fields::refused(std::string_view name) const {
    return !readable_ ||
           std::ranges::find(*problems_, path(name), &Problem::field) != problems_->end();
}

std::string Fields::text(std::string_view name) {
    const auto& value = at(name);
    if (value.is_null()) return {};
    if (!value.is_string()) {
        refuse(name, "wrong_type", {{"expected", "string"}});
        return {};
    }
    const auto text = trimmed(value.get_ref<const std::string&>());
    if (auto problem = unfit(text)) {
        refuse(name, std::move(problem->code), std::move(problem->values));
        return {};
    }
    return std::string{text};
}

std::string Fields::needed_text(std::string_view name) {
    auto found = text(name);
    if (found.empty() && !refused(name)) refuse(name, "missing");
    return found;
}

std::optional<bool> Fields::flag(std::string_view name) {
    const auto& value = at(name);
    if (value.is_boolean()) return value.get<bool>();
    if (!value.is_null()) refuse(name, "wrong_type", {{"expected", "boolean"}});
    return {};
}

std::optional<std::int64_t> Fields::integer(std::string_view name) {
    const auto& value = at(name);
    if (value.is_null()) return {};
    if (!value.is_number_integer()) {
        refuse(name, "wrong_type", {{"expected", "integer"}});
        return {};
    }
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const bool huge =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most);
    return huge ? most : value.get<std::int64_t>();
}

void Fields::refuse_unknown() {
    if (!object_->is_object()) return;
    for (const auto& [name, value] : object_->items())
        if (!known_.contains(name)) refuse(shown(name), "unknown_field", {{"name", shown(name)}});
}

}  // namespace states
