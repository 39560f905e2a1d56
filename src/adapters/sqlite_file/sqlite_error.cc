#include "adapters/sqlite_file/sqlite_error.h"

#include <sqlite3.h>

#include <string>

namespace curfew::sqlite_file {
namespace {

struct Meaning {
  ErrorCode code = ErrorCode::kInternal;
  const char* text = "";
  int retry_after_seconds = 0;
};

// Primary result codes, https://www.sqlite.org/rescode.html
Meaning meaning_of(int result) {
  if (result == SQLITE_CONSTRAINT_UNIQUE || result == SQLITE_CONSTRAINT_PRIMARYKEY ||
      result == SQLITE_CONSTRAINT_ROWID) {
    return {.code = ErrorCode::kConflict, .text = "Somebody else changed this at the same time. Try again."};
  }
  constexpr int kPrimaryCode = 0xFF;
  switch (result & kPrimaryCode) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return {.code = ErrorCode::kUnavailable,
              .text = "The store is busy. Try again in a few seconds.",
              .retry_after_seconds = 2};
    case SQLITE_FULL:
      return {.code = ErrorCode::kUnavailable,
              .text = "The disk that holds the store is full. Make room and try again."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {.code = ErrorCode::kUnavailable,
              .text = "The store cannot be written. Its file and its folder must belong to the user Curfew runs as."};
    case SQLITE_CANTOPEN:
      return {
          .code = ErrorCode::kUnavailable,
          .text = "The store cannot be opened. Check that its folder exists and belongs to the user Curfew runs as."};
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
      return {.code = ErrorCode::kUnavailable,
              .text = "The store cannot be read or written. Check its disk and its log."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {.code = ErrorCode::kDamaged,
              .text = "The store's file is damaged. Stop Curfew, keep the file, and restore the last good backup."};
    default: return {.code = ErrorCode::kInternal, .text = "The store made a mistake. See the log."};
  }
}

}  // namespace

Error sqlite_error(sqlite3* database, int result, std::string_view what) {
  const int extended = database == nullptr ? result : sqlite3_extended_errcode(database);
  // Errors of binding and of our own arguments are not recorded in the connection.
  const int code = (extended & 0xFF) == (result & 0xFF) ? extended : result;
  const Meaning meaning = meaning_of(code);
  std::string log = "sqlite " + std::to_string(code) + " (" + sqlite3_errstr(code) + ")";
  if (database != nullptr && code == extended) log += std::string(": ") + sqlite3_errmsg(database);
  log += " in: ";
  log += what;
  return {.code = meaning.code,
          .public_text = meaning.text,
          .log_text = std::move(log),
          .retry_after_seconds = meaning.retry_after_seconds};
}

}  // namespace curfew::sqlite_file
