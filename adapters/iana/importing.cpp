#include "adapters/iana/importing.hpp"

#include <algorithm>
#include <map>

#include "adapters/iana/list_file.hpp"
#include "adapters/sha256.hpp"
#include "engine/fault.hpp"

namespace iana {
namespace {

using adapters::Accredited;
using adapters::ListedRegistrar;
using Registrars = std::vector<ListedRegistrar>;

constexpr std::size_t list_max = 16 * 1024 * 1024;  // Bytes; it has a quarter of a megabyte.

auto accredited_in(const Registrars& list) {
    return std::ranges::count(list, Accredited::yes, &ListedRegistrar::status);
}

void refuse_absurd(const Registrars& before, const Registrars& after) {
    const auto refuse = [](const std::string& what, auto now, auto then) {
        throw engine::Rejected{"it has " + std::to_string(now) + " " + what + ", the one before " +
                               std::to_string(then) +
                               ": fewer than half, so it cannot be all of the list"};
    };
    if (after.size() * 2 < before.size()) refuse("rows", after.size(), before.size());
    if (accredited_in(after) * 2 < accredited_in(before))
        refuse("accredited registrars", accredited_in(after), accredited_in(before));
}

}  // namespace

adapters::ListDifference difference(const Registrars& before, const Registrars& after) {
    refuse_absurd(before, after);
    std::map<int, const ListedRegistrar*> gone;
    for (const auto& registrar : before) gone[registrar.iana_id] = &registrar;
    adapters::ListDifference differs;
    for (const auto& registrar : after) {
        const auto known = gone.extract(registrar.iana_id);
        if (!known)
            differs.added.push_back(registrar);
        else if (known.mapped()->status == Accredited::yes &&
                 registrar.status == Accredited::terminated)
            differs.terminated.push_back(registrar);
        else if (*known.mapped() != registrar)
            differs.changed.push_back(registrar);
    }
    for (const auto& [_, registrar] : gone) differs.removed.push_back(*registrar);
    return differs;
}

adapters::KeptDifference import_list(adapters::RegistrarLists& lists, std::string_view bytes,
                                     const std::string& source, const std::string& etag,
                                     const std::string& by) {
    const auto list = adapters::RegistrarList{.source = source,
                                              .sha256 = adapters::sha256_of(bytes),
                                              .etag = etag,
                                              .rows = read_list(bytes)};
    return lists.keep(
        list, [&](const Registrars& before) { return difference(before, list.rows); }, by);
}

Refresh::News Refresh::look(engine::Time now) {
    if (!is_wanted() || now < not_before_) return {};
    const auto latest = lists_.latest();
    // One that came from somewhere else does not tell how old the server's is.
    if (latest && latest->source == settings_.url && now < latest->confirmed + settings_.every) {
        not_before_ = std::min<engine::Time>(latest->confirmed + settings_.every,
                                             now + std::chrono::minutes{1});
        return {};
    }
    not_before_ =
        now + std::max<std::chrono::seconds>(settings_.every / 10, std::chrono::minutes{1});
    auto news = fetch(latest);
    not_before_ = now + settings_.every;
    return news;
}

Refresh::News Refresh::fetch(const std::optional<adapters::KeptList>& latest) {
    constexpr auto not_modified = 304;
    auto call = adapters::Call{.url = settings_.url, .reply_max = list_max};
    call.headers = {"Accept: text/csv, application/xml"};
    const bool known = latest && latest->source == settings_.url && !latest->etag.empty();
    if (known) call.headers.push_back("If-None-Match: " + latest->etag);
    try {
        const auto reply = send_(call);
        const auto etag = reply.headers.find("etag");
        const auto kept = import_list(lists_, reply.body, settings_.url,
                                      etag == reply.headers.end() ? "" : etag->second, "refresh");
        return {kept.known ? News::Kind::nothing_new : News::Kind::imported, kept};
    } catch (const adapters::RefusedCall& refused) {
        if (!known || refused.status != not_modified) throw;
        lists_.confirm(latest->id);
        return {News::Kind::nothing_new, {}};
    }
}

}  // namespace iana
