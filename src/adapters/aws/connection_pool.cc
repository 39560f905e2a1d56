#include "adapters/aws/connection_pool.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace curfew::aws {
namespace {

namespace asio = boost::asio;

// Waits until somebody cancels the timer. A frame that ends otherwise takes its timer off the list as well.
class Turn {
 public:
  Turn(const asio::any_io_executor& executor, std::vector<asio::steady_timer*>& waiting)
      : timer_(executor, asio::steady_timer::time_point::max()), waiting_(waiting) {
    waiting_.push_back(&timer_);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { std::erase(waiting_, &timer_); }

  asio::awaitable<void> comes() {
    boost::system::error_code ignored;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

 private:
  asio::steady_timer timer_;
  std::vector<asio::steady_timer*>& waiting_;
};

}  // namespace

asio::awaitable<ConnectionPool::Seat> ConnectionPool::seat(std::string name) {
  Place& place = places_[name];
  while (place.in_use >= limits_.most_in_use) {
    Turn turn(executor_, place.waiting);
    co_await turn.comes();
  }
  ++place.in_use;
  co_return Seat(*this, std::move(name));
}

// All who wait look again: there are few of them, and none can be forgotten.
void ConnectionPool::give_back(const std::string& name) {
  Place& place = places_[name];
  --place.in_use;
  for (asio::steady_timer* const waiting : place.waiting) waiting->cancel();
}

std::unique_ptr<Connection> ConnectionPool::take_kept(const std::string& name) {
  std::list<Kept>& kept = places_[name].kept;
  while (!kept.empty()) {
    std::unique_ptr<Connection> connection = std::move(kept.front().connection);
    kept.pop_front();
    if (connection->is_quiet()) return connection;
  }
  return nullptr;
}

void ConnectionPool::keep(const std::string& name, std::unique_ptr<Connection> connection) {
  std::list<Kept>& kept = places_[name].kept;
  Kept entry{.connection = std::move(connection),
             .end = std::make_unique<asio::steady_timer>(executor_, limits_.kept_for),
             .number = ++last_number_};
  entry.end->async_wait([this, name, number = entry.number](const boost::system::error_code& error) {
    if (!error) forget(name, number);
  });
  kept.push_front(std::move(entry));
  if (kept.size() > limits_.most_kept) kept.pop_back();
}

void ConnectionPool::forget(const std::string& name, std::uint64_t number) {
  std::erase_if(places_[name].kept, [&](const Kept& entry) { return entry.number == number; });
}

void ConnectionPool::close_kept() {
  for (auto& [name, place] : places_) place.kept.clear();
}

}  // namespace curfew::aws
