// Which RDAP server knows the names of which TLD, and by what it names a registrar.
//
// By configuration and not by IANA's bootstrap file (RFC 9224): a registry has few TLDs, and its
// own are not all in that file.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rdap {

// What of the sponsoring registrar is compared.
enum class By {
    iana_id,  // The rule of gTLDs: publicIds of the type "IANA Registrar ID".
    handle,   // The registry's own name of the registrar, for ccTLDs that show it.
    name,     // Where there is nothing else: "alike" is for a person to decide.
};

std::string_view word_of(By);  // "iana_id"; stable, for programs.

struct Server {
    std::string suffix;  // ".vlaanderen", in A-labels.
    std::string url;     // Without a slash at the end.
    By by = By::iana_id;
};

// ".vlaanderen https://rdap.example/v, .be https://rdap.example/be name": separated by commas.
// Throws std::invalid_argument that names the entry and the rule.
std::vector<Server> read_servers(std::string_view text);

}  // namespace rdap
