#include "adapters/maildir/maildir_mailer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/digest.h"

namespace curfew::maildir {
namespace {

namespace fs = std::filesystem;

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  FileDescriptor(FileDescriptor&&) = delete;
  FileDescriptor& operator=(FileDescriptor&&) = delete;
  ~FileDescriptor() {
    if (fd_ >= 0) close(fd_);
  }

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

Error unavailable(const std::string& what, const fs::path& path) {
  const std::string why = std::generic_category().message(errno);
  return {.code = ErrorCode::kUnavailable,
          .public_text = "The mail could not be stored.",
          .log_text = what + " " + path.string() + ": " + why};
}

// Makes what was renamed into or created in a directory survive a power loss.
Status sync_directory(const fs::path& directory) {
  const FileDescriptor fd(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.is_open() || fsync(fd.get()) != 0) return fail(unavailable("cannot sync", directory));
  return {};
}

Status make_directory(const fs::path& directory) {
  if (mkdir(directory.c_str(), 0700) == 0) {
    return sync_directory(directory.has_parent_path() ? directory.parent_path() : ".");
  }
  if (errno == EEXIST) return {};
  if (errno != ENOENT || !directory.has_parent_path()) return fail(unavailable("cannot make", directory));
  if (auto made = make_directory(directory.parent_path()); !made) return made;
  return make_directory(directory);
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Fills the unfinished file, and gives it its final name once all of it is on disk.
Status place(int fd, std::string_view message, const std::string& unfinished, const fs::path& finished) {
  if (!write_all(fd, message)) return fail(unavailable("cannot write", unfinished));
  if (fsync(fd) != 0) return fail(unavailable("cannot sync", unfinished));
  if (rename(unfinished.c_str(), finished.c_str()) != 0) return fail(unavailable("cannot put in place", finished));
  return {};
}

// What makes a mail the same mail: its Message-ID, or all of it where it has none.
std::string_view identity(std::string_view message) {
  constexpr std::string_view kHeader = "\r\nMessage-ID: ";
  const std::string_view headers = message.substr(0, message.find("\r\n\r\n"));
  const std::size_t at = headers.find(kHeader);
  if (at == std::string_view::npos) return message;
  const std::string_view value = headers.substr(at + kHeader.size());
  return value.substr(0, value.find("\r\n"));
}

// The unique part of a Maildir name: no dot at its start, no slash, no colon.
std::string name_of(const Mail& mail) {
  std::string about = mail.recipient + '\n';
  about += identity(mail.message);
  return hex(sha256(about)).substr(0, 32) + ".curfew";
}

}  // namespace

Status MaildirMailer::prepare() const {
  for (const char* part : {"tmp", "new", "cur"}) {
    if (auto made = make_directory(path_ / part); !made) return made;
  }
  return {};
}

Status MaildirMailer::send(const Mail& mail) {
  if (auto made = prepare(); !made) return made;
  const std::string name = name_of(mail);
  std::string unfinished = (path_ / "tmp" / (name + ".XXXXXX")).string();
  // Mode 0600, and a name of its own even when two senders try the same mail at once.
  const FileDescriptor fd(mkostemp(unfinished.data(), O_CLOEXEC));
  if (!fd.is_open()) return fail(unavailable("cannot create", unfinished));
  if (auto placed = place(fd.get(), mail.message, unfinished, path_ / "new" / name); !placed) {
    unlink(unfinished.c_str());
    return placed;
  }
  auto synced = sync_directory(path_ / "new");
  if (!synced) synced.error().effect = Effect::kMaybe;
  return synced;
}

}  // namespace curfew::maildir
