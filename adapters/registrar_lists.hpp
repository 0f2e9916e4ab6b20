// IANA's list of registrars as it is kept, version after version, and which application names which
// of its ids.  adapters/iana reads, compares and judges; adapters/postgres keeps
// (sql/121_iana.sql).

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store.hpp"

namespace adapters {

enum class Accredited { yes, terminated, reserved };

struct ListedRegistrar {
    int iana_id = 0;
    std::string name;
    Accredited status = Accredited::yes;
    std::string rdap_url = {};  // Empty where there is none.
    bool operator==(const ListedRegistrar&) const = default;
};

struct RegistrarList {      // One version, as it came.
    std::string source;     // A URL, or the name of a file.
    std::string sha256;     // Of its bytes.
    std::string etag = {};  // Of an HTTP answer.
    std::vector<ListedRegistrar> rows = {};
};

struct KeptList {
    std::int64_t id = 0;
    std::string source;
    std::string sha256;
    std::string etag;
    engine::Time fetched = {};
    engine::Time confirmed = {};  // When the source last said that it is still this one.
    int rows = 0;
};

// What a newer version says otherwise.  Each id stands in one of the lists.
struct ListDifference {
    std::vector<ListedRegistrar> added = {};
    std::vector<ListedRegistrar> changed = {};  // In name, address or status, and not terminated.
    std::vector<ListedRegistrar> terminated = {};  // Were accredited.
    std::vector<ListedRegistrar> removed = {};     // As they were.
};

// Throws engine::Rejected for a newer version that cannot be right.
using CompareLists = std::function<ListDifference(const std::vector<ListedRegistrar>& before)>;

struct KeptDifference {
    std::int64_t list = 0;
    int rows = 0;  // Of the list.
    ListDifference difference = {};
    int tasks = 0;       // Raised on applications that name an id which is no longer accredited.
    bool known = false;  // The very same file was the newest already.
};

struct IanaClaim {
    std::string product;
    int iana_id = 0;
    bool own = false;  // The applicant's, and not its partner's.
};

class RegistrarLists {
public:
    virtual ~RegistrarLists() = default;

    virtual std::optional<KeptList> latest() = 0;
    virtual std::optional<ListedRegistrar> find(int iana_id) = 0;  // In the latest.
    virtual std::vector<ListedRegistrar> all() = 0;                // The same, by id.

    // In one transaction: compares with the latest, keeps what differs, and raises the tasks.  One
    // import after the other, whoever begins them.
    virtual KeptDifference keep(const RegistrarList&, const CompareLists&,
                                const std::string& by) = 0;
    virtual void confirm(std::int64_t list) = 0;  // The source has nothing newer.

    // The ids that this application names, in place of those that it named before.
    virtual void claim(engine::CaseId, const std::vector<IanaClaim>&) = 0;
    // The reference of another application, not ended, that has it as its own; empty if none has,
    // or only those of the registrar with this account.
    virtual std::string other_claimant(int iana_id, engine::CaseId, const std::string& account) = 0;
};

constexpr std::string_view word_of(Accredited status) {
    switch (status) {
        case Accredited::yes: return "accredited";
        case Accredited::terminated: return "terminated";
        case Accredited::reserved: return "reserved";
    }
    return {};
}

}  // namespace adapters
