#include "adapters/identity_center/instance_examination.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string_view>

#include "adapters/aws/json_call.h"

namespace curfew::identity_center {
namespace {

namespace json = boost::json;

constexpr std::string_view kNoOperation = "00000000-0000-0000-0000-000000000000";
constexpr std::string_view kNoUser = "00000000-0000-0000-0000-000000000000";

struct OperationCalls {
  const char* describe;
  const char* id;
  const char* list;
};
constexpr std::array kOperationCalls{
    OperationCalls{"DescribeAccountAssignmentCreationStatus", "AccountAssignmentCreationRequestId",
                   "ListAccountAssignmentCreationStatus"},
    OperationCalls{"DescribeAccountAssignmentDeletionStatus", "AccountAssignmentDeletionRequestId",
                   "ListAccountAssignmentDeletionStatus"}};

aws::Call sso(std::string operation) { return {.service = aws::service::kSsoAdmin, .operation = std::move(operation)}; }
aws::Call store(std::string operation) {
  return {.service = aws::service::kIdentityStore, .operation = std::move(operation)};
}

// What policies name for reads of the store.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentitystore.html
std::string store_resource(const std::string& id) {
  return "arn:aws:identitystore::ACCOUNT:identitystore/" + id +
         ", arn:aws:identitystore:::user/* and arn:aws:identitystore:::membership/*";
}

const json::object* find_instance(const json::array& instances, const std::string& arn) {
  for (const json::value& entry : instances) {
    const json::object* instance = entry.if_object();
    if (instance != nullptr && aws::text_in(*instance, "InstanceArn") == arn) return instance;
  }
  return nullptr;
}

}  // namespace

std::vector<Diagnosis> InstanceExamination::examine() {
  aws::Examiner examiner(caller_);
  look_at_instance(examiner);
  look_people_up(examiner);
  follow_operations(examiner);
  if (!examiner.gave_up()) {
    examiner.add(unproved("creating and deleting assignments",
                          "Only a grant shows that sso:CreateAccountAssignment and sso:DeleteAccountAssignment are "
                          "allowed on this instance and on the catalog's permission sets and accounts."));
  }
  return examiner.take();
}

// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListInstances.html
void InstanceExamination::look_at_instance(aws::Examiner& examiner) const {
  const std::string subject = "instance " + instance_arn_;
  const auto heard = examiner.ask_json(
      {.call = sso("ListInstances"), .subject = subject, .resource = "*", .only_to_examine = true}, json::object{});
  if (!heard) return;
  const json::array* instances = aws::array_in(heard->answer, "Instances");
  const json::object* instance = instances == nullptr ? nullptr : find_instance(*instances, instance_arn_);
  if (instance == nullptr) {
    return examiner.add(
        broken(subject, "AWS does not know it in this region and account.",
               "Correct identity_center.instance_arn and aws.region: Identity Center lives in one region, "
               "and answers its management account and delegated administrators."));
  }
  const std::string status = aws::text_in(*instance, "Status").value_or("ACTIVE");
  const std::string store_id = aws::text_in(*instance, "IdentityStoreId").value_or("");
  if (status != "ACTIVE") {
    return examiner.add(broken(subject, "AWS says that it is " + status + ".", "Wait, or look at it in the console."));
  }
  if (store_id != identity_store_id_) {
    return examiner.add(broken(subject, "Its identity store is " + store_id + ", not " + identity_store_id_ + ".",
                               "Correct identity_center.identity_store_id."));
  }
  examiner.add(works(subject, "It is there, with the identity store " + store_id + "."));
}

// https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_GetUserId.html
void InstanceExamination::look_people_up(aws::Examiner& examiner) const {
  const std::string subject = "identity store " + identity_store_id_;
  const json::object unique{{"AttributePath", "emails.value"}, {"AttributeValue", kNobody}};
  const auto user = examiner.ask_json(
      {.call = store("GetUserId"),
       .subject = subject,
       .resource = store_resource(identity_store_id_),
       .proof = {"ResourceNotFoundException"}},
      {{"IdentityStoreId", identity_store_id_}, {"AlternateIdentifier", json::object{{"UniqueAttribute", unique}}}});
  if (user) examiner.add(works(subject, "People can be looked up in it."));
  const auto groups = examiner.ask_json(
      {.call = store("ListGroupMembershipsForMember"),
       .subject = subject,
       .resource = store_resource(identity_store_id_),
       .proof = {"ResourceNotFoundException"}},
      {{"IdentityStoreId", identity_store_id_}, {"MemberId", json::object{{"UserId", kNoUser}}}, {"MaxResults", 1}});
  if (groups) examiner.add(works(subject, "The groups that somebody is in can be listed."));
}

// An unknown operation is told only to who may ask for one.
// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DescribeAccountAssignmentCreationStatus.html
void InstanceExamination::follow_operations(aws::Examiner& examiner) const {
  const std::string subject = "following operations";
  bool all = true;
  for (const OperationCalls& calls : kOperationCalls) {
    const auto described = examiner.ask_json({.call = sso(calls.describe),
                                              .subject = subject,
                                              .resource = instance_arn_,
                                              .proof = {"ResourceNotFoundException"}},
                                             {{"InstanceArn", instance_arn_}, {calls.id, kNoOperation}});
    const auto listed = examiner.ask_json({.call = sso(calls.list), .subject = subject, .resource = instance_arn_},
                                          {{"InstanceArn", instance_arn_}, {"MaxResults", 1}});
    all = all && described && listed;
  }
  if (all) examiner.add(works(subject, "Creates and deletes can be followed, also those whose id was lost."));
}

}  // namespace curfew::identity_center
