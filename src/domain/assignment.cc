#include "domain/assignment.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/digest.h"
#include "base/words.h"

namespace curfew {
namespace {

constexpr Words<AssignmentState, 8> kStateWords{{
    {AssignmentState::kUnknown, "UNKNOWN"},
    {AssignmentState::kAbsent, "ABSENT"},
    {AssignmentState::kStanding, "STANDING"},
    {AssignmentState::kCreating, "CREATING"},
    {AssignmentState::kAdopted, "ADOPTED"},
    {AssignmentState::kHeld, "HELD"},
    {AssignmentState::kDeleting, "DELETING"},
    {AssignmentState::kBlocked, "BLOCKED"},
}};

// "request id|end|grant by|live or over": a lease on one line, since attributes are flat.
std::string lease_line(const Lease& lease) {
  return lease.request_id.str() + "|" + std::to_string(unix_seconds(lease.end)) + "|" +
         std::to_string(unix_seconds(lease.grant_by)) + "|" + (lease.over ? "over" : "live");
}

std::optional<std::int64_t> number_from(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view next_field(std::string_view& line) {
  const std::size_t bar = line.find('|');
  const std::string_view field = line.substr(0, bar);
  line.remove_prefix(bar == std::string_view::npos ? line.size() : bar + 1);
  return field;
}

std::optional<Lease> lease_from(std::string_view line) {
  const std::string_view request = next_field(line);
  const auto end = number_from(next_field(line));
  const auto grant_by = number_from(next_field(line));
  if (request.empty() || !end || !grant_by || (line != "live" && line != "over")) return std::nullopt;
  return Lease{.request_id = RequestId(std::string(request)),
               .end = from_unix_seconds(*end),
               .grant_by = from_unix_seconds(*grant_by),
               .over = line == "over"};
}

// Which leases wait for their timer stands beside them, for the version before this one reads the lines as they are.
void put_leases(Attributes& out, const std::vector<Lease>& leases) {
  std::vector<std::string> lines;
  std::vector<std::string> awaiting;
  for (const Lease& lease : leases) {
    lines.push_back(lease_line(lease));
    if (lease.awaits_timer) awaiting.push_back(lease.request_id.str());
  }
  if (!lines.empty()) out.emplace("Leases", std::move(lines));
  if (!awaiting.empty()) out.emplace("LeasesAwaitingTimer", std::move(awaiting));
}

std::vector<Lease> read_leases(AttributeReader& in) {
  const std::vector<std::string> awaiting = in.list("LeasesAwaitingTimer");
  std::vector<Lease> leases;
  for (const std::string& line : in.list("Leases")) {
    auto lease = lease_from(line);
    if (!lease) in.reject("Leases", "holds a line that is no lease");
    leases.push_back(std::move(lease).value_or(Lease{}));
    leases.back().awaits_timer = std::ranges::find(awaiting, leases.back().request_id.str()) != awaiting.end();
  }
  return leases;
}

void put_operation(Attributes& out, const Operation& operation) {
  out.emplace("OperationKind", std::string(operation.kind == OperationKind::kCreate ? "CREATE" : "DELETE"));
  out.emplace("OperationAsks", operation.asks);
  put(out, "OperationAskedAtMs", operation.asked_at);
  out.emplace("OperationOpen", std::int64_t{operation.open ? 1 : 0});
  out.emplace("OperationLost", std::int64_t{operation.lost ? 1 : 0});
  put(out, "OperationId", operation.id.str());
  out.emplace("OperationMissing", std::int64_t{operation.missing ? 1 : 0});
  out.emplace("OperationLookFirst", std::int64_t{operation.look_first ? 1 : 0});
  out.emplace("OperationTroubles", operation.troubles);
  out.emplace("OperationRefusals", operation.refusals);
  out.emplace("OperationNextAtMs", unix_millis(operation.next_at));
  put(out, "OperationCause", operation.cause);
}

std::optional<Operation> read_operation(AttributeReader& in) {
  if (!in.has("OperationKind")) return std::nullopt;
  const std::string kind = in.text("OperationKind");
  if (kind != "CREATE" && kind != "DELETE") in.reject("OperationKind", "is unknown");
  return Operation{.kind = kind == "CREATE" ? OperationKind::kCreate : OperationKind::kDelete,
                   .asks = in.number("OperationAsks"),
                   .asked_at = in.instant("OperationAskedAtMs"),
                   .open = in.number("OperationOpen") != 0,
                   .lost = in.number("OperationLost") != 0,
                   .id = OperationId(in.text_or_empty("OperationId")),
                   .missing = in.number("OperationMissing") != 0,
                   .look_first = in.number("OperationLookFirst") != 0,
                   .troubles = in.number("OperationTroubles"),
                   .refusals = in.number("OperationRefusals"),
                   .next_at = from_unix_millis(in.number("OperationNextAtMs")),
                   .cause = in.text_or_empty("OperationCause")};
}

}  // namespace

std::string_view word(AssignmentState state) { return word_in(kStateWords, state); }

bool has_live_lease(const Assignment& assignment) {
  return std::ranges::any_of(assignment.leases, [](const Lease& lease) { return !lease.over; });
}

bool wants_access(const Lease& lease) { return !lease.over && !lease.awaits_timer; }

bool is_wanted(const Assignment& assignment) { return std::ranges::any_of(assignment.leases, wants_access); }

Seconds latest_grant(const Lease& lease) { return std::min(lease.end, lease.grant_by); }

const Lease* find_lease(const Assignment& assignment, const RequestId& request) {
  const auto found = std::ranges::find(assignment.leases, request, &Lease::request_id);
  return found == assignment.leases.end() ? nullptr : &*found;
}

Attributes to_attributes(const Assignment& assignment) {
  Attributes out{{"UserId", assignment.key.user_id.str()},
                 {"AccountId", assignment.key.account_id.str()},
                 {"PermissionSetArn", assignment.key.permission_set_arn.str()},
                 {"Version", assignment.version},
                 {"State", std::string(word(assignment.state))},
                 {"EventCount", assignment.event_count}};
  put_leases(out, assignment.leases);
  if (assignment.operation) put_operation(out, *assignment.operation);
  put(out, "SeenAbsentAtMs", assignment.seen_absent_at);
  put(out, "LastAskedAtMs", assignment.last_asked_at);
  put(out, "DeletedAtMs", assignment.deleted_at);
  put(out, "CreateInDoubtUntilMs", assignment.create_in_doubt_until);
  put(out, "DeleteInDoubtUntilMs", assignment.delete_in_doubt_until);
  put(out, "LookAtMs", assignment.look_at);
  put(out, "EventHash", assignment.event_hash);
  out.insert(assignment.further.begin(), assignment.further.end());
  return out;
}

Result<Assignment> assignment_from(const Attributes& attributes) {
  AttributeReader in("assignment", attributes);
  Assignment assignment;
  assignment.key = {.user_id = UserId(in.text("UserId")),
                    .account_id = AccountId(in.text("AccountId")),
                    .permission_set_arn = PermissionSetArn(in.text("PermissionSetArn"))};
  assignment.version = in.number("Version");
  const auto state = value_in(kStateWords, in.text("State"));
  if (!state) in.reject("State", "is unknown");
  assignment.state = state.value_or(AssignmentState::kUnknown);
  assignment.leases = read_leases(in);
  assignment.operation = read_operation(in);
  assignment.seen_absent_at = in.instant("SeenAbsentAtMs");
  assignment.last_asked_at = in.instant("LastAskedAtMs");
  assignment.deleted_at = in.instant("DeletedAtMs");
  assignment.create_in_doubt_until = in.instant("CreateInDoubtUntilMs");
  assignment.delete_in_doubt_until = in.instant("DeleteInDoubtUntilMs");
  assignment.look_at = in.instant("LookAtMs");
  assignment.event_count = in.number("EventCount");
  assignment.event_hash = in.text_or_empty("EventHash");
  if (auto ok = in.check(); !ok) return fail(ok.error());
  assignment.further = in.others();
  return assignment;
}

std::string record_digest(const Assignment& assignment) {
  return hex(sha256(canonical({{"UserId", assignment.key.user_id.str()},
                               {"AccountId", assignment.key.account_id.str()},
                               {"PermissionSetArn", assignment.key.permission_set_arn.str()},
                               {"State", std::string(word(assignment.state))}})));
}

}  // namespace curfew
