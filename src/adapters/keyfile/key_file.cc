#include "adapters/keyfile/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/digest.h"

namespace curfew::keyfile {
namespace {

// An open file, closed when it goes.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;
  ~File() {
    if (is_open()) ::close(descriptor_);
  }

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::unexpected<Error> system_failure(const std::string& doing, const std::string& path) {
  const int code = errno;
  return fail(ErrorCode::kUnavailable, "The key file '" + path + "' could not be used; see the log.",
              doing + " '" + path + "': " + std::generic_category().message(code));
}

std::unexpected<Error> refused(const std::string& path, const std::string& why) {
  return fail(ErrorCode::kConfiguration, "The key file '" + path + "' " + why);
}

Status check_file(const File& file, const std::string& path) {
  struct stat info = {};
  if (::fstat(file.get(), &info) != 0) return system_failure("fstat", path);
  if (!S_ISREG(info.st_mode)) return refused(path, "is not a regular file.");
  if (info.st_uid != ::geteuid() && info.st_uid != 0) {
    return refused(path, "belongs to another user. Give it to the user that runs Curfew, with mode 0600.");
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return refused(
        path,
        "may be used by others than its owner. Find out who could have read it, then run: chmod 600 '" + path + "'");
  }
  if (info.st_size != static_cast<off_t>(kKeyBytes)) {
    return refused(path, "has " + std::to_string(info.st_size) + " bytes instead of " + std::to_string(kKeyBytes) +
                             ": it is not Curfew's, or is damaged. Restore it from a backup.");
  }
  return {};
}

// Reads until `bytes` is full; false at the end of the file or on a failure.
bool read_all(const File& file, std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(file.get(), &bytes[done], bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

bool write_all(const File& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

Status write_new_file(const std::string& path, const Secret& bytes) {
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!file.is_open()) return system_failure("create", path);
  if (!write_all(file, bytes.reveal())) return system_failure("write", path);
  if (::fsync(file.get()) != 0) return system_failure("fsync", path);
  return {};
}

// Gives the finished file its name, unless another process was first.
Status give_name(const std::string& draft, const std::string& path) {
  if (::link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST) return system_failure("link", path);
  return {};
}

// A new name is durable once its directory is.
Status sync_directory_of(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string name = parent.empty() ? "." : parent.string();
  const File directory(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open()) return system_failure("open", name);
  if (::fsync(directory.get()) != 0) return system_failure("fsync", name);
  return {};
}

}  // namespace

Result<std::optional<Secret>> read_key_file(const std::string& path) {
  // O_NONBLOCK: opening a pipe that somebody put there must not hang. Following links is wanted: secret stores mount
  // their files that way.
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) {
    if (errno == ENOENT) return std::nullopt;
    return system_failure("open", path);
  }
  if (Status usable = check_file(file, path); !usable) return fail(std::move(usable.error()));
  std::string bytes(kKeyBytes, '\0');
  if (!read_all(file, bytes)) return system_failure("read", path);
  return Secret(std::move(bytes));
}

Status make_key_file(const std::string& path, Entropy& entropy) {
  const std::string draft = path + "." + hex(entropy.bytes(8)) + ".new";
  Status done = write_new_file(draft, Secret(entropy.bytes(kKeyBytes)));
  if (done) done = give_name(draft, path);
  ::unlink(draft.c_str());
  return done ? sync_directory_of(path) : done;
}

}  // namespace curfew::keyfile
