#include "adapters/sqlite_file/readers.h"

#include <utility>

namespace curfew::sqlite_file {

// Ends the transaction and brings the connection back, also when the work throws.
class Readers::Loan {
 public:
  Loan(Readers& owner, Connection connection) : owner_(owner), connection_(std::move(connection)) {}
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  ~Loan() {
    const bool ended = !connection_.in_transaction() || connection_.run("ROLLBACK").has_value();
    if (ended) {
      owner_.give_back(std::move(connection_));
    } else {
      owner_.give_up();
    }
  }

  [[nodiscard]] Connection& connection() { return connection_; }

 private:
  Readers& owner_;
  Connection connection_;
};

Status Readers::run(const std::function<void(Connection&)>& work) {
  Result<Connection> connection = take();
  if (!connection) return fail(std::move(connection.error()));
  Loan loan(*this, *std::move(connection));
  if (Status begun = loan.connection().run("BEGIN"); !begun) return begun;
  work(loan.connection());
  return {};
}

Result<Connection> Readers::take() {
  {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [this] { return !idle_.empty() || open_ < most_; });
    if (!idle_.empty()) {
      Connection connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
  }
  Result<Connection> opened = Connection::open(path_, OpenMode::kReadOnly);
  if (!opened) give_up();
  return opened;
}

void Readers::give_back(Connection connection) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

void Readers::give_up() {
  {
    const std::lock_guard lock(mutex_);
    --open_;
  }
  returned_.notify_one();
}

}  // namespace curfew::sqlite_file
