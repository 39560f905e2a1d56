#include "adapters/telemetry/prometheus_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <regex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace curfew::telemetry {
namespace {

using testing::HasSubstr;
using testing::Not;

class PrometheusMetricsTest : public testing::Test {
 protected:
  std::string text() const { return metrics_.render(); }
  bool shows(const std::string& line) const { return ("\n" + text()).find("\n" + line + "\n") != std::string::npos; }

  PrometheusMetrics metrics_;
};

TEST_F(PrometheusMetricsTest, CountsByLabelsInAnyOrder) {
  metrics_.count("curfew_http_requests_total", {{"route", "/me"}, {"status", "200"}});
  metrics_.count("curfew_http_requests_total", {{"status", "200"}, {"route", "/me"}}, 2);
  metrics_.count("curfew_http_requests_total", {{"route", "/me"}, {"status", "401"}});
  EXPECT_TRUE(shows(R"(curfew_http_requests_total{route="/me",status="200"} 3)"));
  EXPECT_TRUE(shows(R"(curfew_http_requests_total{route="/me",status="401"} 1)"));
}

TEST_F(PrometheusMetricsTest, EveryFamilyHasItsHelpAndTypeOnceBeforeItsSamples) {
  metrics_.count("curfew_mail_total", {{"result", "sent"}});
  EXPECT_THAT(text(), HasSubstr("# HELP curfew_mail_total Mails tried, by result.\n"
                                "# TYPE curfew_mail_total counter\n"
                                "curfew_mail_total{result=\"sent\"} 1\n"));
}

TEST_F(PrometheusMetricsTest, AGaugeShowsItsLastValue) {
  metrics_.set("curfew_work_backlog", 7, {{"class", "mail"}});
  metrics_.set("curfew_work_backlog", 0.5, {{"class", "mail"}});
  EXPECT_TRUE(shows(R"(curfew_work_backlog{class="mail"} 0.5)"));
}

TEST_F(PrometheusMetricsTest, WhatAlarmsWatchIsThereFromTheStart) {
  EXPECT_TRUE(shows("curfew_revocations_late 0"));
  EXPECT_TRUE(shows("curfew_assignments_blocked 0"));
  EXPECT_TRUE(shows("curfew_revocation_delay_seconds_count 0"));
  EXPECT_TRUE(shows("curfew_metrics_dropped_total 0"));
}

TEST_F(PrometheusMetricsTest, AHistogramIsCumulativeAndABoundBelongsToItsBucket) {
  metrics_.observe("curfew_revocation_delay_seconds", 0.05);
  metrics_.observe("curfew_revocation_delay_seconds", 0.2);
  metrics_.observe("curfew_revocation_delay_seconds", 120);
  metrics_.observe("curfew_revocation_delay_seconds", 1e6);
  EXPECT_TRUE(shows(R"(curfew_revocation_delay_seconds_bucket{le="0.05"} 1)"));
  EXPECT_TRUE(shows(R"(curfew_revocation_delay_seconds_bucket{le="0.25"} 2)"));
  EXPECT_TRUE(shows(R"(curfew_revocation_delay_seconds_bucket{le="60"} 2)"));
  EXPECT_TRUE(shows(R"(curfew_revocation_delay_seconds_bucket{le="120"} 3)"));
  EXPECT_TRUE(shows(R"(curfew_revocation_delay_seconds_bucket{le="+Inf"} 4)"));
  EXPECT_TRUE(shows("curfew_revocation_delay_seconds_sum 1000120.25"));
  EXPECT_TRUE(shows("curfew_revocation_delay_seconds_count 4"));
}

TEST_F(PrometheusMetricsTest, AHistogramKeepsItsLabelsBesideTheBound) {
  metrics_.observe("curfew_http_request_seconds", 0.004, {{"route", "/requests"}});
  EXPECT_TRUE(shows(R"(curfew_http_request_seconds_bucket{route="/requests",le="0.005"} 1)"));
  EXPECT_TRUE(shows(R"(curfew_http_request_seconds_sum{route="/requests"} 0.004)"));
}

TEST_F(PrometheusMetricsTest, ALabelValueCannotForgeASample) {
  metrics_.count("curfew_mail_total", {{"result", "a\"} 1\ncurfew_forged 1\\\xff"}});
  EXPECT_TRUE(shows(R"(curfew_mail_total{result="a\"} 1\ncurfew_forged 1\\�"} 1)"));
  EXPECT_FALSE(shows("curfew_forged 1\\�\"} 1"));
}

TEST_F(PrometheusMetricsTest, AMetricThatIsNotInTheTableIsKeptAllTheSame) {
  metrics_.count("curfew_new_total");
  metrics_.observe("curfew_new_seconds", 3);
  EXPECT_THAT(text(), HasSubstr("# TYPE curfew_new_total counter\ncurfew_new_total 1\n"));
  EXPECT_TRUE(shows("curfew_new_seconds_count 1"));
}

TEST_F(PrometheusMetricsTest, WhatCannotBeKeptIsCountedAsDropped) {
  metrics_.set("curfew_mail_total", 5, {{"result", "sent"}});      // a counter
  metrics_.count("curfew_revocations_late");                       // a gauge
  metrics_.observe("curfew_grant_seconds", std::nan(""));          //
  metrics_.count("curfew_requests_total", {{"risk", "LOW"}}, -1);  // counters only grow
  metrics_.count("no name");                                       //
  metrics_.count("curfew_requests_total", {{"ri\"sk", "LOW"}});    //
  EXPECT_TRUE(shows("curfew_metrics_dropped_total 6"));
  EXPECT_TRUE(shows("curfew_revocations_late 0"));
  EXPECT_TRUE(shows("curfew_grant_seconds_count 0"));
  EXPECT_THAT(text(), Not(HasSubstr("curfew_mail_total")));
}

TEST_F(PrometheusMetricsTest, LabelsWithoutEndDoNotEatTheMemory) {
  for (std::size_t i = 0; i < kMostSeries + 50; ++i) {
    metrics_.count("curfew_outside_calls_total", {{"call", std::to_string(i)}, {"result", "ok"}});
  }
  EXPECT_TRUE(shows("curfew_metrics_dropped_total 50"));
}

TEST_F(PrometheusMetricsTest, InfinityAndLargeNumbersAreSpelledAsTheFormatWants) {
  metrics_.set("curfew_x", std::numeric_limits<double>::infinity());
  metrics_.set("curfew_y", 1e300);
  metrics_.set("curfew_z", 1234567890123);
  EXPECT_TRUE(shows("curfew_x +Inf"));
  EXPECT_TRUE(shows("curfew_y 1e+300"));
  EXPECT_TRUE(shows("curfew_z 1234567890123"));
}

TEST_F(PrometheusMetricsTest, EveryLineIsOneThatAScraperUnderstands) {
  metrics_.count("curfew_requests_total", {{"risk", "LOW"}});
  metrics_.observe("curfew_http_request_seconds", 0.01, {{"route", "/requests/{id}"}});
  const std::regex sample(
      R"re([a-z_]+(\{([a-z_]+="([^"\\\n]|\\[\\"n])*",?)+\})? ([-+]?[0-9.]+(e[-+][0-9]+)?|\+Inf))re");
  const std::regex comment(R"re(# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram)))re");
  std::istringstream in(text());
  for (std::string line; std::getline(in, line);) {
    EXPECT_TRUE(std::regex_match(line, line.starts_with('#') ? comment : sample)) << line;
  }
}

TEST_F(PrometheusMetricsTest, NothingIsLostBetweenThreads) {
  constexpr int kThreads = 8;
  constexpr int kEach = 2000;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([this] {
      for (int i = 0; i < kEach; ++i) {
        metrics_.count("curfew_requests_total", {{"risk", "LOW"}});
        metrics_.observe("curfew_grant_seconds", 1);
        if (i % 500 == 0) (void)metrics_.render();
      }
    });
  }
  threads.clear();
  EXPECT_TRUE(shows(R"(curfew_requests_total{risk="LOW"} 16000)"));
  EXPECT_TRUE(shows("curfew_grant_seconds_count 16000"));
}

}  // namespace
}  // namespace curfew::telemetry
