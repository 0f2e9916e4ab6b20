#include "adapters/interrupted.hpp"

#include <csignal>

namespace adapters {

void heed_interruption() {
    sigset_t waiting;
    sigemptyset(&waiting);
    sigpending(&waiting);
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        if (sigismember(&waiting, number) == 1) throw Interrupted{};
}

}  // namespace adapters
