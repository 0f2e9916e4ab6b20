#include "adapters/console/kept_forms.hpp"

#include <algorithm>
#include <string_view>

#include "engine/digest.hpp"

namespace console {
namespace {

constexpr std::string_view secret_fields[] = {"csrf",      "old_password", "password",
                                              "phone_key", "proof",        "recovery_code"};

std::size_t size_of(const pages::Form& form) {
    std::size_t size = 0;
    for (const auto& [name, value] : form.fields) size += name.size() + value.size();
    return size;
}

}  // namespace

void KeptForms::note(const std::string& csrf, std::int64_t member) {
    const std::lock_guard lock{turn_};
    if (!members_.emplace(csrf, member).second) return;
    noted_.push_back(csrf);
    if (noted_.size() <= sessions_max) return;
    members_.erase(noted_.front());
    noted_.pop_front();
}

std::int64_t KeptForms::member_of(const std::string& csrf) const {
    const std::lock_guard lock{turn_};
    const auto found = members_.find(csrf);
    return found == members_.end() ? 0 : found->second;
}

std::string KeptForms::keep(KeptForm form, engine::Time now) {
    const auto bytes = size_of(form.form);
    if (bytes > bytes_max) return {};
    const auto ticket = engine::hex(engine::random_bytes(32));
    const std::lock_guard lock{turn_};
    while (!kept_.empty() && (bytes_ + bytes > bytes_in_all || kept_.front().until < now)) {
        bytes_ -= kept_.front().bytes;
        kept_.pop_front();
    }
    bytes_ += bytes;
    kept_.push_back({ticket, std::move(form), bytes, now + lifetime});
    return ticket;
}

bool KeptForms::has(const std::string& ticket, std::int64_t member) const {
    const std::lock_guard lock{turn_};
    return std::ranges::any_of(kept_, [&](const Entry& entry) {
        return entry.ticket == ticket && entry.form.member == member;
    });
}

std::optional<KeptForm> KeptForms::take(const std::string& ticket, std::int64_t member,
                                        engine::Time now) {
    const std::lock_guard lock{turn_};
    const auto found = std::ranges::find(kept_, ticket, &Entry::ticket);
    if (found == kept_.end() || found->form.member != member || found->until < now)
        return std::nullopt;
    auto form = std::move(found->form);
    bytes_ -= found->bytes;
    kept_.erase(found);
    return form;
}

pages::Form without_secrets(const pages::Form& form) {
    pages::Form rest;
    for (const auto& [name, value] : form.fields)
        if (std::ranges::find(secret_fields, name) == std::end(secret_fields))
            rest.fields.emplace(name, value);
    return rest;
}

bool is_way_back(std::string_view target) {
    constexpr std::string_view home = "/console";
    constexpr std::size_t longest = 1024;
    if (!target.starts_with(home) || target.size() > longest) return false;
    const auto rest = target.substr(home.size());
    if (!rest.empty() && rest.front() != '/' && rest.front() != '?') return false;
    const auto path = rest.substr(0, rest.find('?'));
    for (const auto* no : {"//", "..", "%2e", "%2E", "\\", "%5c", "%5C"})
        if (path.find(no) != std::string_view::npos) return false;
    for (const auto* door : {"/login", "/logout", "/oidc", "/welcome", "/kept", "/awake"})
        if (path.starts_with(door)) return false;
    return std::ranges::all_of(target, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace console
