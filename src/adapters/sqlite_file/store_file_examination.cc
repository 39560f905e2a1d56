#include "adapters/sqlite_file/store_file_examination.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <system_error>

#include "adapters/sqlite_file/connection.h"
#include "adapters/sqlite_file/store_file.h"
#include "base/error.h"

namespace curfew::sqlite_file {
namespace {

namespace fs = std::filesystem;

// Below this a busy day may fill the disk, and a full disk stops grants (never what is on record).
constexpr std::uintmax_t kLeastRoom = 256UL << 20U;
constexpr std::uintmax_t kMegabyte = 1UL << 20U;

std::string megabytes(std::uintmax_t bytes) { return std::to_string(bytes / kMegabyte) + " MB"; }

fs::path folder_of(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

std::string told(const Error& error) {
  return error.log_text.empty() ? error.public_text : error.public_text + " (" + error.log_text + ")";
}

// What a damaged or foreign file needs.
Diagnosis refused(const std::string& subject, const Error& error) {
  return broken(subject, told(error), "docs/troubleshooting.md has what to do; change nothing before you have a copy.");
}

}  // namespace

std::vector<Diagnosis> StoreFileExamination::examine() {
  std::vector<Diagnosis> diagnoses{file()};
  std::error_code error;
  if (diagnoses.front().health != Health::kBroken && fs::exists(path_, error)) diagnoses.push_back(contents());
  diagnoses.push_back(room());
  return diagnoses;
}

Diagnosis StoreFileExamination::file() const {
  const std::string subject = "file " + path_;
  struct stat status{};
  if (::stat(path_.c_str(), &status) != 0) {
    if (::access(folder_of(path_).c_str(), W_OK | X_OK) == 0) {
      return works(subject, "There is none yet, and one can be made; `curfew serve` does.");
    }
    return broken(subject, "There is none, and its folder does not exist or cannot be written.",
                  "Make " + folder_of(path_).string() + ", owned by the user Curfew runs as, or correct store.path.");
  }
  if (!S_ISREG(status.st_mode)) return broken(subject, "It is no regular file.", "Correct store.path.");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return broken(subject, "Others than its owner may use it.",
                  "Find out who could have read it, then run: chmod 600 '" + path_ + "'");
  }
  if (::faccessat(AT_FDCWD, path_.c_str(), R_OK | W_OK, AT_EACCESS) != 0) {
    return broken(subject, "It cannot be read and written by this user.",
                  "Run curfew as the user whose file it is, or give it to that user: chown.");
  }
  return works(subject, "It is there, and for its owner only.");
}

Diagnosis StoreFileExamination::contents() const {
  const std::string subject = "what it holds";
  const Result<std::string> ours = prepare_file(path_);
  if (!ours) return refused(subject, ours.error());
  Result<Connection> connection = Connection::open(*ours, OpenMode::kReadOnly);
  if (!connection) return refused(subject, connection.error());
  if (const Status admitted = admit(*connection, schemas_); !admitted) return refused(subject, admitted.error());
  const auto checked = connection->first("PRAGMA integrity_check(1)",
                                         [](const Statement& row) -> Result<std::string> { return row.text(0); });
  if (!checked) return refused(subject, checked.error());
  if (*checked != "ok") {
    return broken(subject, "It is damaged: " + checked->value_or("no answer") + ".",
                  "Stop Curfew, keep the file, and restore the last good backup (docs/operations.md).");
  }
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path_, error);
  return works(subject, "It is Curfew's, of no newer version, and whole" +
                            (error ? std::string(".") : " (" + megabytes(size) + ")."));
}

Diagnosis StoreFileExamination::room() const {
  const std::string subject = "disk of " + folder_of(path_).string();
  std::error_code error;
  const fs::space_info space = fs::space(folder_of(path_), error);
  if (error) return broken(subject, "It cannot be asked: " + error.message() + ".", "Check store.path.");
  const std::string left = megabytes(space.available) + " are free.";
  if (space.available < kLeastRoom) return broken(subject, "Only " + left, "Make room, or move the store.");
  return works(subject, left);
}

}  // namespace curfew::sqlite_file
