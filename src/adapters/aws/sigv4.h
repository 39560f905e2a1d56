// AWS Signature Version 4, for every service but S3 (whose paths are encoded once, ours twice).
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
//
// Pure functions, but for SigningKeys, which remembers what it derived.
#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/aws/http_client.h"
#include "base/secret.h"
#include "base/time.h"

namespace curfew::aws {

// What a signature covers.
struct Signable {
  std::string_view method;
  std::string_view path;   // as it is sent: percent-encoded once
  std::string_view query;  // as it is sent: canonical_query's
  const Headers& headers;  // all of them are signed; Host and X-Amz-Date must be among them
  std::string_view body;
};

struct SigningScope {
  std::string date;  // "20251206", of the same moment as X-Amz-Date
  std::string region;
  std::string service;

  [[nodiscard]] std::string text() const { return date + "/" + region + "/" + service + "/aws4_request"; }
};

// "20251206T143000Z": X-Amz-Date.
[[nodiscard]] std::string signing_time(Instant at);

// Encoded, and sorted by encoded name and then value.
[[nodiscard]] std::string canonical_query(const std::vector<std::pair<std::string, std::string>>& plain);
// Without dot segments and repeated slashes, and each segment encoded once more.
[[nodiscard]] std::string canonical_path(std::string_view path);
[[nodiscard]] std::string canonical_request(const Signable& request);
// "content-type;host;x-amz-date".
[[nodiscard]] std::string signed_header_names(const Headers& headers);

[[nodiscard]] Secret signing_key(const Secret& secret_access_key, const SigningScope& scope);

// The value of the Authorization header.
[[nodiscard]] std::string authorization(const Signable& request, const SigningScope& scope,
                                        std::string_view signing_time, std::string_view access_key_id,
                                        const Secret& signing_key);

// Derived keys, which hold for a day, region and service: four HMACs less for each call. Thread-safe.
class SigningKeys {
 public:
  [[nodiscard]] Secret key(const Secret& secret_access_key, const SigningScope& scope);

 private:
  struct Known {
    Secret secret_access_key;
    std::string scope;
    Secret key;
  };

  std::mutex mutex_;
  std::deque<Known> known_;  // guarded by mutex_; the newest first
};

}  // namespace curfew::aws
