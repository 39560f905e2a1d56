#include "adapters/identity_center/directory_admin.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string_view>

#include "adapters/aws/json_call.h"
#include "adapters/identity_center/ids.h"
#include "domain/email_address.h"

namespace curfew::identity_center {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::string_view kOurs = "Curfew";

aws::Call call_of(std::string_view operation, int attempts = 3) {
  return {.service = aws::service::kIdentityStore, .operation = std::string(operation), .attempts = attempts};
}

std::unexpected<Error> failed(const aws::Call& call, const aws::CallFailure& failure, const std::string& what) {
  return fail(aws::to_error(call, failure, what));
}

// A directory whose users come from elsewhere refuses to be written to, in one of these words.
bool is_closed(const aws::CallFailure& failure) {
  return failure.code.starts_with("AccessDenied") || failure.code == "ValidationException" ||
         failure.code == "UnsupportedOperationException";
}

Error cannot_create(const aws::Call& call, const aws::CallFailure& failure, const std::string& email) {
  Error error = aws::to_error(call, failure, "add " + email + " to Identity Center");
  if (failure.kind != aws::FailureKind::kRefused || !is_closed(failure)) return error;
  error.code = ErrorCode::kConfiguration;
  error.public_text = "Identity Center does not let Curfew add " + email +
                      ": its users come from an identity provider or Active Directory, or the policy of Curfew's role "
                      "lacks identitystore:CreateUser. Add the user there, wait until Identity Center shows the user, "
                      "and run this again. AWS says: " +
                      failure.message;
  return error;
}

// Identity Center wants a given and a family name; "ada.lovelace@example.com" is all that is known.
object name_of(const std::string& email) {
  const std::string local = email.substr(0, email.find('@'));
  const std::size_t dot = local.find('.');
  if (dot == std::string::npos) return {{"GivenName", local}, {"FamilyName", local}};
  return {{"GivenName", local.substr(0, dot)}, {"FamilyName", local.substr(dot + 1)}};
}

}  // namespace

Result<UserId> AwsDirectoryAdmin::find_by(const std::string& attribute_path, const std::string& value) {
  const aws::Call call = call_of("GetUserId");
  const object attribute = {{"AttributePath", attribute_path}, {"AttributeValue", value}};
  const auto answer = aws::call_json(
      caller_, call,
      {{"IdentityStoreId", identity_store_id_}, {"AlternateIdentifier", object{{"UniqueAttribute", attribute}}}});
  if (!answer && answer.error().code == "ResourceNotFoundException") return UserId{};
  if (!answer) return failed(call, answer.error(), "look the user up in Identity Center");
  const auto id = aws::text_in(*answer, "UserId");
  if (!id || !is_principal_id(*id)) {
    return fail(ErrorCode::kUnavailable, "Identity Center's answer could not be understood.", "GetUserId: no UserId");
  }
  return UserId(*id);
}

Result<UserId> AwsDirectoryAdmin::find(const std::string& email) {
  auto user = find_by("emails.value", email);
  if (!user || !user->empty()) return user;
  return find_by("userName", email);
}

// One attempt: a second one would find the user of the first and call it a conflict.
Result<UserId> AwsDirectoryAdmin::create(const std::string& email) {
  const aws::Call call = call_of("CreateUser", 1);
  const auto answer = aws::call_json(caller_, call,
                                     {{"IdentityStoreId", identity_store_id_},
                                      {"UserName", email},
                                      {"DisplayName", email},
                                      {"Name", name_of(email)},
                                      {"Emails", array{object{{"Value", email}, {"Type", "work"}, {"Primary", true}}}},
                                      {"UserType", kOurs}});
  if (answer) {
    if (const auto id = aws::text_in(*answer, "UserId"); id && is_principal_id(*id)) return UserId(*id);
  }
  // There already, by somebody else or by a call whose answer was lost: then it is found.
  const bool perhaps = answer || answer.error().code == "ConflictException" || answer.error().effect == Effect::kMaybe;
  if (perhaps) {
    if (auto there = find(email); there && !there->empty()) return there;
  }
  if (answer) {
    return fail_unknown(ErrorCode::kUnavailable, "Identity Center's answer could not be understood.",
                        "CreateUser: no UserId");
  }
  return fail(cannot_create(call, answer.error(), email));
}

Result<UserId> AwsDirectoryAdmin::add_user(const std::string& email) {
  if (!is_email_address(email)) return fail(ErrorCode::kInvalid, "\"" + email + "\" is not an e-mail address.");
  auto there = find(email);
  if (!there || !there->empty()) return there;
  return create(email);
}

Result<bool> AwsDirectoryAdmin::is_ours(const UserId& user) {
  const aws::Call call = call_of("DescribeUser");
  const auto answer = aws::call_json(caller_, call, {{"IdentityStoreId", identity_store_id_}, {"UserId", user.str()}});
  if (!answer && answer.error().code == "ResourceNotFoundException") return false;
  if (!answer) return failed(call, answer.error(), "look the user up in Identity Center");
  return aws::text_in(*answer, "UserType") == kOurs;
}

Status AwsDirectoryAdmin::remove_user(const std::string& email) {
  const auto user = find(email);
  if (!user) return fail(user.error());
  if (user->empty()) return {};
  const auto ours = is_ours(*user);
  if (!ours) return fail(ours.error());
  if (!*ours) {
    log_.info("directory_user_kept", {{"user_id", user->str()}});
    return {};
  }
  const aws::Call call = call_of("DeleteUser");
  const auto answer = aws::call_json(caller_, call, {{"IdentityStoreId", identity_store_id_}, {"UserId", user->str()}});
  if (answer || answer.error().code == "ResourceNotFoundException") return {};
  return failed(call, answer.error(), "remove " + email + " from Identity Center");
}

}  // namespace curfew::identity_center
