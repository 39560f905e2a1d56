// The AWS services that Curfew calls: where they live, and how they want to be spoken to and signed for.
// Sources: each service's API reference, and the service models of botocore (endpointPrefix, signingName, targetPrefix,
// jsonVersion, apiVersion).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace curfew::aws {

enum class Protocol : std::uint8_t {
  kJson10,    // POST / with X-Amz-Target, application/x-amz-json-1.0
  kJson11,    // POST / with X-Amz-Target, application/x-amz-json-1.1
  kRestJson,  // methods and paths, application/json
  kQuery      // POST / with a form that names Action and Version; answers in XML
};

struct Service {
  std::string_view id;    // "sso-admin"; the AWS_ENDPOINT_URL_SSO_ADMIN of the standard environment is named after it
  std::string_view host;  // the first label of <host>.<region>.amazonaws.com
  std::string_view signing_name;
  Protocol protocol;
  std::string_view target;            // JSON: prefix of X-Amz-Target, without the dot; query: the API's version
  std::string_view only_region = {};  // of a global service: the one region that it is called in and signed for
};

namespace service {

inline constexpr Service kSsoAdmin{"sso-admin", "sso", "sso", Protocol::kJson11, "SWBExternalService"};
inline constexpr Service kIdentityStore{"identitystore", "identitystore", "identitystore", Protocol::kJson11,
                                        "AWSIdentityStore"};
inline constexpr Service kOrganizations{
    "organizations", "organizations", "organizations", Protocol::kJson11, "AWSOrganizationsV20161128", "us-east-1"};
inline constexpr Service kDynamoDb{"dynamodb", "dynamodb", "dynamodb", Protocol::kJson10, "DynamoDB_20120810"};
inline constexpr Service kScheduler{"scheduler", "scheduler", "scheduler", Protocol::kRestJson, ""};
inline constexpr Service kEvents{"eventbridge", "events", "events", Protocol::kJson11, "AWSEvents"};
inline constexpr Service kSes{"sesv2", "email", "ses", Protocol::kRestJson, ""};
inline constexpr Service kSns{"sns", "sns", "sns", Protocol::kQuery, "2010-03-31"};
inline constexpr Service kCognito{"cognito-identity-provider", "cognito-idp", "cognito-idp", Protocol::kJson11,
                                  "AWSCognitoIdentityProviderService"};
inline constexpr Service kSts{"sts", "sts", "sts", Protocol::kQuery, "2011-06-15"};

inline constexpr std::array kAll = {&kSsoAdmin, &kIdentityStore, &kOrganizations, &kDynamoDb, &kScheduler,
                                    &kEvents,   &kSes,           &kSns,           &kCognito,  &kSts};

}  // namespace service

}  // namespace curfew::aws
