#include "adapters/cognito/pool_calls.h"

#include <array>
#include <boost/json/array.hpp>

#include "adapters/aws/json_call.h"

namespace curfew::cognito {
namespace {

namespace json = boost::json;

constexpr int kAttempts = 3;
constexpr int kPageSize = 60;               // the most that the API gives
constexpr std::size_t kMostPages = 10'000;  // an end to a listing that goes round in circles

aws::Call call_of(std::string_view operation, int attempts) {
  return {.service = aws::service::kCognito, .operation = std::string(operation), .attempts = attempts};
}

bool is_about_group(const aws::CallFailure& failure) { return failure.message.contains("roup"); }

// The refusals that have a meaning of their own here; the rest is aws::to_error's to explain.
Error to_error(const aws::Call& call, const aws::CallFailure& failure) {
  Error error = aws::to_error(call, failure, "use the user pool");
  if (failure.kind != aws::FailureKind::kRefused) return error;
  const auto mean = [&](ErrorCode code, std::string text) {
    error.code = code;
    error.public_text = std::move(text);
  };
  if (failure.code == "UserNotFoundException") mean(ErrorCode::kNotFound, "The user pool has no such user.");
  if (failure.code == "UsernameExistsException" || failure.code == "AliasExistsException") {
    mean(ErrorCode::kConflict, "The user pool has a user with this e-mail already.");
  }
  if (failure.code == "InvalidPasswordException" || failure.code == "InvalidParameterException" ||
      failure.code == "PasswordHistoryPolicyViolationException") {
    mean(ErrorCode::kInvalid, "The user pool refuses that: " + failure.message);
  }
  if (failure.code == "ResourceNotFoundException") {
    mean(ErrorCode::kConfiguration, is_about_group(failure)
                                        ? "The user pool lacks a group that the configuration names: " + failure.message
                                        : "There is no such user pool in this region: " + failure.message);
  }
  return error;
}

std::string attribute(const json::object& user, std::string_view list, std::string_view name) {
  const json::array* attributes = aws::array_in(user, list);
  if (attributes == nullptr) return {};
  for (const json::value& each : *attributes) {
    if (each.is_object() && aws::text_in(each.get_object(), "Name") == name) {
      return aws::text_in(each.get_object(), "Value").value_or("");
    }
  }
  return {};
}

// `attributes` is the member that holds them: the API has two names for it.
User read_user(const json::object& in, std::string_view attributes) {
  const json::value* enabled = in.if_contains("Enabled");
  const json::array* mfa = aws::array_in(in, "UserMFASettingList");
  return {.name = aws::text_in(in, "Username").value_or(""),
          .subject = Subject(attribute(in, attributes, "sub")),
          .email = attribute(in, attributes, "email"),
          .email_verified = attribute(in, attributes, "email_verified") == "true",
          .enabled = enabled != nullptr && enabled->is_bool() && enabled->get_bool(),
          .mfa = mfa != nullptr && !mfa->empty(),
          .status = aws::text_in(in, "UserStatus").value_or(""),
          .created_at = aws::instant_in(in, "UserCreateDate").value_or(Instant{})};
}

std::vector<User> read_users(const std::vector<json::object>& pages) {
  std::vector<User> users;
  for (const json::object& page : pages) {
    const json::array* listed = aws::array_in(page, "Users");
    if (listed == nullptr) continue;
    for (const json::value& each : *listed) {
      if (each.is_object()) users.push_back(read_user(each.get_object(), "Attributes"));
    }
  }
  return users;
}

}  // namespace

Result<json::object> PoolCalls::make(std::string_view operation, json::object body, int attempts) {
  body["UserPoolId"] = user_pool_id_;
  const aws::Call call = call_of(operation, attempts);
  auto answer = aws::call_json(caller_, call, body);
  if (!answer) return fail(to_error(call, answer.error()));
  return *std::move(answer);
}

// Only a missing token ends a listing: a page may be empty or short.
Result<std::vector<json::object>> PoolCalls::pages(std::string_view operation, json::object body,
                                                   std::string_view token) {
  std::vector<json::object> pages;
  body["Limit"] = kPageSize;
  while (pages.size() < kMostPages) {
    auto page = make(operation, body, kAttempts);
    if (!page) return fail(std::move(page.error()));
    const auto next = aws::text_in(*page, token);
    pages.push_back(*std::move(page));
    if (!next || next->empty()) return pages;
    body[token] = *next;
  }
  return fail(ErrorCode::kUnavailable, "The list of the user pool's users does not end.", std::string(operation));
}

Result<std::optional<User>> PoolCalls::user(const std::string& name) {
  const auto found = make("AdminGetUser", {{"Username", name}}, kAttempts);
  if (!found && found.error().code == ErrorCode::kNotFound) return std::nullopt;
  if (!found) return fail(found.error());
  return read_user(*found, "UserAttributes");
}

Result<std::vector<User>> PoolCalls::users(const std::optional<std::string>& email) {
  json::object body;
  // A plain address holds neither quotation marks nor backslashes.
  if (email) body["Filter"] = "email = \"" + *email + "\"";
  const auto listed = pages("ListUsers", std::move(body), "PaginationToken");
  if (!listed) return fail(listed.error());
  return read_users(*listed);
}

Result<std::vector<User>> PoolCalls::members(const std::string& group) {
  const auto listed = pages("ListUsersInGroup", {{"GroupName", group}}, "NextToken");
  if (!listed) return fail(listed.error());
  return read_users(*listed);
}

Result<std::vector<std::string>> PoolCalls::groups_of(const std::string& name) {
  const auto listed = pages("AdminListGroupsForUser", {{"Username", name}}, "NextToken");
  if (!listed) return fail(listed.error());
  std::vector<std::string> groups;
  for (const json::object& page : *listed) {
    const json::array* in_page = aws::array_in(page, "Groups");
    if (in_page == nullptr) continue;
    for (const json::value& group : *in_page) {
      if (!group.is_object()) continue;
      if (auto group_name = aws::text_in(group.get_object(), "GroupName")) groups.push_back(*std::move(group_name));
    }
  }
  return groups;
}

Status PoolCalls::create(const std::string& email, const Secret& temporary_password) {
  const json::array attributes = {json::object{{"Name", "email"}, {"Value", email}},
                                  json::object{{"Name", "email_verified"}, {"Value", "true"}}};
  const auto created = make("AdminCreateUser",
                            {{"Username", email},
                             {"TemporaryPassword", temporary_password.reveal()},
                             {"MessageAction", "SUPPRESS"},
                             {"UserAttributes", attributes}},
                            1);
  return created ? Status{} : fail(created.error());
}

Status PoolCalls::set_password(const std::string& name, const Secret& password, bool permanent) {
  const auto set = make("AdminSetUserPassword",
                        {{"Username", name}, {"Password", password.reveal()}, {"Permanent", permanent}}, kAttempts);
  return set ? Status{} : fail(set.error());
}

Status PoolCalls::change(std::string_view operation, const std::string& name) {
  const auto changed = make(operation, {{"Username", name}}, kAttempts);
  return changed ? Status{} : fail(changed.error());
}

Status PoolCalls::change_group(std::string_view operation, const std::string& name, const std::string& group) {
  const auto changed = make(operation, {{"Username", name}, {"GroupName", group}}, kAttempts);
  return changed ? Status{} : fail(changed.error());
}

}  // namespace curfew::cognito
