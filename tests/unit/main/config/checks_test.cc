#include "main/config/checks.h"

#include <gtest/gtest.h>

#include <string>

namespace curfew::config {
namespace {

TEST(ConfigChecksTest, LoopbackIsAllOf127AndOneAddressOfIpv6) {
  for (const std::string text : {"127.0.0.1:8080", "127.255.0.9:1", "[::1]:0"}) {
    const auto listen = parse_listen(text);
    ASSERT_TRUE(listen.has_value()) << text;
    EXPECT_TRUE(listen->is_loopback) << text;
  }
  for (const std::string text : {"0.0.0.0:8080", "128.0.0.1:80", "[::]:80", "[::ffff:127.0.0.1]:80", "10.0.0.1:80"}) {
    const auto listen = parse_listen(text);
    ASSERT_TRUE(listen.has_value()) << text;
    EXPECT_FALSE(listen->is_loopback) << text;
  }
}

TEST(ConfigChecksTest, AListenAddressIsLiteralAndHasAPort) {
  for (const std::string text :
       {"", ":", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1:80 ",
        "127.0.0.1:65536", "::1:80", "[127.0.0.1]:80", "[::1]", "[::1]80", "host:80", "127.1:80", "0127.0.0.1:80"}) {
    EXPECT_FALSE(parse_listen(text).has_value()) << text;
  }
}

TEST(ConfigChecksTest, AnAddressRangeHasAPrefixThatFits) {
  for (const std::string text : {"10.0.0.0/8", "10.1.2.3", "0.0.0.0/0", "2001:db8::/32", "::1/128"}) {
    EXPECT_TRUE(is_address_range(text)) << text;
  }
  for (const std::string text : {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0/8", "a/8"}) {
    EXPECT_FALSE(is_address_range(text)) << text;
  }
}

TEST(ConfigChecksTest, ARangeOfAllAddressesIsEverybody) {
  for (const std::string text :
       {"0.0.0.0/0", "10.0.0.1/0", "::/0", "2001:db8::1/0", "::ffff:0:0/96", "::ffff:1.2.3.4/8"}) {
    EXPECT_TRUE(is_everybody(text)) << text;
  }
  for (const std::string text : {"10.0.0.0/8", "0.0.0.0", "::", "2001:db8::/32", "::ffff:10.0.0.0/104", "a/0"}) {
    EXPECT_FALSE(is_everybody(text)) << text;
  }
}

TEST(ConfigChecksTest, AnOriginIsSchemeHostAndPortOnly) {
  EXPECT_EQ(parse_origin("https://curfew.example.com/")->text, "https://curfew.example.com");
  EXPECT_TRUE(parse_origin("https://curfew.example.com:8443")->is_safe);
  EXPECT_TRUE(parse_origin("http://localhost:5173")->is_safe);
  EXPECT_TRUE(parse_origin("http://127.0.0.1:8080")->is_safe);
  EXPECT_TRUE(parse_origin("http://[::1]:8080")->is_safe);
  EXPECT_FALSE(parse_origin("http://curfew.example.com")->is_safe);
  EXPECT_FALSE(parse_origin("http://localhost.example.com")->is_safe);
  for (const std::string text :
       {"", "*", "null", "curfew.example.com", "https://", "https:///x", "ftp://a.example", "https://a.example/x",
        "https://a.example?x", "https://a.example#x", "https://me@a.example", "https://a.example https://b.example"}) {
    EXPECT_FALSE(parse_origin(text).has_value()) << text;
  }
}

TEST(ConfigChecksTest, TheShapesOfAws) {
  EXPECT_TRUE(is_account_id("012345678901"));
  EXPECT_FALSE(is_account_id("01234567890"));
  EXPECT_FALSE(is_account_id("0123456789012"));
  EXPECT_FALSE(is_account_id("01234567890a"));
  EXPECT_TRUE(is_permission_set_arn("arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba5"));
  EXPECT_TRUE(is_permission_set_arn("arn:aws-us-gov:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba5"));
  EXPECT_FALSE(is_permission_set_arn("arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba5"));
  EXPECT_FALSE(is_permission_set_arn("arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba"));
  EXPECT_FALSE(is_permission_set_arn("arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba5/x"));
  EXPECT_EQ(instance_of("arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba5"),
            "arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6");
}

TEST(ConfigChecksTest, AnSmtpUrlHasAHostAndNoUser) {
  EXPECT_TRUE(is_smtp_url("smtp://mail.example.com:587"));
  EXPECT_TRUE(is_smtp_url("smtps://mail.example.com"));
  for (const std::string text :
       {"", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://me:pw@mail.example.com",
        "smtp://mail.example.com/x", "smtp://mail.example.com:0", "smtp://mail.example.com:99999"}) {
    EXPECT_FALSE(is_smtp_url(text)) << text;
  }
}

}  // namespace
}  // namespace curfew::config
