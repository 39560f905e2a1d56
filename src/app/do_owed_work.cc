#include "app/do_owed_work.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <unordered_set>
#include <utility>

namespace curfew {
namespace {

// A claim outlives the slowest single piece of work and little else, for what a dead server held waits for its end: an
// AWS exchange, after which revocations must still be far from late; a mail, which would go out twice; a few exchanges
// about a timer, for which grants wait.
constexpr Millis kAccessClaim = std::chrono::seconds(30);
constexpr Millis kMailClaim = std::chrono::seconds(120);
constexpr Millis kTimerClaim = std::chrono::seconds(60);

Millis claim_life(WorkClass work_class) {
  switch (work_class) {
    case WorkClass::kAccess: return kAccessClaim;
    case WorkClass::kMail: return kMailClaim;
    case WorkClass::kTimer: return kTimerClaim;
  }
  return kAccessClaim;
}

// A holder that has had the lane for a quarter of its claim lets go, so that it never works under one about to lapse.
bool is_worn(const Claim& claim, Instant now) { return now >= claim.claimed_at + (claim.until - claim.claimed_at) / 4; }

constexpr std::size_t kLanesAtOnce = 32;

// Mail can wait for a mail server; the end of access cannot wait for anything; somebody waits for a grant.
struct Pauses {
  Millis first = std::chrono::seconds(5);
  Millis longest;
};
constexpr Pauses kAccessPauses{.longest = std::chrono::seconds(20)};
constexpr Pauses kMailPauses{.longest = std::chrono::minutes(15)};
constexpr Pauses kTimerPauses{.first = std::chrono::seconds(1), .longest = std::chrono::seconds(30)};

const Pauses& pauses_of(WorkClass work_class) {
  switch (work_class) {
    case WorkClass::kAccess: return kAccessPauses;
    case WorkClass::kMail: return kMailPauses;
    case WorkClass::kTimer: return kTimerPauses;
  }
  return kAccessPauses;
}

Millis pause_after(const OwedWork& work) {
  const Pauses& pauses = pauses_of(work_class(work.kind));
  Millis pause = pauses.first;
  for (std::int64_t i = 1; i < work.attempts && pause < pauses.longest; ++i) pause *= 2;
  return std::min(pause, pauses.longest);
}

// One operation at a time on one account: while one is in flight, nothing else is asked there.
std::optional<OwedWork> choose(const std::vector<OwedWork>& lane, const std::unordered_set<std::string>& tried,
                               Instant now) {
  const bool in_flight = std::ranges::any_of(lane, &OwedWork::in_flight);
  const auto next = std::ranges::find_if(lane, [&](const OwedWork& work) {
    return work.in_flight == in_flight && work.due <= now && !tried.contains(work.id);
  });
  if (next == lane.end()) return std::nullopt;
  return *next;
}

}  // namespace

Result<std::size_t> DoOwedWork::run_once(WorkClass work_class) {
  const auto lanes = due_lanes(work_class);
  if (!lanes) return fail(lanes.error());
  std::size_t done = 0;
  for (const std::string& lane : *lanes) done += run_lane(work_class, lane);
  return done;
}

Result<std::vector<std::string>> DoOwedWork::due_lanes(WorkClass work_class) {
  return queue_.due_lanes(work_class, writer_.now(), kLanesAtOnce);
}

std::size_t DoOwedWork::run_lane(WorkClass work_class, const std::string& lane) {
  const auto done = run_if_free(lane, claim_life(work_class));
  if (!done) log_.error("lane_failed", {{"lane", lane}, {"cause", done.error().log_text}});
  return done ? *done : 0;
}

Result<std::size_t> DoOwedWork::run_if_free(const std::string& lane, Millis claim_life) {
  const Instant now = writer_.now();
  // Looked at before claiming: a lane that only waits for AWS need not be claimed over and over.
  const auto waiting = queue_.in_lane(lane, now);
  if (!waiting) return fail(waiting.error());
  if (!choose(*waiting, {}, now)) return 0;
  const auto claim = queue_.claim(lane, now, now + claim_life);
  if (!claim) return fail(claim.error());
  if (!*claim) return 0;
  const auto done = drain(**claim);
  if (const auto released = queue_.release(**claim); !released) {
    log_.warning("release_failed", {{"lane", lane}, {"cause", released.error().log_text}});
  }
  return done;
}

Result<std::size_t> DoOwedWork::drain(const Claim& claim) {
  std::unordered_set<std::string> tried;
  while (!is_worn(claim, writer_.now())) {
    const auto lane = queue_.in_lane(claim.lane, writer_.now());
    if (!lane) return fail(lane.error());
    const auto work = choose(*lane, tried, writer_.now());
    if (!work) break;
    tried.insert(work->id);
    const auto ran = run(*work, claim);
    // After a conflict the work has been owed anew by whoever got in between, or the claim is stale: leave it.
    if (!ran && ran.error().code != ErrorCode::kConflict) put_off(*work, ran.error(), claim);
  }
  return tried.size();
}

Status DoOwedWork::run(const OwedWork& work, const Claim& claim) {
  switch (work.kind) {
    case WorkKind::kDriveAssignment: return drive_(work.assignment, claim);
    case WorkKind::kEndLease:
    case WorkKind::kLapse: return run_timer(work, claim);
    case WorkKind::kLetter: return letters_.send(work, claim);
    case WorkKind::kNotice: return letters_.address_notice(work, claim);
    case WorkKind::kTimer: return keep_timer_(work, claim);
    case WorkKind::kTopicNotice: return publish_notice_(work, claim);
  }
  return {};
}

Status DoOwedWork::run_timer(const OwedWork& work, const Claim& claim) {
  const bool ends_lease = work.kind == WorkKind::kEndLease;
  const auto request = ends_lease ? timers_.end_lease(work.request_id) : timers_.lapse(work.request_id);
  if (!request) return fail(request.error());
  const auto due = ends_lease ? RunTimer::lease_end_of(*request) : timers_.lapse_of(*request);
  Step step{.under = claim};
  if (due) {
    step.owed.push_back(ends_lease ? end_lease_work(request->id, *due) : lapse_work(request->id, *due));
  } else {
    step.settled.push_back(work.id);
  }
  const auto outcome = writer_.ledger().commit(step);
  return outcome ? Status{} : fail(outcome.error());
}

void DoOwedWork::put_off(const OwedWork& work, const Error& error, const Claim& claim) {
  OwedWork later = work;
  ++later.attempts;
  later.last_error = error.log_text.empty() ? error.public_text : error.log_text;
  later.due = writer_.now() + pause_after(later);
  // An assignment that cannot be read must not hold up all others on its account.
  if (error.code == ErrorCode::kDamaged) later.in_flight = false;
  log_.warning("work_failed", {{"work", work.id}, {"attempts", later.attempts}, {"cause", later.last_error}});
  const auto stored = store_later(work, later, claim);
  if (!stored) log_.error("work_not_put_off", {{"work", work.id}, {"cause", stored.error().log_text}});
}

// Only what is still owed as it was: a rival may have settled it, or have come to owe it sooner.
Status DoOwedWork::store_later(const OwedWork& work, const OwedWork& later, const Claim& claim) {
  Step step{.owed = {later}, .under = claim};
  if (work.kind == WorkKind::kDriveAssignment) {
    const auto assignment = writer_.ledger().assignment(work.assignment);
    if (assignment) step.unchanged = Unchanged{work.assignment, *assignment ? (*assignment)->version : 0};
  }
  const auto owed = queue_.work(work.id);
  if (!owed) return fail(owed.error());
  if (!*owed || to_attributes(**owed) != to_attributes(work)) return {};
  const auto outcome = writer_.ledger().commit(step);
  return outcome ? Status{} : fail(outcome.error());
}

}  // namespace curfew
