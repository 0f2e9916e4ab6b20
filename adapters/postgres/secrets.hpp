// Making, hashing and sealing the codes that people key in.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace postgres {

std::string random_bytes(std::size_t count);  // Of the system, for secrets.
std::string random_digits(int count);

// Twelve digits that are no structured message of a payment: of 97 that could be one is left out.
std::string random_security_code();

std::string random_activation_code();  // "7KQ2-M9XF": no letter or digit that looks like another.

// As typed: capitals, without the spaces and dashes that people put in.
std::string normalised_code(std::string_view typed);

// argon2id, as a PHC string.  Both take the code as normalised_code() leaves it.
std::string hash_code(const std::string& code);
bool code_matches(const std::string& code, const std::string& hash);  // In constant time.

// The same with the cost of ASVS 5.0, appendix C (46 MiB, one pass), for what people choose
// themselves.  At most four run at a time: others wait, so that a crowd at the door does not take
// all memory.
std::string hash_password(const std::string& password);
bool password_matches(const std::string& password, const std::string& hash);
bool is_outdated(const std::string& hash);  // Made with another cost than hash_password() has.

// AES-256-GCM under a key of 32 bytes.  `purpose` is not kept, but has to be the same when it is
// unsealed: so a sealed code that was moved to another row cannot be read there.  unseal() throws
// std::runtime_error if the key or the purpose is another one, or a bit has changed.
std::string seal(const std::string& key, const std::string& purpose, const std::string& plain);
std::string unseal(const std::string& key, const std::string& purpose, const std::string& sealed);

bool equal_in_constant_time(const std::string& a, const std::string& b);

}  // namespace postgres
