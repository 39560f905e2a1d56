#include "adapters/aws/proxy_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/aws/http_client.h"

namespace curfew::aws {
namespace {

TEST(NoProxy, NamesHostsAndDomains) {
  EXPECT_TRUE(is_excepted("sso.example.com", "sso.example.com"));
  EXPECT_TRUE(is_excepted("sso.example.com", "SSO.Example.com"));
  EXPECT_TRUE(is_excepted("sso.example.com", "example.com"));
  EXPECT_TRUE(is_excepted("sso.example.com", ".example.com"));
  EXPECT_TRUE(is_excepted("sso.example.com", "*.example.com"));
  EXPECT_TRUE(is_excepted("sso.example.com", "*"));
  EXPECT_FALSE(is_excepted("sso.example.com", "ample.com"));
  EXPECT_FALSE(is_excepted("example.com.evil.org", "example.com"));
  EXPECT_FALSE(is_excepted("sso.example.com", ""));
  EXPECT_FALSE(is_excepted("sso.example.com", "."));
}

TEST(NoProxy, NamesAddressesAndRanges) {
  EXPECT_TRUE(is_excepted("169.254.169.254", "169.254.169.254"));
  EXPECT_TRUE(is_excepted("10.1.2.3", "10.0.0.0/8"));
  EXPECT_TRUE(is_excepted("10.1.2.3", "10.1.2.3/32"));
  EXPECT_TRUE(is_excepted("fd00:ec2::254", "[fd00:ec2::254]"));
  EXPECT_TRUE(is_excepted("fd00:ec2::254", "fd00:ec2::/32"));
  EXPECT_FALSE(is_excepted("11.1.2.3", "10.0.0.0/8"));
  EXPECT_FALSE(is_excepted("10.1.2.3", "fd00::/8"));
  EXPECT_FALSE(is_excepted("10.1.2.3", "2.3"));
  EXPECT_FALSE(is_excepted("10.1.2.3", "10.0.0.0/99"));
}

TEST(HttpSettingsOfTheEnvironment, AreReadInEitherCase) {
  const HttpSettings settings = http_settings_from({{"AWS_CA_BUNDLE", "/ca.pem"},
                                                    {"HTTP_PROXY", "http://upper:1"},
                                                    {"http_proxy", "http://lower:1"},
                                                    {"HTTPS_PROXY", "http://upper:2"},
                                                    {"https_proxy", ""},
                                                    {"NO_PROXY", "a.example, .b.example,,10.0.0.0/8"}});
  EXPECT_EQ(settings.ca_bundle, "/ca.pem");
  EXPECT_EQ(settings.http_proxy, "http://lower:1");
  EXPECT_EQ(settings.https_proxy, "http://upper:2");
  EXPECT_THAT(settings.no_proxy, testing::ElementsAre("a.example", ".b.example", "10.0.0.0/8"));
}

TEST(HttpSettingsOfTheEnvironment, AreNoneInAnEmptyOne) {
  const HttpSettings settings = http_settings_from({});
  EXPECT_FALSE(settings.ca_bundle || settings.http_proxy || settings.https_proxy);
  EXPECT_TRUE(settings.no_proxy.empty());
}

TEST(ProxyOfTheEnvironment, MayLackItsScheme) {
  const auto rules = ProxyRules::of({.https_proxy = "proxy.example:3128"});
  ASSERT_TRUE(rules);
  const Proxy* const proxy = rules->for_url(*parse_url("https://sso.example.com/"));
  ASSERT_NE(proxy, nullptr);
  EXPECT_EQ(proxy->host, "proxy.example");
  EXPECT_EQ(proxy->port, 3128);
  EXPECT_EQ(rules->for_url(*parse_url("http://sso.example.com/")), nullptr);
}

}  // namespace
}  // namespace curfew::aws
