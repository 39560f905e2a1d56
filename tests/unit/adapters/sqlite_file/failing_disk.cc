#include "unit/adapters/sqlite_file/failing_disk.h"

#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

namespace {

using curfew::sqlite_file::FailingDisk;

std::atomic<FailingDisk*> disk = nullptr;

bool fails(int (FailingDisk::*error_of)() const) {
  const FailingDisk* failing = disk;
  const int error = failing == nullptr ? 0 : (failing->*error_of)();
  if (error == 0) return false;
  errno = error;
  return true;
}

ssize_t write_or_fail(int file, const void* data, size_t size) {
  return fails(&FailingDisk::write_error) ? -1 : ::write(file, data, size);
}

ssize_t pwrite_or_fail(int file, const void* data, size_t size, off_t offset) {
  return fails(&FailingDisk::write_error) ? -1 : ::pwrite(file, data, size, offset);
}

// SQLite's own seam for tests (https://www.sqlite.org/c3ref/vfs.html, xSetSystemCall); null restores the system's.
void set_call(const char* name, sqlite3_syscall_ptr call) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
  vfs->xSetSystemCall(vfs, name, call);
}

}  // namespace

// Syncs are not behind that seam, so the C library's are replaced in this program.
extern "C" {
int fdatasync(int file) {
  return fails(&FailingDisk::sync_error) ? -1 : static_cast<int>(syscall(SYS_fdatasync, file));
}
int fsync(int file) { return fails(&FailingDisk::sync_error) ? -1 : static_cast<int>(syscall(SYS_fsync, file)); }
}

namespace curfew::sqlite_file {

FailingDisk::FailingDisk() {
  disk = this;
  set_call("write", reinterpret_cast<sqlite3_syscall_ptr>(write_or_fail));
  set_call("pwrite", reinterpret_cast<sqlite3_syscall_ptr>(pwrite_or_fail));
  set_call("pwrite64", reinterpret_cast<sqlite3_syscall_ptr>(pwrite_or_fail));
}

FailingDisk::~FailingDisk() {
  disk = nullptr;
  for (const char* name : {"write", "pwrite", "pwrite64"}) set_call(name, nullptr);
}

void FailingDisk::fail_writes(int error) { write_error_ = error; }

void FailingDisk::fail_syncs(int error) { sync_error_ = error; }

void FailingDisk::heal() {
  write_error_ = 0;
  sync_error_ = 0;
}

}  // namespace curfew::sqlite_file
