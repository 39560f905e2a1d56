#include "unit/adapters/sqlite_file/failing_disk.h"

#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

namespace {

std::atomic<int> write_error = 0;
std::atomic<int> sync_error = 0;

bool fails(const std::atomic<int>& error) {
  if (error == 0) return false;
  errno = error;
  return true;
}

ssize_t write_or_fail(int file, const void* data, size_t size) {
  return fails(write_error) ? -1 : ::write(file, data, size);
}

ssize_t pwrite_or_fail(int file, const void* data, size_t size, off_t offset) {
  return fails(write_error) ? -1 : ::pwrite(file, data, size, offset);
}

// SQLite's own seam for tests (https://www.sqlite.org/c3ref/vfs.html, xSetSystemCall); null restores the system's.
void set_call(const char* name, sqlite3_syscall_ptr call) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
  vfs->xSetSystemCall(vfs, name, call);
}

}  // namespace

// Syncs are not behind that seam, so the C library's are replaced in this program.
extern "C" {
int fdatasync(int file) { return fails(sync_error) ? -1 : static_cast<int>(syscall(SYS_fdatasync, file)); }
int fsync(int file) { return fails(sync_error) ? -1 : static_cast<int>(syscall(SYS_fsync, file)); }
}

namespace curfew::sqlite_file {

FailingDisk::FailingDisk() {
  set_call("write", reinterpret_cast<sqlite3_syscall_ptr>(write_or_fail));
  set_call("pwrite", reinterpret_cast<sqlite3_syscall_ptr>(pwrite_or_fail));
  set_call("pwrite64", reinterpret_cast<sqlite3_syscall_ptr>(pwrite_or_fail));
}

FailingDisk::~FailingDisk() {
  heal();
  for (const char* name : {"write", "pwrite", "pwrite64"}) set_call(name, nullptr);
}

void FailingDisk::fail_writes(int error) { write_error = error; }

void FailingDisk::fail_syncs(int error) { sync_error = error; }

void FailingDisk::heal() {
  write_error = 0;
  sync_error = 0;
}

}  // namespace curfew::sqlite_file
