#include "entry/http/client_address.h"

#include <gtest/gtest.h>

namespace curfew::http {
namespace {

std::vector<AddressRange> ranges(std::initializer_list<const char*> texts) {
  std::vector<AddressRange> out;
  for (const char* text : texts) out.push_back(AddressRange::parse(text).value());
  return out;
}

std::vector<Header> forwarded(std::string value) { return {{.name = "x-forwarded-for", .value = std::move(value)}}; }

TEST(ClientAddressTest, WithoutTrustedProxiesThePeerIsTheClientWhateverItClaims) {
  EXPECT_EQ(client_address("192.0.2.1", forwarded("10.0.0.1"), {}).text, "192.0.2.1");
}

TEST(ClientAddressTest, TheLastHopThatIsNotTrustedIsTheClient) {
  const auto trusted = ranges({"10.0.0.0/8", "2001:db8::/32"});
  EXPECT_EQ(client_address("10.1.1.1", forwarded("198.51.100.7, 203.0.113.5"), trusted).text, "203.0.113.5");
  EXPECT_EQ(client_address("10.1.1.1", forwarded("198.51.100.7, 203.0.113.5, 10.2.2.2"), trusted).text, "203.0.113.5");
  EXPECT_EQ(client_address("2001:db8::1", forwarded("2001:dead::1"), trusted).text, "2001:dead::1");
  EXPECT_EQ(client_address("10.1.1.1", forwarded("10.3.3.3"), trusted).text, "10.3.3.3");
}

TEST(ClientAddressTest, SeveralHeadersCountAsOneList) {
  std::vector<Header> headers = forwarded("198.51.100.7");
  headers.push_back({.name = "X-Forwarded-For", .value = "203.0.113.5, 10.2.2.2"});
  EXPECT_EQ(client_address("10.1.1.1", headers, ranges({"10.0.0.0/8"})).text, "203.0.113.5");
}

TEST(ClientAddressTest, PortsAndMappedAddressesAreUnderstood) {
  const auto trusted = ranges({"10.0.0.0/8"});
  EXPECT_EQ(client_address("10.1.1.1", forwarded("203.0.113.5:4711"), trusted).text, "203.0.113.5");
  EXPECT_EQ(client_address("10.1.1.1", forwarded("[2001:dead::1]:4711"), trusted).text, "2001:dead::1");
  EXPECT_EQ(client_address("::ffff:10.1.1.1", forwarded("203.0.113.5"), trusted).text, "203.0.113.5");
}

TEST(ClientAddressTest, AnEntryThatIsNoAddressEndsTheReading) {
  const auto trusted = ranges({"10.0.0.0/8"});
  EXPECT_EQ(client_address("10.1.1.1", forwarded("198.51.100.7, unknown, 10.2.2.2"), trusted).text, "10.2.2.2");
  EXPECT_EQ(client_address("10.1.1.1", forwarded(""), trusted).text, "10.1.1.1");
  EXPECT_EQ(client_address("10.1.1.1", forwarded("<script>"), trusted).text, "10.1.1.1");
}

TEST(ClientAddressTest, AnUnlistedProxyOnThisMachineIsNotThisMachine) {
  EXPECT_TRUE(client_address("127.0.0.1", {}, {}).loopback);
  EXPECT_TRUE(client_address("::1", {}, {}).loopback);
  EXPECT_FALSE(client_address("192.0.2.1", {}, {}).loopback);
  EXPECT_FALSE(client_address("127.0.0.1", forwarded("203.0.113.5"), {}).loopback);
  EXPECT_FALSE(client_address("127.0.0.1", {{.name = "Forwarded", .value = "for=203.0.113.5"}}, {}).loopback);
  EXPECT_FALSE(client_address("127.0.0.1", forwarded("203.0.113.5"), ranges({"127.0.0.1"})).loopback);
}

TEST(ClientAddressTest, RangesMatchToTheBit) {
  const AddressRange range = AddressRange::parse("192.0.2.128/25").value();
  const auto is_trusted = [&](const char* peer) {
    return client_address(peer, forwarded("203.0.113.5"), {range}).text == "203.0.113.5";
  };
  EXPECT_TRUE(is_trusted("192.0.2.128"));
  EXPECT_TRUE(is_trusted("192.0.2.255"));
  EXPECT_FALSE(is_trusted("192.0.2.127"));
  EXPECT_FALSE(is_trusted("192.0.3.128"));
}

TEST(ClientAddressTest, BrokenRangesAreNamed) {
  for (const char* text :
       {"", "10.0.0.0/33", "10.0.0/8", "2001:db8::/129", "10.0.0.0/", "10.0.0.0/8x", "all", "10.0.0.0/-1"}) {
    const auto range = AddressRange::parse(text);
    ASSERT_FALSE(range) << text;
    EXPECT_EQ(range.error().code, ErrorCode::kConfiguration);
  }
}

TEST(ClientAddressTest, AnIpv6ClientIsThrottledByItsNetwork) {
  EXPECT_EQ(throttle_key("203.0.113.5"), "203.0.113.5");
  EXPECT_EQ(throttle_key("2001:db8:1:2:3::4"), throttle_key("2001:db8:1:2:ffff::9"));
  EXPECT_NE(throttle_key("2001:db8:1:2::4"), throttle_key("2001:db8:1:3::4"));
}

}  // namespace
}  // namespace curfew::http
