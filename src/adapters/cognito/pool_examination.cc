#include "adapters/cognito/pool_examination.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "adapters/aws/json_call.h"
#include "adapters/jwt/key_examination.h"

namespace curfew::cognito {
namespace {

namespace json = boost::json;

bool lists(const json::object& object, std::string_view name, std::string_view wanted) {
  const json::array* list = aws::array_in(object, name);
  return list != nullptr && std::ranges::any_of(*list, [&](const json::value& one) {
           return one.is_string() && std::string_view(one.get_string()) == wanted;
         });
}

}  // namespace

std::vector<Diagnosis> PoolExamination::examine() {
  aws::Examiner examiner(caller_);
  look_at_client(examiner);
  look_at_groups(examiner);
  look_people_up(examiner);
  examiner.add(jwt::examine_keys(documents_, jwks_url_of(settings_)));
  return examiner.take();
}

aws::Probe PoolExamination::probe(std::string operation, std::string subject) const {
  return {.call = {.service = aws::service::kCognito, .operation = std::move(operation)},
          .subject = std::move(subject),
          .resource = "arn:aws:cognito-idp:" + settings_.region + ":ACCOUNT:userpool/" + settings_.user_pool_id,
          .proof = {"ResourceNotFoundException"},
          .only_to_examine = true};
}

// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
void PoolExamination::look_at_client(aws::Examiner& examiner) const {
  const std::string subject = "pool " + settings_.user_pool_id + ", client " + settings_.client_id;
  const auto heard = examiner.ask_json(probe("DescribeUserPoolClient", subject),
                                       {{"UserPoolId", settings_.user_pool_id}, {"ClientId", settings_.client_id}});
  if (!heard) return;
  const json::object* client = aws::object_in(heard->answer, "UserPoolClient");
  if (client == nullptr) {
    return examiner.add(broken(subject, "AWS knows no such pool or no such client in it.",
                               "Correct sign_in.user_pool_id, sign_in.client_id and aws.region."));
  }
  if (aws::text_in(*client, "ClientSecret")) {
    return examiner.add(broken(subject, "The client has a secret, which a browser cannot keep.",
                               "Make an app client without one, and name it in sign_in.client_id."));
  }
  if (!lists(*client, "ExplicitAuthFlows", "ALLOW_USER_PASSWORD_AUTH") &&
      !lists(*client, "ExplicitAuthFlows", "USER_PASSWORD_AUTH")) {
    return examiner.add(broken(subject, "People may not sign in with their password at it.",
                               "Allow ALLOW_USER_PASSWORD_AUTH and ALLOW_REFRESH_TOKEN_AUTH in the app client."));
  }
  examiner.add(works(subject, "Both are there, and people may sign in with their password."));
}

// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html
void PoolExamination::look_at_groups(aws::Examiner& examiner) const {
  for (const std::string& group : {settings_.engineers_group, settings_.managers_group}) {
    const std::string subject = "group " + group;
    const auto heard =
        examiner.ask_json(probe("GetGroup", subject), {{"UserPoolId", settings_.user_pool_id}, {"GroupName", group}});
    if (!heard) continue;
    if (heard->refusal.empty()) {
      examiner.add(works(subject, "It is there."));
    } else {
      examiner.add(broken(subject, "The pool has no such group, so nobody is in it.",
                          "Make it in the pool, or correct sign_in.engineers_group and sign_in.managers_group."));
    }
  }
}

// What the server itself needs, and `curfew user`.
void PoolExamination::look_people_up(aws::Examiner& examiner) const {
  aws::Probe managers = probe("ListUsersInGroup", "managers");
  managers.only_to_examine = false;
  if (examiner.ask_json(
          managers, {{"UserPoolId", settings_.user_pool_id}, {"GroupName", settings_.managers_group}, {"Limit", 1}})) {
    examiner.add(works("managers", "They can be listed, to tell them what waits."));
  }
  aws::Probe user = probe("AdminGetUser", "users");
  user.proof.emplace_back("UserNotFoundException");
  if (examiner.ask_json(user, {{"UserPoolId", settings_.user_pool_id}, {"Username", kNobody}})) {
    examiner.add(works("users", "They can be looked up; only `curfew user` shows whether they can be changed."));
  }
}

}  // namespace curfew::cognito
