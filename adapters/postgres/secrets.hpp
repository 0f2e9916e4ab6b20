// Making, hashing and sealing the codes that people key in.

#pragma once

#include <string>
#include <string_view>

namespace postgres {

std::string random_digits(int count);
std::string random_activation_code();  // "7KQ2-M9XF": no letter or digit that looks like another.

// As typed: capitals, without the spaces and dashes that people put in.
std::string normalised_code(std::string_view typed);

// argon2id, as a PHC string.  Both take the code as normalised_code() leaves it.
std::string hash_code(const std::string& code);
bool code_matches(const std::string& code, const std::string& hash);  // In constant time.

// AES-256-GCM under a key of 32 bytes.  `purpose` is not kept, but has to be the same when it is
// unsealed: so a sealed code that was moved to another row cannot be read there.  unseal() throws
// std::runtime_error if the key or the purpose is another one, or a bit has changed.
std::string seal(const std::string& key, const std::string& purpose, const std::string& plain);
std::string unseal(const std::string& key, const std::string& purpose, const std::string& sealed);

bool equal_in_constant_time(const std::string& a, const std::string& b);

}  // namespace postgres
