#include "adapters/identity_center/identity_center.h"

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "adapters/aws/json_call.h"
#include "adapters/aws/service.h"
#include "adapters/identity_center/ask_failures.h"
#include "adapters/identity_center/ids.h"

namespace curfew::identity_center {

namespace {

using boost::json::object;

// The names that the two kinds of operation have on the wire.
struct Wire {
  std::string_view ask;
  std::string_view status;  // the member that holds a status
  std::string_view describe;
  std::string_view describe_id;
  std::string_view list;
  std::string_view list_member;
  Urgency urgency;
};

const Wire& wire(OperationKind kind) {
  static constexpr Wire kCreateWire{.ask = "CreateAccountAssignment",
                                    .status = "AccountAssignmentCreationStatus",
                                    .describe = "DescribeAccountAssignmentCreationStatus",
                                    .describe_id = "AccountAssignmentCreationRequestId",
                                    .list = "ListAccountAssignmentCreationStatus",
                                    .list_member = "AccountAssignmentsCreationStatus",
                                    .urgency = Urgency::kGrant};
  static constexpr Wire kDeleteWire{.ask = "DeleteAccountAssignment",
                                    .status = "AccountAssignmentDeletionStatus",
                                    .describe = "DescribeAccountAssignmentDeletionStatus",
                                    .describe_id = "AccountAssignmentDeletionRequestId",
                                    .list = "ListAccountAssignmentDeletionStatus",
                                    .list_member = "AccountAssignmentsDeletionStatus",
                                    .urgency = Urgency::kRevocation};
  return kind == OperationKind::kCreate ? kCreateWire : kDeleteWire;
}

bool is_missing(const aws::CallFailure& failure) {
  return failure.kind == aws::FailureKind::kRefused && failure.code == "ResourceNotFoundException";
}

std::optional<OperationStatus> status_in(const object& described) {
  const auto said = aws::text_in(described, "Status");
  if (said == "IN_PROGRESS") return OperationStatus{.kind = OperationStatus::Kind::kInProgress};
  if (said == "SUCCEEDED") return OperationStatus{.kind = OperationStatus::Kind::kSucceeded};
  if (said != "FAILED") return std::nullopt;
  return OperationStatus{.kind = OperationStatus::Kind::kFailed,
                         .reason = aws::text_in(described, "FailureReason").value_or("AWS gave no reason")};
}

}  // namespace

AwsIdentityCenter::AwsIdentityCenter(aws::Caller& caller, const Clock& clock, IdentityCenterSettings settings)
    : clock_(clock),
      settings_(std::move(settings)),
      calls_(caller, clock, settings_.calls_per_second, settings_.patience),
      session_lengths_(calls_, clock, settings_.instance_arn),
      creates_(settings_.max_outstanding_creates) {}

Result<UserId> AwsIdentityCenter::find_user(const std::string& email) {
  for (const char* path : {"emails.value", "userName"}) {
    auto found = user_id_by(path, email);
    if (!found || !found->empty()) return found;
  }
  return fail(ErrorCode::kUnknownUser, "Identity Center knows no user with your e-mail address.");
}

Result<UserId> AwsIdentityCenter::user_id_by(const std::string& attribute_path, const std::string& value) {
  if (value.empty()) return UserId{};  // AWS would refuse it as no value at all
  const PacedCall call{
      .service = aws::service::kIdentityStore,
      .operation = "GetUserId",
      .body = {{"IdentityStoreId", settings_.identity_store_id},
               {"AlternateIdentifier",
                object{{"UniqueAttribute", object{{"AttributePath", attribute_path}, {"AttributeValue", value}}}}}}};
  const auto answer = calls_.make(call);
  if (!answer && is_missing(answer.error())) return UserId{};
  if (!answer) return fail(PacedCalls::unavailable(call, answer.error(), "look the user up in Identity Center"));
  const auto id = aws::text_in(*answer, "UserId");
  if (!id || !is_principal_id(*id)) {
    return fail(PacedCalls::unavailable(call, malformed("UserId"), "look the user up in Identity Center"));
  }
  return UserId(*id);
}

PacedCall AwsIdentityCenter::list_assignments(const AccountId& account, const PermissionSetArn& permission_set) const {
  return {.service = aws::service::kSsoAdmin,
          .operation = "ListAccountAssignments",
          .body = {{"InstanceArn", settings_.instance_arn},
                   {"AccountId", account.str()},
                   {"PermissionSetArn", permission_set.str()}}};
}

Result<Presence> AwsIdentityCenter::look(const AssignmentKey& key) {
  const PacedCall call = list_assignments(key.account_id, key.permission_set_arn);
  bool is_direct = false;
  std::set<std::string> groups;
  const auto listed = calls_.list(call, "AccountAssignments", [&](const object& entry) {
    const auto type = aws::text_in(entry, "PrincipalType");
    const auto principal = aws::text_in(entry, "PrincipalId");
    if (type == "GROUP" && principal) groups.insert(*principal);
    is_direct = type == "USER" && principal == key.user_id.str();
    return !is_direct;
  });
  if (!listed) return fail(PacedCalls::unavailable(call, listed.error(), "look up who has this access"));
  if (is_direct) return Presence::kDirect;
  const auto in_group = is_in_any(key.user_id, groups);
  if (!in_group) return fail(in_group.error());
  return *in_group ? Presence::kThroughGroup : Presence::kAbsent;
}

Result<bool> AwsIdentityCenter::is_in_any(const UserId& user, const std::set<std::string>& groups) {
  if (groups.empty()) return false;
  const PacedCall call{
      .service = aws::service::kIdentityStore,
      .operation = "ListGroupMembershipsForMember",
      .body = {{"IdentityStoreId", settings_.identity_store_id}, {"MemberId", object{{"UserId", user.str()}}}}};
  bool is_member = false;
  const auto listed = calls_.list(call, "GroupMemberships", [&](const object& membership) {
    const auto group = aws::text_in(membership, "GroupId");
    is_member = group && groups.contains(*group);
    return !is_member;
  });
  if (!listed && is_missing(listed.error())) return false;  // a user who is no more is in no group
  if (!listed) return fail(PacedCalls::unavailable(call, listed.error(), "look up the user's groups"));
  return is_member;
}

Result<std::vector<UserId>> AwsIdentityCenter::assigned_users(const AccountId& account,
                                                              const PermissionSetArn& permission_set) {
  PacedCall call = list_assignments(account, permission_set);
  call.urgency = Urgency::kListing;
  std::set<UserId> users;
  bool is_whole = true;
  const auto listed = calls_.list(call, "AccountAssignments", [&](const object& entry) {
    const auto type = aws::text_in(entry, "PrincipalType");
    const auto principal = aws::text_in(entry, "PrincipalId");
    is_whole = type && principal && !principal->empty();
    if (is_whole && *type == "USER") users.insert(UserId(*principal));
    return is_whole;
  });
  const std::string what = "list who has this access";
  if (!listed) return fail(PacedCalls::unavailable(call, listed.error(), what));
  if (!is_whole) return fail(PacedCalls::unavailable(call, malformed("PrincipalId"), what));
  return std::vector<UserId>(users.begin(), users.end());
}

Result<std::chrono::minutes> AwsIdentityCenter::session_length(const PermissionSetArn& permission_set) {
  return session_lengths_.of(permission_set);
}

AskResult AwsIdentityCenter::ask(OperationKind kind, const AssignmentKey& key, Instant claimed_at) {
  if (kind == OperationKind::kDelete) return ask_once(kind, key, claimed_at);
  if (!creates_.begin(clock_.now())) {
    return std::unexpected(AskError{.failure = AskFailure::kThrottled,
                                    .cause = "as many creates as AWS allows have not ended yet; not asked"});
  }
  auto answer = ask_once(kind, key, claimed_at);
  if (answer) {
    creates_.accepted(*answer, clock_.now());
  } else if (answer.error().failure == AskFailure::kLost) {
    creates_.lost(clock_.now());
  } else {
    creates_.refused();
  }
  return answer;
}

AskResult AwsIdentityCenter::ask_once(OperationKind kind, const AssignmentKey& key, Instant claimed_at) {
  const auto answer = calls_.make({.service = aws::service::kSsoAdmin,
                                   .operation = std::string(wire(kind).ask),
                                   .body = {{"InstanceArn", settings_.instance_arn},
                                            {"TargetId", key.account_id.str()},
                                            {"TargetType", "AWS_ACCOUNT"},
                                            {"PermissionSetArn", key.permission_set_arn.str()},
                                            {"PrincipalType", "USER"},
                                            {"PrincipalId", key.user_id.str()}},
                                   .urgency = wire(kind).urgency,
                                   .signed_at = claimed_at});
  if (!answer) return std::unexpected(ask_error(kind, answer.error()));
  const auto* status = aws::object_in(*answer, wire(kind).status);
  const auto id = status == nullptr ? std::nullopt : aws::text_in(*status, "RequestId");
  // AWS took it, and we cannot tell under which id: as good as no answer.
  if (!id || !is_operation_id(*id)) return std::unexpected(ask_error(kind, malformed("RequestId")));
  return OperationId(*id);
}

PacedCall AwsIdentityCenter::describe_status(OperationKind kind, const std::string& id) const {
  return {.service = aws::service::kSsoAdmin,
          .operation = std::string(wire(kind).describe),
          .body = {{"InstanceArn", settings_.instance_arn}, {wire(kind).describe_id, id}},
          .urgency = wire(kind).urgency};
}

Result<OperationStatus> AwsIdentityCenter::check(OperationKind kind, const OperationId& id) {
  const PacedCall call = describe_status(kind, id.str());
  const auto answer = calls_.make(call);
  if (!answer && is_missing(answer.error())) {
    creates_.ended(id);
    return OperationStatus{.kind = OperationStatus::Kind::kUnknown};
  }
  const std::string what = "ask how an operation fares";
  if (!answer) return fail(PacedCalls::unavailable(call, answer.error(), what));
  const auto* described = aws::object_in(*answer, wire(kind).status);
  const auto status = described == nullptr ? std::nullopt : status_in(*described);
  if (!status) return fail(PacedCalls::unavailable(call, malformed("Status"), what));
  if (status->kind != OperationStatus::Kind::kInProgress) creates_.ended(id);
  return *status;
}

Result<bool> AwsIdentityCenter::anything_in_progress(const AssignmentKey& key) {
  for (const OperationKind kind : {OperationKind::kDelete, OperationKind::kCreate}) {
    auto running = runs(kind, key);
    if (!running || *running) return running;
  }
  return false;
}

Result<bool> AwsIdentityCenter::runs(OperationKind kind, const AssignmentKey& key) {
  const PacedCall call{.service = aws::service::kSsoAdmin,
                       .operation = std::string(wire(kind).list),
                       .body = {{"InstanceArn", settings_.instance_arn}, {"Filter", object{{"Status", "IN_PROGRESS"}}}},
                       .urgency = wire(kind).urgency};
  std::vector<std::string> ids;  // a status of this list does not say whose it is
  bool is_whole = true;
  const auto listed = calls_.list(call, wire(kind).list_member, [&](const object& entry) {
    const auto id = aws::text_in(entry, "RequestId");
    is_whole = id && is_operation_id(*id);
    if (is_whole) ids.push_back(*id);
    return is_whole;
  });
  const std::string what = "list the operations under way";
  if (!listed) return fail(PacedCalls::unavailable(call, listed.error(), what));
  if (!is_whole) return fail(PacedCalls::unavailable(call, malformed("RequestId"), what));
  for (const std::string& id : ids) {
    auto running = runs_in(kind, id, key.account_id);
    if (!running || *running) return running;
  }
  return false;
}

Result<bool> AwsIdentityCenter::runs_in(OperationKind kind, const std::string& id, const AccountId& account) {
  const PacedCall call = describe_status(kind, id);
  const auto answer = calls_.make(call);
  if (!answer && is_missing(answer.error())) return false;
  if (!answer) return fail(PacedCalls::unavailable(call, answer.error(), "ask whose operation is under way"));
  const auto* described = aws::object_in(*answer, wire(kind).status);
  if (described == nullptr)
    return fail(PacedCalls::unavailable(call, malformed("status"), "ask whose operation it is"));
  const auto status = status_in(*described);
  if (status && status->kind != OperationStatus::Kind::kInProgress) return false;
  const auto target = aws::text_in(*described, "TargetId");
  return !target || *target == account.str();  // whose account AWS does not say might be this one
}

}  // namespace curfew::identity_center
