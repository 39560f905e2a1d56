#include "adapters/sqlite_file/store_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "adapters/sqlite_file/schema.h"

namespace curfew::sqlite_file {
namespace {

constexpr mode_t kPrivate = 0600;
// https://www.sqlite.org/fileformat2.html#the_database_header
constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kHeaderSize = 100;
constexpr std::size_t kApplicationIdAt = 68;

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

std::string reason(int error) { return std::generic_category().message(error); }

auto cannot_open(const std::string& path, int error) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (error == ENOENT || error == ENOTDIR) {
    return fail(ErrorCode::kUnavailable, "The store's folder " + folder +
                                             " does not exist. Make it, owned by the user Curfew runs as, or correct"
                                             " store.path.");
  }
  if (error == EISDIR) {
    return fail(ErrorCode::kUnavailable, "store.path names a folder, " + path + ". It must name a file in it.");
  }
  return fail(ErrorCode::kUnavailable, "The store " + path + " cannot be written (" + reason(error) +
                                           "). The file and its folder must belong to the user Curfew runs as.");
}

auto not_ours(const std::string& path, const std::string& what) {
  return fail(ErrorCode::kDamaged, path + " is " + what + ", not a store of Curfew's. Nothing was changed. Correct" +
                                       " store.path, or restore the last good backup there.");
}

// A file that is new must survive a power loss together with its first commit.
Status sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open() || ::fsync(opened.number()) != 0) return cannot_open(path, errno);
  return {};
}

bool has_hot_journal(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path + "-journal", ignored);
}

std::uint32_t big_endian(const char* bytes) {
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8U | static_cast<unsigned char>(bytes[i]);
  return number;
}

Status examine(const FileDescriptor& file, const std::string& path) {
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return cannot_open(path, errno);
  if (!S_ISREG(status.st_mode)) return not_ours(path, "no regular file");
  // The first start may have been cut short: an empty file is a new one, and a journal tells SQLite how to undo.
  if (status.st_size == 0 || has_hot_journal(path)) return {};
  std::array<char, kHeaderSize> header{};
  const ssize_t size = ::pread(file.number(), header.data(), header.size(), 0);
  if (size < 0) return cannot_open(path, errno);
  if (static_cast<std::size_t>(size) < header.size() || std::string_view(header.data(), kMagic.size()) != kMagic) {
    return not_ours(path, "no SQLite database");
  }
  if (big_endian(header.data() + kApplicationIdAt) != kApplicationId) {
    return not_ours(path, "the SQLite database of another program");
  }
  return {};
}

}  // namespace

Result<std::string> prepare_file(const std::string& path) {
  if (path.empty()) return fail(ErrorCode::kUnavailable, "store.path is empty. It must name a file.");
  std::error_code error;
  std::string absolute = std::filesystem::absolute(path, error).string();
  if (error) return cannot_open(path, error.value());
  const FileDescriptor made(::open(absolute.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kPrivate));
  if (made.is_open()) {
    if (Status synced = sync_folder_of(absolute); !synced) return fail(std::move(synced.error()));
    return absolute;
  }
  if (errno != EEXIST) return cannot_open(absolute, errno);
  const FileDescriptor file(::open(absolute.c_str(), O_RDWR | O_CLOEXEC));
  if (!file.is_open()) return cannot_open(absolute, errno);
  if (Status ours = examine(file, absolute); !ours) return fail(std::move(ours.error()));
  return absolute;
}

}  // namespace curfew::sqlite_file
