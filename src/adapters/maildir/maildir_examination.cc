#include "adapters/maildir/maildir_examination.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace curfew::maildir {
namespace {

namespace fs = std::filesystem;

std::string reason() { return std::generic_category().message(errno); }

// The nearest folder above that exists: where the first mail would begin to make the others.
fs::path nearest_folder(const fs::path& path) {
  std::error_code error;
  fs::path folder = fs::absolute(path, error);
  while (folder.has_relative_path() && !fs::exists(folder, error)) folder = folder.parent_path();
  return folder;
}

// Why no file can be written to `folder`; empty when one can.
std::string why_not_writable(const fs::path& folder) {
  std::string name = (folder / "curfew-doctor.XXXXXX").string();
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) return reason();
  const bool written = ::write(file, "\n", 1) == 1 && ::fsync(file) == 0;
  const std::string why = written ? std::string() : reason();
  ::close(file);
  ::unlink(name.c_str());
  return why;
}

}  // namespace

std::vector<Diagnosis> MaildirExamination::examine() {
  const std::string subject = "folder " + path_.string();
  const std::string remedy = "Give it to the user Curfew runs as, or correct mail.path.";
  std::error_code error;
  if (!fs::exists(path_, error)) {
    const fs::path folder = nearest_folder(path_);
    if (::access(folder.c_str(), W_OK | X_OK) == 0) {
      return {works(subject, "There is none yet, and one can be made; the first start does.")};
    }
    return {broken(subject, "There is none, and " + folder.string() + " cannot be written: " + reason() + ".", remedy)};
  }
  for (const char* part : {"tmp", "new", "cur"}) {
    if (!fs::exists(path_ / part, error)) continue;
    if (const std::string why = why_not_writable(path_ / part); !why.empty()) {
      return {broken(subject, "Its " + std::string(part) + " cannot be written: " + why + ".", remedy)};
    }
  }
  if (const std::string why = why_not_writable(path_); !why.empty()) {
    return {broken(subject, "It cannot be written: " + why + ".", remedy)};
  }
  return {works(subject, "Mail can be written to it.")};
}

}  // namespace curfew::maildir
