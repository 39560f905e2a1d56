#include "adapters/aws/endpoint.h"

#include <gtest/gtest.h>

#include <string>

#include "adapters/aws/url.h"

namespace curfew::aws {
namespace {

Endpoint endpoint(const Service& service, const EndpointSettings& settings) {
  auto found = endpoint_of(service, settings);
  EXPECT_TRUE(found) << found.error().public_text;
  return found ? *found : Endpoint{};
}

std::string url_in(const std::string& region, const Service& service = service::kDynamoDb) {
  return endpoint(service, {.region = region, .endpoint_url = std::nullopt, .environment = {}}).base_url;
}

TEST(Endpoints, LieInTheirRegionAndPartition) {
  EXPECT_EQ(url_in("eu-west-1"), "https://dynamodb.eu-west-1.amazonaws.com");
  EXPECT_EQ(url_in("eu-west-1", service::kSsoAdmin), "https://sso.eu-west-1.amazonaws.com");
  EXPECT_EQ(url_in("cn-north-1"), "https://dynamodb.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(url_in("us-gov-east-1"), "https://dynamodb.us-gov-east-1.amazonaws.com");
  EXPECT_EQ(url_in("eusc-de-east-1"), "https://dynamodb.eusc-de-east-1.amazonaws.eu");
  EXPECT_EQ(url_in("us-iso-west-1"), "https://dynamodb.us-iso-west-1.c2s.ic.gov");
  EXPECT_EQ(url_in("us-isob-east-1"), "https://dynamodb.us-isob-east-1.sc2s.sgov.gov");
}

TEST(Endpoints, OfGlobalServicesLieInOneRegionOfThePartition) {
  const auto of = [](const std::string& region) {
    const Endpoint found =
        endpoint(service::kOrganizations, {.region = region, .endpoint_url = std::nullopt, .environment = {}});
    return found.base_url + " " + found.region;
  };
  EXPECT_EQ(of("eu-west-1"), "https://organizations.us-east-1.amazonaws.com us-east-1");
  EXPECT_EQ(of("cn-north-1"), "https://organizations.cn-northwest-1.amazonaws.com.cn cn-northwest-1");
  EXPECT_EQ(of("us-gov-east-1"), "https://organizations.us-gov-west-1.amazonaws.com us-gov-west-1");
}

TEST(Endpoints, AreTakenFromTheConfigurationThenTheEnvironment) {
  EndpointSettings settings{.region = "eu-west-1",
                            .endpoint_url = "http://127.0.0.1:5000/",
                            .environment = {{"AWS_ENDPOINT_URL", "http://127.0.0.1:1/base/"},
                                            {"AWS_ENDPOINT_URL_SSO_ADMIN", "https://sso.test"},
                                            {"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://[::1]:2"}}};
  EXPECT_EQ(endpoint(service::kSsoAdmin, settings).base_url, "http://127.0.0.1:5000");
  settings.endpoint_url.reset();
  EXPECT_EQ(endpoint(service::kSsoAdmin, settings).base_url, "https://sso.test");
  EXPECT_EQ(endpoint(service::kCognito, settings).base_url, "http://[::1]:2");
  EXPECT_EQ(endpoint(service::kDynamoDb, settings).base_url, "http://127.0.0.1:1/base");
  EXPECT_EQ(endpoint(service::kDynamoDb, settings).region, "eu-west-1");
  settings.environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "True";
  EXPECT_EQ(endpoint(service::kSsoAdmin, settings).base_url, "https://sso.eu-west-1.amazonaws.com");
}

TEST(Endpoints, MustBePlainAddresses) {
  for (const char* const url :
       {"127.0.0.1:5000", "ftp://h", "http://u:p@h", "http://h/?a=b", "http://", "http://h#f"}) {
    EXPECT_FALSE(endpoint_of(service::kSns, {.region = "eu-west-1", .endpoint_url = url, .environment = {}})) << url;
  }
}

TEST(Urls, AreTakenApart) {
  const auto url = parse_url("https://User:p%40ss@SSO.Example.com:8443/a%2Fb?c=d&e");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "sso.example.com");
  EXPECT_EQ(url->authority(), "sso.example.com:8443");
  EXPECT_EQ(url->target(), "/a%2Fb?c=d&e");
  EXPECT_EQ(url->user_info, "User:p@ss");
  EXPECT_EQ(parse_url("http://h:80")->authority(), "h");
  EXPECT_EQ(parse_url("https://h:80")->authority(), "h:80");
  EXPECT_EQ(parse_url("http://[FD00:ec2::254]/")->host, "fd00:ec2::254");
  EXPECT_EQ(parse_url("http://[::1]:8")->authority(), "[::1]:8");
}

TEST(Urls, ThatCouldBeReadInTwoWaysAreNone) {
  for (const char* const url :
       {"http://127.0.0.1.example.com/", "http://1.2.3.4.5", "http://h:0", "http://h:99999", "http://h:x", "//h/", "h",
        "http:h", "http:///p", "http://a b/", "http://h/\n", "http://h/\xC3\xA9", "http://h\\@evil/"}) {
    EXPECT_FALSE(parse_url(url)) << url;
  }
}

TEST(PercentEncoding, LeavesOnlyWhatIsUnreserved) {
  EXPECT_EQ(percent_encoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encoded(std::string("\0/ +%\xFF", 6)), "%00%2F%20%2B%25%FF");
  EXPECT_EQ(percent_encoded("/a b", "/"), "/a%20b");
}

}  // namespace
}  // namespace curfew::aws
