#include "adapters/sqlite_file/store_file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "adapters/sqlite_file/schema.h"

namespace curfew::sqlite_file {
namespace {

constexpr mode_t kPrivate = 0600;
// https://www.sqlite.org/fileformat2.html#the_database_header
constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kHeaderSize = 100;
constexpr std::size_t kApplicationIdAt = 68;

using Header = std::array<char, kHeaderSize>;

std::string reason(int error) { return std::generic_category().message(error); }

std::string folder_of(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }

auto cannot_use(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return fail(ErrorCode::kUnavailable, "The store's folder " + folder_of(path) +
                                             " does not exist. Make it, owned by the user Curfew runs as, or correct"
                                             " store.path.");
  }
  return fail(ErrorCode::kUnavailable, "The store " + path + " cannot be written (" + reason(error) +
                                           "). The file and its folder must belong to the user Curfew runs as.");
}

auto not_ours(const std::string& path, const std::string& what) {
  return fail(ErrorCode::kDamaged, path + " is " + what +
                                       ", not a store of Curfew's. Nothing was changed. Correct store.path, or restore"
                                       " the last good backup there.");
}

// A file that is new must survive a power loss together with its first commit.
Status sync_folder_of(const std::string& path) {
  const int folder = ::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  const int error = errno;
  if (folder >= 0) ::close(folder);
  if (!synced) return cannot_use(path, error);
  return {};
}

// Reads through SQLite's own file layer: it keeps its POSIX locks, which a plain close() of the same file would drop
// for the whole process (https://www.sqlite.org/howtocorrupt.html section 2.2).
class HeaderReader {
 public:
  explicit HeaderReader(const std::string& path)
      : name_(sqlite3_create_filename(path.c_str(), "", "", 0, nullptr)),
        vfs_(sqlite3_vfs_find(nullptr)),
        memory_(static_cast<std::size_t>(vfs_->szOsFile) / sizeof(std::max_align_t) + 1),
        file_(reinterpret_cast<sqlite3_file*>(memory_.data())),
        opened_(vfs_->xOpen(vfs_, name_, file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_DB, nullptr) == SQLITE_OK) {}
  HeaderReader(const HeaderReader&) = delete;
  HeaderReader& operator=(const HeaderReader&) = delete;
  ~HeaderReader() {
    if (file_->pMethods != nullptr) file_->pMethods->xClose(file_);
    sqlite3_free_filename(name_);
  }

  [[nodiscard]] bool opened() const { return opened_; }
  // What there is of the header; the rest is zeros.
  [[nodiscard]] bool read(Header& header) {
    const int result = file_->pMethods->xRead(file_, header.data(), static_cast<int>(header.size()), 0);
    return result == SQLITE_OK || result == SQLITE_IOERR_SHORT_READ;
  }

 private:
  const char* name_;
  sqlite3_vfs* vfs_;
  std::vector<std::max_align_t> memory_;
  sqlite3_file* file_;
  bool opened_;
};

std::uint32_t big_endian(const char* bytes) {
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8U | static_cast<unsigned char>(bytes[i]);
  return number;
}

bool has_hot_journal(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path + "-journal", ignored);
}

Status examine_header(const std::string& path) {
  HeaderReader file(path);
  Header header{};
  if (!file.opened() || !file.read(header)) return cannot_use(path, EIO);
  if (std::string_view(header.data(), kMagic.size()) != kMagic) return not_ours(path, "no SQLite database");
  if (big_endian(header.data() + kApplicationIdAt) != kApplicationId) {
    return not_ours(path, "the SQLite database of another program");
  }
  return {};
}

Status examine(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return cannot_use(path, errno);
  if (S_ISDIR(status.st_mode)) {
    return fail(ErrorCode::kUnavailable, "store.path names a folder, " + path + ". It must name a file in it.");
  }
  if (!S_ISREG(status.st_mode)) return not_ours(path, "no regular file");
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) != 0) return cannot_use(path, errno);
  // The first start may have been cut short: an empty file is a new one, and a journal tells SQLite how to undo.
  if (status.st_size == 0 || has_hot_journal(path)) return {};
  return examine_header(path);
}

}  // namespace

Result<std::string> prepare_file(const std::string& path) {
  if (path.empty()) return fail(ErrorCode::kUnavailable, "store.path is empty. It must name a file.");
  std::error_code error;
  std::string absolute = std::filesystem::absolute(path, error).string();
  if (error) return cannot_use(path, error.value());
  Status ready;
  if (::mknod(absolute.c_str(), S_IFREG | kPrivate, 0) == 0) {
    ready = sync_folder_of(absolute);
  } else {
    ready = errno == EEXIST ? examine(absolute) : cannot_use(absolute, errno);
  }
  if (!ready) return fail(std::move(ready.error()));
  return absolute;
}

}  // namespace curfew::sqlite_file
