// The registry's staff and its sessions, kept in PostgreSQL (sql/150_staff.sql).

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/postgres/credentials.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/staff.hpp"

namespace postgres {

class StaffBook final : public adapters::StaffBook {
public:
    // The key is 32 bytes that are not in the database; the time zone, of IANA's names, is where a
    // member's last day ends.  Throws std::invalid_argument if the key has another length.
    StaffBook(Pool& pool, std::string sealing_key, std::string time_zone);

    std::vector<adapters::Member> members() override;
    std::optional<adapters::Member> member(std::int64_t number) override;
    std::optional<adapters::Member> member_at(const std::string& email) override;
    std::optional<adapters::Member> vouched_for(const adapters::Proven&) override;
    std::optional<adapters::Invitation> add(const adapters::NewMember&,
                                            const std::string& who) override;
    bool change(std::int64_t number, const adapters::NewMember&, const std::string& who) override;
    bool disable(std::int64_t number, const std::string& who) override;
    bool enable(std::int64_t number, const std::string& who) override;
    void set_single_keys(std::int64_t number, bool on) override;
    std::vector<adapters::StaffLine> log(std::int64_t before, int limit) override;

    std::optional<std::string> invite(std::int64_t number, bool forget_phone,
                                      const std::string& who) override;
    std::optional<adapters::Member> invited(const std::string& token) override;
    std::optional<adapters::Member> accept(const std::string& token,
                                           const std::string& password) override;

    bool change_password(std::int64_t number, const std::string& password,
                         const std::string& session) override;
    bool password_is_right(std::optional<std::int64_t> number,
                           const std::string& password) override;
    std::string phone_secret(std::int64_t number) override;
    std::optional<std::string> offer_secret(std::int64_t number) override;
    std::vector<std::string> enrol(std::int64_t number, std::int64_t step) override;
    bool take_step(std::int64_t number, std::int64_t step) override;
    bool use_recovery_code(std::int64_t number, const std::string& typed) override;
    void forget_phone(std::int64_t number, const std::string& who) override;

    std::string open_session(std::int64_t number, Kind, Proof) override;
    std::optional<adapters::StaffSession> see_session(const std::string& token, Kind,
                                                      Limits) override;
    std::optional<std::string> prove_session(const std::string& token) override;
    bool end_session(const std::string& token) override;
    int end_sessions(std::int64_t number) override;

private:
    Pool& pool_;
    Keyring keyring_;
    std::string time_zone_;
};

}  // namespace postgres
