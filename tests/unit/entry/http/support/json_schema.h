// Checks JSON values against the part of JSON Schema (2020-12) that docs/api/openapi.yaml uses. A keyword that it does
// not know is a fault of the schema, so that nobody writes a rule that is never looked at. Not thread-safe.
#pragma once

#include <boost/json/value.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::http::test {

class JsonSchema {
 public:
  // `document` holds what "#/…" references point into; it must outlive the validator.
  explicit JsonSchema(const boost::json::value& document) : document_(document) {}

  // What is wrong with `value`; empty when nothing is.
  [[nodiscard]] std::vector<std::string> check(const boost::json::value& schema, const boost::json::value& value);

  // The object behind `schema`, which may be a reference.
  [[nodiscard]] const boost::json::object& resolve(const boost::json::value& schema) const;

  // The properties of every schema below "#/components/schemas" that values had so far: "Me.email".
  [[nodiscard]] const std::set<std::string>& seen_properties() const { return seen_; }

 private:
  void check_at(const std::string& path, const boost::json::value& schema, const boost::json::value& value);
  void check_keyword(const std::string& path, const boost::json::object& schema, std::string_view keyword,
                     const boost::json::value& rule, const boost::json::value& value);
  void check_object(const std::string& path, const boost::json::object& schema, const boost::json::object& value);
  void check_text(const std::string& path, std::string_view keyword, const boost::json::value& rule,
                  const std::string& value);
  void fault(const std::string& path, const std::string& what) { faults_.push_back(path + " " + what); }

  const boost::json::value& document_;
  std::vector<std::string> faults_;
  std::set<std::string> seen_;
};

}  // namespace curfew::http::test
