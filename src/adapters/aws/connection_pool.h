// The connections of the HTTP client: those in use are counted, those at rest are kept for a while. Used on the
// client's one thread only.
//
// A place is where a connection leads: scheme, host and port, and the proxy in between.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/connection.h"

namespace curfew::aws {

struct PoolLimits {
  std::size_t most_in_use = 64;  // for each place; who comes then waits
  std::size_t most_kept = 16;    // for each place
  // Shorter than servers and load balancers keep theirs: a connection should not be closed while we write on it.
  std::chrono::milliseconds kept_for{20'000};
};

class ConnectionPool {
 public:
  // The right to one connection to a place. It must go before the pool does.
  class Seat {
   public:
    Seat(ConnectionPool& pool, std::string place) : pool_(&pool), place_(std::move(place)) {}
    Seat(Seat&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), place_(std::move(other.place_)) {}
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    Seat& operator=(Seat&&) = delete;
    ~Seat() {
      if (pool_ != nullptr) pool_->give_back(place_);
    }

    // A kept connection that is quiet; null when there is none.
    [[nodiscard]] std::unique_ptr<Connection> take_kept() { return pool_->take_kept(place_); }
    void keep(std::unique_ptr<Connection> connection) { pool_->keep(place_, std::move(connection)); }

   private:
    ConnectionPool* pool_;
    std::string place_;
  };

  ConnectionPool(boost::asio::any_io_executor executor, PoolLimits limits)
      : executor_(std::move(executor)), limits_(limits) {}

  [[nodiscard]] boost::asio::awaitable<Seat> seat(std::string name);
  void close_kept();

 private:
  struct Kept {
    std::unique_ptr<Connection> connection;
    std::unique_ptr<boost::asio::steady_timer> end;
    std::uint64_t number = 0;
  };
  struct Place {
    std::size_t in_use = 0;
    std::list<Kept> kept;  // the one used last in front
    std::vector<boost::asio::steady_timer*> waiting;
  };

  void give_back(const std::string& name);
  std::unique_ptr<Connection> take_kept(const std::string& name);
  void keep(const std::string& name, std::unique_ptr<Connection> connection);
  void forget(const std::string& name, std::uint64_t number);

  boost::asio::any_io_executor executor_;
  const PoolLimits limits_;
  std::map<std::string, Place> places_;  // as many as there are services
  std::uint64_t last_number_ = 0;
};

}  // namespace curfew::aws
