// docs/api/openapi.yaml, read and asked: which calls there are, and whether a real answer is what it promises.
// Not thread-safe.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "unit/entry/http/support/json_schema.h"
#include "unit/entry/http/support/raw_client.h"

namespace curfew::http::test {

class ApiDescription {
 public:
  // Throws when the file is not to be read.
  explicit ApiDescription(const std::string& file);

  // "GET /requests/{id}" for every call.
  [[nodiscard]] std::set<std::string> calls() const;
  // "GET /requests/{id} 404" for every status that is listed by its number.
  [[nodiscard]] std::set<std::string> listed_statuses() const;
  // "Me.email" for every property of the schemas that answers are described with.
  [[nodiscard]] std::set<std::string> answered_properties() const;
  // The words of the error codes.
  [[nodiscard]] std::set<std::string> error_codes() const;

  // What is wrong with an answer to a call ("GET /requests/{id}"); empty when nothing is.
  [[nodiscard]] std::vector<std::string> check(const std::string& call, const Answer& answer);
  // Of the properties, those that answers had so far.
  [[nodiscard]] const std::set<std::string>& seen_properties() const { return schema_.seen_properties(); }
  // Whether a body that comes in is as described.
  [[nodiscard]] std::vector<std::string> check_body(const std::string& call, const std::string& body);

 private:
  [[nodiscard]] const boost::json::object& operation(const std::string& call) const;

  boost::json::value document_;
  JsonSchema schema_;
};

}  // namespace curfew::http::test
