#include "adapters/papers/flaw.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <optional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <stdexcept>

namespace papers {
namespace {

enum Verdict { sound = 40, encrypted, broken };  // As exit statuses that nothing else ends with.

Verdict judged(const std::string& pdf) {
    QPDF file;
    file.setSuppressWarnings(true);
    try {
        file.processMemoryFile("upload", pdf.data(), pdf.size());
        if (file.isEncrypted()) return encrypted;
        return file.getAllPages().empty() ? broken : sound;
    } catch (const QPDFExc& error) {
        return error.getErrorCode() == qpdf_e_password ? encrypted : broken;
    } catch (const std::exception&) {  // From deep inside, for what nobody has thought of.
        return broken;
    }
}

void limit(int resource, rlim_t most) {
    const rlimit both{most, most};
    setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

// What this process has for its data now: threads' stacks take gigabytes that nobody uses.
rlim_t data_in_use() {
    std::ifstream sizes{"/proc/self/statm"};
    rlim_t pages = 0;
    for (int field = 0; field < 6; ++field) sizes >> pages;  // The sixth (proc(5)): data and stack.
    return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

int in_spite_of_signals(const auto& call) {
    int result = 0;
    do result = call();
    while (result < 0 && errno == EINTR);
    return result;
}

constexpr int seconds = 5;  // Of the processor.
constexpr rlim_t bytes = 256UL * 1024 * 1024;
constexpr int patience = 5 * seconds * 1000;  // By the clock, as others work, too; milliseconds.

// Does not come back.
[[noreturn]] void judge_alone(const std::string& pdf, rlim_t most) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, seconds);
    limit(RLIMIT_DATA, most);
    for (const int sign : {SIGSEGV, SIGABRT, SIGXCPU, SIGTERM}) std::signal(sign, SIG_DFL);
    _exit(judged(pdf));
}

// Empty if it did not end in time, which is no fault of the file's: that would have used up its
// seconds of the processor.
std::optional<Verdict> judged_apart(const std::string& pdf) {
    const auto most = data_in_use() + bytes;
    const auto child = fork();
    if (child < 0) throw std::runtime_error{"no process could be made to look at a PDF"};
    if (child == 0) judge_alone(pdf, most);
    const int ended = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
    pollfd awaited{.fd = ended, .events = POLLIN, .revents = 0};
    const bool in_time =
        ended >= 0 && in_spite_of_signals([&] { return poll(&awaited, 1, patience); }) == 1;
    if (ended >= 0) close(ended);
    if (!in_time) kill(child, SIGKILL);
    int status = 0;
    in_spite_of_signals([&] { return waitpid(child, &status, 0); });
    if (!in_time) return {};
    const auto code = WIFEXITED(status) ? WEXITSTATUS(status) : broken;
    return code == sound || code == encrypted ? static_cast<Verdict>(code) : broken;
}

}  // namespace

// In a process of its own, which is a copy of this one and never comes back: two kilobytes can
// unpack to gigabytes, and pages of pages take libqpdf's stack.  Whoever sends that has sent a
// broken file, and nobody else hears of it.
std::string flaw_in(const std::string& pdf) {
    constexpr int tries = 3;
    for (int i = 0; i < tries; ++i)
        if (const auto verdict = judged_apart(pdf))
            return *verdict == sound ? "" : *verdict == encrypted ? "pdf_encrypted" : "pdf_broken";
    throw std::runtime_error{"no look at a PDF has ended in time"};
}

}  // namespace papers
