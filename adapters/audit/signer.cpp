#include "adapters/audit/signer.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace audit {
namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error{"cannot read " + path.string()};
    return {std::istreambuf_iterator<char>{file}, {}};
}

// With permissions for ourselves alone, and on the disk when it returns.
void write(const std::filesystem::path& path, const std::string& text, int flags) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
    if (file < 0) throw std::runtime_error{"cannot write " + path.string()};
    const bool done =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(file) == 0;
    ::close(file);
    if (!done) throw std::runtime_error{"cannot write " + path.string()};
}

void sync_folder(const std::filesystem::path& folder) {
    const int file =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return;
    ::fsync(file);
    ::close(file);
}

engine::SignerKey read_key(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        throw std::runtime_error{"there is no key at " + path.string() + "; `audit key` makes one"};
    constexpr mode_t others = 0077;
    if ((status.st_mode & others) != 0)
        throw std::runtime_error{"others may read the key at " + path.string() +
                                 "; chmod 600 it, or make a new one"};
    return engine::read_signer_key(read(path));
}

std::string entries(std::uint64_t count) { return std::to_string(count) + " entries"; }

}  // namespace

Signer::Signer(const std::filesystem::path& key, std::filesystem::path state)
    : key_{read_key(key)},
      state_{std::move(state)},
      lock_{::open((state_.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)} {
    if (lock_ < 0) throw std::runtime_error{"cannot write beside " + state_.string()};
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw std::runtime_error{"another signer has " + state_.string()};
    }
}

Signer::~Signer() { ::close(lock_); }

// The note itself, so that the file proves by our own signature that it is ours.
std::optional<engine::Head> Signer::last_signed() const {
    if (!std::filesystem::exists(state_)) return std::nullopt;
    try {
        return engine::open_checkpoint(read(state_), key_.verifier).head;
    } catch (const std::invalid_argument& error) {
        throw WillNotSign{state_.string() + " does not say what was signed last: " + error.what()};
    }
}

void Signer::keep(const std::string& note) const {
    const auto next = std::filesystem::path{state_.string() + ".next"};
    write(next, note, O_TRUNC);
    std::filesystem::rename(next, state_);
    sync_folder(state_.parent_path());
}

std::optional<std::string> Signer::sign(adapters::AuditLog& log) {
    const auto last = last_signed();
    auto published = log.checkpoint();
    if (published && engine::read_checkpoint(*published).origin != key_.verifier.name)
        published.reset();  // Of a log before this one, which had another name.
    if (!last && published)
        throw WillNotSign{
            "a checkpoint of " + entries(engine::read_checkpoint(*published).head.size) +
            " is published, and " + state_.string() +
            " is gone: put the last checkpoint that you trust there, from the witness"};
    const auto size = log.size();
    if (last && size < last->size)
        throw WillNotSign{"the log has " + entries(size) + ", and " + std::to_string(last->size) +
                          " were signed: the database was set back"};
    if (size == 0) return std::nullopt;
    const auto subtrees = log.subtrees();
    const auto head = engine::Head{size, engine::root_of(size, subtrees)};
    if (last && !engine::proves_consistency(engine::consistency_proof(last->size, size, subtrees),
                                            *last, head))
        throw WillNotSign{"the log of " + entries(size) + " does not continue that of " +
                          std::to_string(last->size) +
                          " which was signed: its history was rewritten"};
    const bool is_new = !last || last->size < size;
    const auto note = engine::sign({key_.verifier.name, head}, key_);
    // Kept first: what we have signed must never be forgotten, and can be published again.
    if (is_new) keep(note);
    if (!published || engine::read_checkpoint(*published).head.size < size) log.publish(size, note);
    return is_new ? std::optional{note} : std::nullopt;
}

std::string make_key(const std::string& log, const std::filesystem::path& file) {
    const auto key = engine::new_signer_key(log);
    if (std::filesystem::exists(file))
        throw std::runtime_error{file.string() + " is there already, and stays"};
    write(file, text_of(key) + '\n', O_EXCL);
    return text_of(key.verifier);
}

}  // namespace audit
