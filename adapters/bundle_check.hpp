// Checking a proof bundle: one code for `doorstep audit verify` and for doorstep-verify, which has
// nothing else.

#pragma once

#include <string>

namespace adapters {

struct BundleCheck {
    std::string file;
    std::string key;         // A verifier's key, or a file that holds one.
    std::string checkpoint;  // An older one that the auditor has kept; empty: none.
    std::string tsa_ca;      // Certificates (PEM) that time stamps are trusted by; empty: none.
    bool as_json = false;
};

// Says what was found, results on stdout and words on stderr.  The exit code: 0 if all holds, 1 if
// something does not, 2 if it cannot be told, as for a file that is not there or a key that is
// none.
int check_bundle(const BundleCheck&);

}  // namespace adapters
