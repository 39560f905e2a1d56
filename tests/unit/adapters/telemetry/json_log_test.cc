#include "adapters/telemetry/json_log.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_clock.h"

namespace curfew::telemetry {
namespace {

class JsonLogTest : public testing::Test {
 protected:
  std::string text() const { return out_.str(); }

  std::vector<boost::json::object> lines() const {
    std::vector<boost::json::object> parsed;
    std::istringstream in(text());
    for (std::string line; std::getline(in, line);) parsed.push_back(boost::json::parse(line).as_object());
    return parsed;
  }

  std::ostringstream out_;
  test::FakeClock clock_{test::kTestStart + Millis(123)};
  JsonLog log_{out_, clock_};
};

TEST_F(JsonLogTest, WritesOneObjectALineInAFixedOrder) {
  log_.info("request_submitted",
            {{"request_id", "abc"}, {"attempts", std::int64_t{-3}}, {"seconds", 0.25}, {"automatic", true}});
  EXPECT_EQ(text(), R"({"time":"2025-12-06T14:30:00.123Z","level":"info","event":"request_submitted",)"
                    R"("request_id":"abc","attempts":-3,"seconds":0.25,"automatic":true})"
                    "\n");
}

TEST_F(JsonLogTest, NamesEachLevel) {
  log_.info("a");
  log_.warning("b");
  log_.error("c");
  const auto written = lines();
  ASSERT_EQ(written.size(), 3U);
  EXPECT_EQ(written[0].at("level"), "info");
  EXPECT_EQ(written[1].at("level"), "warning");
  EXPECT_EQ(written[2].at("level"), "error");
}

TEST_F(JsonLogTest, AValueCannotForgeALineOrAField) {
  const std::string hostile = "x\"}\n{\"level\":\"error\",\"event\":\"forged\"}\r\n\t\\ \x01\x7f";
  log_.info("e", {{"reason", hostile}});
  const auto written = lines();
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written[0].at("event"), "e");
  EXPECT_EQ(written[0].at("reason").as_string(), hostile);
}

TEST_F(JsonLogTest, BytesThatAreNotUtf8AreReplaced) {
  log_.info("e", {{"reason", std::string("ok ä€😀 \xff\xc3( \xed\xa0\x80 \xc0\xaf")}});
  const auto written = lines();  // Boost.JSON refuses bad UTF-8
  EXPECT_EQ(written.at(0).at("reason"), "ok ä€😀 ��( ��� ��");
}

TEST_F(JsonLogTest, NumbersThatJsonDoesNotHaveAreNull) {
  log_.info("e", {{"nan", std::nan("")}, {"inf", std::numeric_limits<double>::infinity()}});
  EXPECT_TRUE(lines().at(0).at("nan").is_null());
  EXPECT_TRUE(lines().at(0).at("inf").is_null());
}

TEST_F(JsonLogTest, ALongValueIsCutAtACharacter) {
  log_.info("e", {{"a", std::string(1, 'x') + [] {
                     std::string euros;
                     for (int i = 0; i < 5000; ++i) euros += "€";
                     return euros;
                   }()}});
  const std::string value(lines().at(0).at("a").as_string());
  EXPECT_LE(value.size(), kLongestValue + 3);
  EXPECT_EQ(value.substr(0, 4), "x€");
  EXPECT_EQ(value.substr(value.size() - 6), "€…");
}

TEST_F(JsonLogTest, NoLineIsLongerThanTheLimitAndACutLineSaysSo) {
  const std::string worst(kLongestValue, '\x01');  // each byte becomes six
  log_.error("e", {{"first", 0.5}, {"a", worst}, {"b", worst}, {"c", "short"}});
  EXPECT_LE(text().size(), kLongestLine);
  EXPECT_EQ(lines().at(0).at("first"), 0.5);
  EXPECT_EQ(lines().at(0).at("cut"), true);
}

TEST_F(JsonLogTest, LinesOfManyThreadsNeverMix) {
  constexpr int kThreads = 8;
  constexpr int kLines = 200;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([this, thread] {
      for (int i = 0; i < kLines; ++i) log_.info("e", {{"thread", std::string(200, static_cast<char>('a' + thread))}});
    });
  }
  threads.clear();
  EXPECT_EQ(lines().size(), std::size_t{kThreads} * kLines);
}

TEST_F(JsonLogTest, AStreamThatFailedHarmsNobody) {
  out_.setstate(std::ios::badbit);
  log_.error("e");
  EXPECT_EQ(text(), "");
}

}  // namespace
}  // namespace curfew::telemetry
