// doorstep-verify: checks a proof bundle without a database, a network, or the rest of Doorstep.

#include <iostream>
#include <map>
#include <string>

#include "adapters/bundle_check.hpp"

namespace {

constexpr auto usage =
    "doorstep-verify BUNDLE --key KEY [--checkpoint OLDER] [--tsa-ca FILE] [--json]\n\n"
    "  BUNDLE        what `doorstep audit export` has written\n"
    "  --key         the log's public key, or a file with it, from another source than the bundle\n"
    "  --checkpoint  an older checkpoint that you have kept: nothing before it may have changed\n"
    "  --tsa-ca      certificates (PEM) that time stamps are trusted by\n"
    "  --json        the result as JSON\n\n"
    "Exit codes: 0 all holds, 1 something does not, 2 it cannot be told.\n";

int wrong(const std::string& what) {
    std::cerr << "doorstep-verify: " << what << "\n\n" << usage;
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    adapters::BundleCheck wanted;
    const std::map<std::string, std::string*> options = {
        {"--key", &wanted.key}, {"--checkpoint", &wanted.checkpoint}, {"--tsa-ca", &wanted.tsa_ca}};
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--help" || word == "-h") {
            std::cout << usage;
            return 0;
        }
        if (const auto option = options.find(word); option != options.end()) {
            if (++i == argc) return wrong(word + " needs a value");
            *option->second = argv[i];
        } else if (word == "--json") {
            wanted.as_json = true;
        } else if (word.starts_with('-') || !wanted.file.empty()) {
            return wrong("what is " + word + "?");
        } else {
            wanted.file = word;
        }
    }
    if (wanted.file.empty()) return wrong("which bundle?");
    if (wanted.key.empty()) return wrong("--key is needed: without it a forger's log is as good");
    return adapters::check_bundle(wanted);
}
