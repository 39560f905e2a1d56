#include "adapters/sqlite_file/database.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <thread>

#include "adapters/sqlite_file/readers.h"
#include "adapters/sqlite_file/store_file.h"
#include "adapters/sqlite_file/writer.h"

namespace curfew::sqlite_file {
namespace {

// Reading a file through takes some 5 ms a megabyte: a third of a second at this size, minutes at some gigabytes.
// Larger files are checked when an administrator asks, and damage in them shows as kDamaged where it is met.
constexpr std::uintmax_t kCheckedAtStart = 64UL << 20U;

constexpr int kMostTries = 1000;

// `pragma` is quick_check or integrity_check: one row "ok", or one a fault.
Status check_with(Connection& connection, std::string_view pragma) {
  const auto found = connection.first(pragma, [](const Statement& row) -> Result<std::string> { return row.text(0); });
  if (!found) return fail(found.error());
  if (*found == "ok") return {};
  return fail(ErrorCode::kDamaged,
              "The store's file is damaged. Stop Curfew, keep the file, and restore the last good backup.",
              std::string(pragma) + ": " + found->value_or("no answer"));
}

Status check_if_small(Connection& connection, const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size > kCheckedAtStart) return {};
  return check_with(connection, "PRAGMA quick_check(1)");
}

Result<std::optional<std::string>> set_wal(Connection& connection) {
  return connection.first("PRAGMA journal_mode = WAL",
                          [](const Statement& row) -> Result<std::string> { return row.text(0); });
}

// Permanent, so that only the first start changes anything.
Status choose_wal(Connection& connection) {
  auto mode = set_wal(connection);
  // SQLite does not wait here for another process that starts at the same moment.
  for (int tries = 0; !mode && mode.error().retry_after_seconds > 0 && tries < kMostTries; ++tries) {
    Connection::pause();
    mode = set_wal(connection);
  }
  if (!mode) return fail(mode.error());
  if (*mode == "wal") return {};
  return fail(ErrorCode::kUnavailable, "The store's file system cannot hold it. Choose a store.path on a local disk.",
              "journal_mode stayed " + mode->value_or("unknown"));
}

Status make_ready(Connection& connection, const std::string& path, const std::vector<Schema>& schemas) {
  if (Status admitted = admit(connection, schemas); !admitted) return admitted;
  if (Status whole = check_if_small(connection, path); !whole) return whole;
  if (Status migrated = migrate(connection, schemas); !migrated) return migrated;
  return choose_wal(connection);
}

std::size_t most_readers() { return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 4, 16); }

}  // namespace

struct Database::Impl {
  Impl(const std::string& file, Connection connection)
      : path(file), readers(file, most_readers()), writer(std::move(connection)) {}

  const std::string path;
  Readers readers;
  Writer writer;
};

Result<std::unique_ptr<Database>> Database::open(const std::string& path, const std::vector<Schema>& schemas) {
  const Result<std::string> file = prepare_file(path);
  if (!file) return fail(file.error());
  Result<Connection> connection = Connection::open(*file, OpenMode::kReadWrite);
  if (!connection) return fail(std::move(connection.error()));
  if (Status ready = make_ready(*connection, *file, schemas); !ready) {
    connection->leave_log_alone();
    return fail(std::move(ready.error()));
  }
  return std::unique_ptr<Database>(new Database(std::make_unique<Impl>(*file, *std::move(connection))));
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Database::~Database() = default;

Status Database::run_write(const std::function<bool(Connection&)>& work) { return impl_->writer.run(work); }

Status Database::run_read(const std::function<void(Connection&)>& work) {
  if (Status settled = impl_->writer.settle(); !settled) return settled;
  return impl_->readers.run(work);
}

Status Database::check() {
  if (Status settled = impl_->writer.settle(); !settled) return settled;
  // A connection of its own: its cache is empty, so what is checked is the disk.
  Result<Connection> connection = Connection::open(impl_->path, OpenMode::kReadOnly);
  if (!connection) return fail(std::move(connection.error()));
  return check_with(*connection, "PRAGMA integrity_check(1)");
}

}  // namespace curfew::sqlite_file
