#include "app/adopt.h"

#include <array>
#include <string>
#include <utility>

#include "app/load_scene.h"
#include "app/step_between.h"
#include "domain/overwritten_request.h"

namespace curfew {
namespace {

constexpr std::size_t kPage = 100;
// In one sweep: what is more waits for the next one, for the sweep has other things to see to.
constexpr std::int64_t kMostAtOnce = 500;

// Access first: what has failed to end, then what is to end, then what nobody has decided yet.
constexpr std::array kInOrder{EarlierStatus::kError, EarlierStatus::kActive, EarlierStatus::kPending};

std::string text_in(const Attributes& found, std::string_view name) {
  const auto attribute = found.find(name);
  const auto* text = attribute == found.end() ? nullptr : std::get_if<std::string>(&attribute->second);
  return text == nullptr ? std::string{} : *text;
}

std::string id_in(const Attributes& found) { return text_in(found, "RequestId"); }

// Whether a request of this status may have such a lease, or none.
bool may_have(const Request& request, const Lease* lease) {
  const bool granted = request.status == RequestStatus::kGranting || request.status == RequestStatus::kActive;
  const bool revoking = request.status == RequestStatus::kRevoking;
  if (lease == nullptr) return request.version == 0 || (!granted && !revoking);
  return lease->over ? revoking : granted;
}

}  // namespace

Status Adopt::one(const RequestId& id) {
  auto found = records_.record(id);
  if (!found) return fail(found.error());
  if (!*found) return {};
  const auto adopted = adopt(std::move(**found));
  return adopted ? Status{} : fail(adopted.error());
}

Result<bool> Adopt::on(const AssignmentKey& key) {
  const auto found = records_.given(key);
  if (!found) return fail(found.error());
  bool any = false;
  for (const Attributes& record : *found) {
    const auto adopted = adopt(record);
    if (!adopted && adopted.error().code != ErrorCode::kDamaged) return fail(adopted.error());
    any = any || (adopted && *adopted);
  }
  return any;
}

Result<AdoptionReport> Adopt::all() {
  AdoptionReport report;
  for (const EarlierStatus status : kInOrder) {
    if (auto ok = adopt_status(status, report); !ok) return fail(ok.error());
  }
  metrics_.set("curfew_earlier_records_damaged", static_cast<double>(report.damaged));
  return report;
}

Status Adopt::adopt_status(EarlierStatus status, AdoptionReport& report) {
  std::optional<std::string> after;
  do {
    auto page = records_.page(status, kPage, after);
    if (!page) return fail(page.error());
    for (const Attributes& found : page->records) {
      report.more = report.adopted + report.failed >= kMostAtOnce;
      if (report.more) return {};
      adopt_in_turn(found, report);
    }
    after = std::move(page->next);
  } while (after);
  return {};
}

void Adopt::adopt_in_turn(const Attributes& found, AdoptionReport& report) {
  const auto adopted = adopt(found);
  if (adopted) {
    report.adopted += *adopted ? 1 : 0;
    return;
  }
  const bool damaged = adopted.error().code == ErrorCode::kDamaged;
  ++(damaged ? report.damaged : report.failed);
  log_.error(damaged ? "earlier_record_damaged" : "adoption_failed",
             {{"request_id", id_in(found)}, {"cause", adopted.error().log_text}});
}

Result<std::optional<Request>> Adopt::read(const RequestId& id, const Lease* lease) {
  Result<std::optional<Request>> request = std::nullopt;
  // Record and chain are two reads: what a rival wrote in between makes them fit at the next try.
  for (int i = 0; i < kMostTries; ++i) {
    request = ledger_.request(id);
    if (!request && request.error().code != ErrorCode::kDamaged) return request;
    if (request && (!*request || may_have(**request, lease))) return request;
    auto left = as_left(id, lease);
    if (left) return std::move(*left);
    if (left.error().code != ErrorCode::kDamaged) return fail(left.error());
  }
  return request;
}

Result<Request> Adopt::as_left(const RequestId& id, const Lease* lease) {
  const auto found = records_.record(id);
  if (!found) return fail(found.error());
  const auto last = ledger_.last_event("request/" + id.str());
  if (!last) return fail(last.error());
  const std::string status = *found ? text_in(**found, "Status") : std::string{};
  if (!*found || !*last || status == (*last)->to) return damaged_record("request " + id.str() + " was not overwritten");
  auto left = request_as_left(**found, **last, lease);
  if (!left) return left;
  metrics_.count("curfew_records_overwritten_total");
  log_.error("record_overwritten", {{"request_id", id.str()}, {"status", (*last)->to}, {"found", status}});
  return left;
}

Result<bool> Adopt::adopt(Attributes found) {
  for (int i = 0; i < kMostTries; ++i) {
    const auto adopted = attempt(found);
    if (!adopted) return fail(adopted.error());
    if (*adopted) return **adopted;
    auto again = records_.record(RequestId(id_in(found)));
    if (!again) return fail(again.error());
    if (!*again) return false;
    found = std::move(**again);
  }
  return too_much_contention();
}

Result<std::optional<bool>> Adopt::attempt(const Attributes& found) {
  if (!is_of_earlier_deployment(found)) return false;
  auto earlier = earlier_request_from(found);
  if (!earlier) return fail(earlier.error());
  if (!is_to_be_adopted(earlier->request)) return false;
  name_by_catalog(earlier->request, *catalog_.current());
  const Request& request = earlier->request;
  const auto before = load_scene(ledger_, request.access, std::nullopt,
                                 [&](const RequestId& id, const Lease* lease) { return read(id, lease); });
  if (!before) return fail(before.error());
  if (find_request(*before, request.id) != nullptr) return false;
  const auto presence = look_beside(*earlier, before->assignment);
  if (!presence) return fail(presence.error());
  Scene scene = *before;
  scene.requests.push_back(request);
  const auto transition = apply(
      scene,
      command::Adopt{.request = request.id, .was = earlier->status, .digest = earlier->digest, .found = *presence},
      curfew_itself(), clock_.now(), rules_);
  if (!transition) return fail(transition.error());
  const auto stored = store(*earlier, *before, *transition);
  if (!stored) return fail(stored.error());
  if (!*stored) return std::optional<bool>();
  tell(*earlier, *presence);
  return true;
}

Result<bool> Adopt::store(const EarlierRequest& earlier, const Scene& before, const Transition& transition) {
  Step step = step_between(before, transition);
  step.takes_over =
      AsFound{.id = earlier.request.id, .status = earlier.status, .request_timestamp = earlier.request_timestamp};
  const auto outcome = ledger_.commit(step);
  if (!outcome) return fail(outcome.error());
  if (*outcome == CommitOutcome::kCommitted) return true;
  if (*outcome == CommitOutcome::kConflict) return false;
  const auto there = ledger_.has_event(step.events.front());
  if (there) return *there;
  return fail_unknown(ErrorCode::kUnavailable, "The store did not confirm the change. Please try again.",
                      there.error().log_text);
}

Result<Presence> Adopt::look_beside(const EarlierRequest& earlier, const Assignment& assignment) {
  if (earlier.request.status != RequestStatus::kPending || may_exist_by_us(assignment)) return Presence::kAbsent;
  return identity_center_.look(assignment.key);
}

void Adopt::tell(const EarlierRequest& earlier, Presence found) {
  const Request& request = earlier.request;
  metrics_.count("curfew_adopted_total", {{"status", earlier.status}});
  log_.info("request_adopted",
            {{"request_id", request.id.str()}, {"status", earlier.status}, {"assignment", request.access.str()}});
  if (found == Presence::kAbsent) return;
  metrics_.count("curfew_adopted_with_access_total");
  log_.error("undecided_access", {{"request_id", request.id.str()},
                                  {"assignment", request.access.str()},
                                  {"through_group", found == Presence::kThroughGroup}});
}

}  // namespace curfew
