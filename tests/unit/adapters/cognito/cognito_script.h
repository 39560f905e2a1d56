// Answers of a Cognito user pool for tests with a ScriptedCaller.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

namespace curfew::cognito {

namespace json = boost::json;

// A user as ListUsers and ListUsersInGroup (`attributes`: "Attributes") or AdminGetUser ("UserAttributes") has it.
inline json::object user_json(const std::string& name, const std::string& email, const char* attributes,
                              bool verified = true, bool enabled = true) {
  return {{"Username", name},
          {"Enabled", enabled},
          {"UserStatus", "CONFIRMED"},
          {"UserCreateDate", 1'765'031'400.5},
          {attributes, json::array{json::object{{"Name", "sub"}, {"Value", "sub-of-" + name}},
                                   json::object{{"Name", "email"}, {"Value", email}},
                                   json::object{{"Name", "email_verified"}, {"Value", verified ? "true" : "false"}}}}};
}

inline json::object listed(const std::string& name, const std::string& email, bool verified = true,
                           bool enabled = true) {
  return user_json(name, email, "Attributes", verified, enabled);
}
inline json::object got(const std::string& name, const std::string& email) {
  return user_json(name, email, "UserAttributes");
}

}  // namespace curfew::cognito
