// Several processes, and processes that die.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "unit/adapters/sqlite_file/notes.h"

namespace curfew::sqlite_file {
namespace {

// Writes notes on many threads until it is killed, and tells of each one that was acknowledged.
[[noreturn]] void write_until_killed(const std::string& path, std::int64_t first, int acknowledged) {
  constexpr int kThreads = 8;
  auto opened = Database::open(path, {notes_schema()});
  if (!opened) _exit(1);
  Database& database = **opened;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::int64_t id = first + thread;; id += kThreads) {
        // Two rows each, so that half of a write would show.
        const Status written = database.write([&](Connection& connection) -> Status {
          const std::string text = std::to_string(id);
          if (Status one = connection.run("INSERT INTO notes(text) VALUES (?)", text); !one) return one;
          return connection.run("INSERT INTO notes(text) VALUES (?)", text + " again");
        });
        if (!written || ::write(acknowledged, &id, sizeof id) != sizeof id) _exit(1);
      }
    });
  }
  threads.clear();
  _exit(1);
}

// The next number from the pipe; -1 at its end. Numbers are written in one piece (pipe(7), PIPE_BUF).
std::int64_t next_number(int pipe) {
  std::int64_t number = -1;
  ssize_t size = 0;
  do {
    size = ::read(pipe, &number, sizeof number);
  } while (size < 0 && errno == EINTR);
  return size == sizeof number ? number : -1;
}

std::set<std::string> texts(Database& database) {
  std::set<std::string> found;
  const Status read = database.read([&](Connection& connection) {
    return connection.each("SELECT text FROM notes", [&](const Statement& row) -> Status {
      found.insert(row.text(0));
      return {};
    });
  });
  EXPECT_TRUE(read.has_value());
  return found;
}

class ProcessTest : public NotesTest {};

TEST_F(ProcessTest, EveryAcknowledgedWriteOutlivesKillMinusNineInTheMiddleOfMany) {
  constexpr int kRounds = 5;
  std::set<std::int64_t> acknowledged;
  for (int round = 0; round < kRounds; ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = fork();
    if (child == 0) write_until_killed(path(), round * 1'000'000LL, pipe[1]);
    ::close(pipe[1]);
    // Killed at a moment that differs from round to round.
    for (int i = 0; i < 100 + round * 37; ++i) acknowledged.insert(next_number(pipe[0]));
    kill(child, SIGKILL);
    for (std::int64_t id = next_number(pipe[0]); id >= 0; id = next_number(pipe[0])) acknowledged.insert(id);
    ::close(pipe[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer did not get so far";

    const auto database = open();
    ASSERT_TRUE(database->check().has_value());
    const std::set<std::string> stored = texts(*database);
    for (const std::int64_t id : acknowledged) EXPECT_TRUE(stored.contains(std::to_string(id))) << id;
    for (const std::string& text : stored) {
      if (!text.ends_with(" again")) EXPECT_TRUE(stored.contains(text + " again")) << "half a write: " << text;
    }
    EXPECT_EQ(stored.size() % 2, 0U);
  }
}

TEST_F(ProcessTest, AnotherProcessMayWriteBesideABusyServer) {
  constexpr int kCommandWrites = 20;
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  {
    ASSERT_NE(open(), nullptr);
  }
  const pid_t server = fork();
  if (server == 0) write_until_killed(path(), 0, pipe[1]);
  ::close(pipe[1]);
  ASSERT_GE(next_number(pipe[0]), 0);
  std::jthread drain([&] {
    while (next_number(pipe[0]) >= 0) {
    }
  });
  {
    const auto command = open();
    for (int i = 0; i < kCommandWrites; ++i) {
      const Status written = add(*command, "command " + std::to_string(i));
      EXPECT_TRUE(written.has_value()) << written.error().log_text;
    }
    EXPECT_GT(count(*command), kCommandWrites) << "it sees what the server wrote";
  }
  kill(server, SIGKILL);
  waitpid(server, nullptr, 0);
  drain.join();
  ::close(pipe[0]);
  const std::set<std::string> stored = texts(*open());
  for (int i = 0; i < kCommandWrites; ++i) EXPECT_TRUE(stored.contains("command " + std::to_string(i)));
}

}  // namespace
}  // namespace curfew::sqlite_file
