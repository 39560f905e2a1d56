// Which call a request is: method and path against a list of patterns. Immutable once filled; then thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/caller.h"
#include "base/error.h"
#include "base/time.h"
#include "entry/http/message.h"

namespace curfew::http {

// The query's parameters by name, decoded. kInvalid for one that is unknown, given twice, or badly encoded.
class QueryParameters {
 public:
  [[nodiscard]] static Result<QueryParameters> parse(std::string_view query,
                                                     const std::vector<std::string_view>& known);
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  // `otherwise` where it is not given. kInvalid for anything but the digits of a number in the range.
  [[nodiscard]] Result<std::int64_t> whole_number(std::string_view name, std::int64_t least, std::int64_t most,
                                                  std::int64_t otherwise) const;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

// Everything an endpoint gets to know.
struct Call {
  const HttpRequest& request;
  QueryParameters query;  // those that the route knows, each at most once
  std::string argument;   // what stands where the pattern has "{…}"
  Caller caller;          // of routes that need a token; otherwise without rights
  Instant now;
};

enum class Access : std::uint8_t {
  kToken,   // a verified token (the default is the careful one)
  kOpen,    // anybody
  kMetrics  // whoever may read the metrics
};

enum class BodyKind : std::uint8_t {
  kNone,          // a body is refused
  kJson,          // must be application/json
  kOptionalJson,  // nothing, or application/json
  kAwsJson,       // must be application/x-amz-json-1.1
};

struct Route {
  std::string_view method;   // GET serves HEAD too
  std::string_view pattern;  // "/requests/{id}/cancel": at most one "{…}", which stands for one whole segment
  Access access = Access::kToken;
  BodyKind body = BodyKind::kNone;
  std::vector<std::string_view> query;  // the parameters it knows
  std::function<Result<HttpReply>(const Call&)> answer;
};

class Router {
 public:
  void add(Route route) { routes_.push_back(std::move(route)); }

  struct Match {
    const Route* route = nullptr;  // null: no such path, or not with this method
    std::string argument;
    std::string allowed;  // for the Allow header: the methods that the path has; empty when there is no such path
  };

  [[nodiscard]] Match match(std::string_view method, std::string_view path) const;
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

// %XX decoded (RFC 3986 section 2.1); with `plus_is_blank`, as in a form, '+' too. Empty when a '%' is not followed by
// two hexadecimal digits.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);

}  // namespace curfew::http
