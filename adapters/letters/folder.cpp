#include "adapters/letters/folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "engine/fault.hpp"

namespace letters {
namespace {

namespace fs = std::filesystem;

constexpr auto first_look = std::chrono::seconds{5};

[[noreturn]] void give_up(const fs::path& path) {
    throw engine::Unavailable{"letters.folder: cannot write " + path.string() + ": " +
                              std::generic_category().message(errno)};
}

class Descriptor {
public:
    Descriptor(const fs::path& path, int flags, mode_t mode = 0)
        : number_{::open(path.c_str(), flags | O_CLOEXEC, mode)} {
        if (number_ < 0) give_up(path);
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

// For the group, too: the print shop is another user.
void write_whole(const fs::path& path, const std::string& bytes) {
    const Descriptor file{path, O_CREAT | O_WRONLY | O_TRUNC | O_NOFOLLOW, 0640};
    for (std::size_t done = 0; done < bytes.size();) {
        const auto written = ::write(file.number(), bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno != EINTR) give_up(path);
        if (written > 0) done += static_cast<std::size_t>(written);
    }
    if (::fsync(file.number()) != 0) give_up(path);
}

}  // namespace

Folder::Folder(fs::path folder, Spool spool)
    : folder_{std::move(folder)}, spool_{std::move(spool)} {}

fs::path Folder::file(const std::string& name, const char* end) const {
    return folder_ / (name + end);
}

std::optional<engine::Event> Folder::perform(const states::PostSecurityLetter& letter,
                                             const engine::Work& work) {
    return send_once(
        spool_,
        {.carrier = {"folder", folder_.string()}, .look_in = first_look, .printed_at_once = false},
        letter, work,
        [&](const auto& booked, const auto& drawn) { return hand_over(booked, drawn); });
}

// Noted between the writing and the renaming.  So whoever comes again knows by the hidden file
// whether the letter has appeared, even if the print shop has taken it by then.
std::string Folder::hand_over(const adapters::BookedLetter& booked,
                              const adapters::DrawnLetter& drawn) const {
    const auto name = name_of(booked.key);
    const auto hidden = folder_ / ("." + name + ".part");
    if (booked.sending && !fs::exists(hidden)) return name;
    write_whole(hidden, drawn.pdf);
    spool_.book.note_sending(booked.key, true);
    const auto path = file(name, ".pdf");
    if (::rename(hidden.c_str(), path.c_str()) != 0) give_up(path);
    const Descriptor folder{folder_, O_RDONLY | O_DIRECTORY};
    if (::fsync(folder.number()) != 0) give_up(folder_);
    return name;
}

bool Folder::is_printed(const adapters::BookedLetter& letter) const {
    std::error_code away;
    if (!fs::exists(file(letter.letter, ".printed"), away)) return false;
    fs::remove(file(letter.letter, ".pdf"), away);
    return true;
}

std::optional<engine::Event> Folder::perform(const states::VoidSecurityLetter& letter,
                                             const engine::Work& work) {
    void_code(spool_, letter, work);
    const auto booked = spool_.book.named(letter.letter);
    std::error_code away;
    if (booked && booked->carrier.way == "folder")
        fs::remove(file(name_of(booked->key), ".pdf"), away);
    return std::nullopt;
}

}  // namespace letters
