// How a simulator is started: its flags, and how it ends.

#pragma once

#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

namespace simulators {

struct Settings {
    int port = 0;                // 0: any that is free.
    std::string api_key;         // What callers must bring as bearer token; empty: nothing.
    std::string webhook_url;     // Where news goes; empty: nowhere.  POST /sim/webhook changes it.
    std::string webhook_secret;  // "whsec_…"
    bool automatic = false;      // People and banks act by themselves,
    std::chrono::milliseconds delay{0};  // after this time.
};

[[noreturn]] inline void refuse_usage(std::string_view program, const std::string& trouble) {
    std::cerr << program << ": " << trouble << "\nusage: " << program
              << " [--port N] [--api-key KEY] [--webhook-url URL --webhook-secret whsec_…]"
                 " [--auto] [--delay-ms N]\n";
    std::exit(2);
}

inline int read_number(std::string_view program, const std::string& flag, const std::string& text) {
    const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
    if (text.empty() || text.size() > 9 || !digits)
        refuse_usage(program, flag + " needs a number, not '" + text + "'");
    return std::stoi(text);
}

inline bool is_webhook_secret(const std::string& text) {
    const auto prefix = std::string_view{"whsec_"};
    const auto digits = std::string_view{text}.substr(std::min(prefix.size(), text.size()));
    return text.starts_with(prefix) && digits.size() >= 4 && digits.size() % 4 == 0 &&
           digits.find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
               "0123456789+/=") == std::string_view::npos;
}

inline Settings read_settings(int count, char** arguments) {
    const auto program = std::string_view{arguments[0]};
    Settings settings;
    for (int i = 1; i < count; ++i) {
        const auto flag = std::string{arguments[i]};
        if (flag == "--auto") {
            settings.automatic = true;
            continue;
        }
        if (i + 1 == count) refuse_usage(program, flag + " is unknown or needs a value");
        const auto value = std::string{arguments[++i]};
        if (flag == "--port") {
            settings.port = read_number(program, flag, value);
            if (settings.port > 65535) refuse_usage(program, "--port goes up to 65535");
        } else if (flag == "--delay-ms") {
            settings.delay = std::chrono::milliseconds{read_number(program, flag, value)};
        } else if (flag == "--api-key") {
            settings.api_key = value;
        } else if (flag == "--webhook-url") {
            settings.webhook_url = value;
        } else if (flag == "--webhook-secret") {
            if (!is_webhook_secret(value))
                refuse_usage(program, "--webhook-secret has to be whsec_ and base64");
            settings.webhook_secret = value;
        } else {
            refuse_usage(program, flag + " is unknown");
        }
    }
    if (!settings.webhook_url.empty() && settings.webhook_secret.empty())
        refuse_usage(program, "--webhook-url needs --webhook-secret");
    return settings;
}

// Ends the program on SIGTERM and SIGINT, and when the thread that started it is gone.  There is
// nothing to save, so it ends at once.
inline void end_with_parent() {
    const auto end = [](int) { _exit(0); };
    std::signal(SIGTERM, end);
    std::signal(SIGINT, end);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
}

}  // namespace simulators
