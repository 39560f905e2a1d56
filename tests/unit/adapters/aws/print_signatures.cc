// Signs what it is told on standard input, for the test that compares our signatures with botocore's: one JSON object a
// line, {"method","path","query":[[name,value],…],"headers":[[name,value],…],"body","region","service","date","key_id",
// "secret"}, all texts in hexadecimal. Prints the canonical request's hash and the Authorization header, one line each.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <iostream>
#include <string>

#include "adapters/aws/http_client.h"
#include "adapters/aws/sigv4.h"
#include "base/digest.h"

namespace curfew::aws {
namespace {

namespace json = boost::json;

std::string text(const json::value& value) {
  std::string encoded(value.as_string().data(), value.as_string().size());
  return from_hex(encoded).value();
}

Headers pairs(const json::value& value) {
  Headers result;
  for (const json::value& pair : value.as_array()) {
    result.emplace_back(text(pair.as_array().at(0)), text(pair.as_array().at(1)));
  }
  return result;
}

void sign(const json::object& asked, SigningKeys& keys) {
  const std::string method = text(asked.at("method"));
  const std::string path = text(asked.at("path"));
  const std::string query = canonical_query(pairs(asked.at("query")));
  const Headers headers = pairs(asked.at("headers"));
  const std::string body = text(asked.at("body"));
  const std::string time = text(asked.at("date"));
  const SigningScope scope{
      .date = time.substr(0, 8), .region = text(asked.at("region")), .service = text(asked.at("service"))};
  const Signable request{.method = method, .path = path, .query = query, .headers = headers, .body = body};
  std::cout << hex(sha256(canonical_request(request))) << '\n'
            << authorization(request, scope, time, text(asked.at("key_id")),
                             keys.key(Secret(text(asked.at("secret"))), scope))
            << '\n';
}

}  // namespace
}  // namespace curfew::aws

int main() {
  curfew::aws::SigningKeys keys;
  std::string line;
  while (std::getline(std::cin, line)) curfew::aws::sign(boost::json::parse(line).as_object(), keys);
}
