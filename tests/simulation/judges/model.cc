#include "simulation/judges/model.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace curfew::simulation {
namespace {

using Kind = Complaint::Kind;

// The manual's catalog: what is low risk, and how long each may last.
constexpr std::string_view kLowRisk = "S3FullAccess";
constexpr int kLongestHighRisk = 30;

// A server that nobody waits for any more may still go on with a call for this long.
constexpr std::int64_t kAfterlife = 15LL * 60 * 1000;

bool is_final(std::string_view status) {
  return status == "REVOKED" || status == "FAILED" || status == "DENIED" || status == "CANCELLED" ||
         status == "EXPIRED";
}

// How far a request has come. It never goes back.
int rank(std::string_view status) {
  if (status == "PENDING") return 0;
  if (status == "GRANTING") return 1;
  if (status == "ACTIVE") return 2;
  if (status == "REVOKING") return 3;
  return 4;
}

bool is_decision(Act act) { return act == Act::kApprove || act == Act::kDeny; }

}  // namespace

int Model::begin(Deed deed) {
  deed.number = static_cast<int>(deeds_.size()) + 1;
  deeds_.push_back(std::move(deed));
  return deeds_.back().number;
}

std::vector<Complaint> Model::end(const Deed& deed) {
  complaints_.clear();
  if (deed.told) {
    judge_told(deed);
  } else if (deed.answered) {
    judge_refusal(deed);
  }
  deeds_.at(static_cast<std::size_t>(deed.number) - 1) = deed;
  return std::exchange(complaints_, {});
}

bool Model::is_same_call(const Deed& left, const Deed& right) {
  return !left.key.empty() && left.key == right.key && left.who == right.who && left.act == right.act;
}

bool Model::is_answered_repeat(const Deed& deed) const {
  return std::ranges::any_of(deeds_, [&](const Deed& earlier) {
    return earlier.number != deed.number && earlier.told && is_same_call(earlier, deed);
  });
}

const Model::Known* Model::known(const std::string& id) const {
  const auto found = known_.find(id);
  return found == known_.end() ? nullptr : &found->second;
}

bool Model::may_have_happened(const Deed& deed, std::int64_t time) {
  const bool refused = deed.answered && !deed.told && deed.refusal != "unavailable" && deed.refusal != "conflict";
  return deed.begin < time && !refused;
}

bool Model::somebody_may_have(std::initializer_list<Act> acts, const Deed& deed) const {
  return std::ranges::any_of(deeds_, [&](const Deed& other) {
    return other.number != deed.number && other.request_id == deed.request_id &&
           std::ranges::find(acts, other.act) != acts.end() && may_have_happened(other, deed.end);
  });
}

void Model::complain(Kind kind, const Deed& deed, const std::string& what) {
  complaints_.push_back(
      {.kind = kind, .sentence = deed.who + " " + what + " (call " + std::to_string(deed.number) + ")"});
}

// ---- Answers -----------------------------------------------------------------------------------------------------

void Model::judge_told(const Deed& deed) {
  if (deed.act == Act::kSubmit) return judge_submit(deed);
  Known* about = learn(deed);
  if (about == nullptr) return;
  if (must_be_refused(deed, *about)) {
    complain(is_decision(deed.act) ? Kind::kOwnDecision : Kind::kTruth, deed, "was served what must be refused");
  }
  if (is_decision(deed.act)) judge_decision(deed, *about);
  if (deed.act == Act::kCancel || deed.act == Act::kRevoke) judge_ending(deed, *about);
  judge_status(deed, *about);
  judge_expiry(deed, *about);
}

void Model::judge_submit(const Deed& deed) {
  if (!deed.sound || !deed.same_body) complain(Kind::kTruth, deed, "got a request that is against the rules");
  const bool is_new = known(deed.told->id) == nullptr;
  for (const Deed& earlier : deeds_) {
    if (earlier.number == deed.number || !earlier.told || !is_same_call(earlier, deed)) continue;
    if (earlier.told->id != deed.told->id) complain(Kind::kKept, deed, "got two requests for one key");
  }
  if (!is_new && deed.key.empty()) complain(Kind::kTruth, deed, "got a request that was there already");
  Known* about = learn(deed);
  if (about == nullptr) return;
  const bool low = deed.permission_set == kLowRisk;
  const bool fresh = is_new && !deed.disturbed && !deed.contended;
  if (fresh && low != (deed.told->status != "PENDING")) {
    complain(Kind::kTruth, deed, "was told " + deed.told->status + " for " + deed.permission_set);
  }
  judge_status(deed, *about);
  judge_expiry(deed, *about);
}

Model::Known* Model::learn(const Deed& deed) {
  const Told& told = *deed.told;
  if (const auto found = known_.find(told.id); found != known_.end()) return &found->second;
  // Somebody must have asked for it: this call, or one that was never answered.
  const Deed* origin = nullptr;
  std::int64_t asked_from = deed.begin;
  for (const Deed& made : deeds_) {
    const bool fits = made.act == Act::kSubmit && made.who == told.requester &&
                      made.permission_set == told.permission_set && made.sound && may_have_happened(made, deed.end);
    const bool is_this = made.number == deed.number || is_same_call(made, deed);
    if (!fits || (made.told && made.told->id != told.id) || (deed.act == Act::kSubmit && !is_this)) continue;
    origin = &made;
    asked_from = std::min(asked_from, made.begin);
  }
  if (origin == nullptr) {
    complain(Kind::kTruth, deed, "sees request " + told.id + ", which nobody made");
    return nullptr;
  }
  // One of several unanswered calls, whose durations may differ: 0 says that it is not known which.
  const int minutes = deed.act == Act::kSubmit ? deed.minutes : 0;
  return &known_
              .emplace(told.id, Known{.requester = told.requester,
                                      .permission_set = told.permission_set,
                                      .minutes = minutes,
                                      .asked_from = asked_from,
                                      .asked_until = deed.end})
              .first->second;
}

void Model::judge_decision(const Deed& deed, Known& about) {
  const Deed* winner = about.decided_by == 0 ? nullptr : &deeds_.at(static_cast<std::size_t>(about.decided_by) - 1);
  // Two calls of one person for the same thing at the same time are one decision.
  const bool twins = winner != nullptr && winner->who == deed.who && winner->act == deed.act &&
                     winner->begin <= deed.end && deed.begin <= winner->end;
  if (winner != nullptr && !twins && !is_same_call(*winner, deed)) {
    complain(Kind::kOneDecision, deed, "was told to have decided what " + winner->who + " has decided");
  }
  if (about.cancelled && about.cancelled_at < deed.begin) {
    complain(Kind::kOneDecision, deed, "decided what had been taken back");
  }
  about.decided_by = deed.number;
}

void Model::judge_ending(const Deed& deed, Known& about) {
  const std::string& status = deed.told->status;
  const bool ends = rank(status) >= 3;
  if (!ends) complain(Kind::kTruth, deed, "ended a request and was told " + status);
  if (status != "CANCELLED") return;
  about.cancelled = true;
  about.cancelled_at = deed.end;
  if (about.decided_by != 0) complain(Kind::kOneDecision, deed, "took back what had been decided");
}

void Model::judge_status(const Deed& deed, Known& about) {
  const std::string& status = deed.told->status;
  const bool both_final = is_final(about.status) && is_final(status);
  const bool goes_back = about.since <= deed.begin && rank(status) < rank(about.status);
  if (!about.status.empty() && ((both_final && status != about.status) || goes_back)) {
    complain(Kind::kKept, deed, "was told " + status + " for " + deed.told->id + " after " + about.status);
  }
  if (about.status.empty() || rank(status) > rank(about.status)) {
    about.status = status;
    about.since = deed.end;
  }
}

void Model::judge_expiry(const Deed& deed, Known& about) {
  const std::int64_t expires = deed.told->expires_at;
  if (about.expires_at != 0 && expires != about.expires_at) {
    complain(Kind::kKept, deed, "was told two different ends for " + deed.told->id);
  }
  if (expires == 0 || about.expires_at == expires) return;
  about.expires_at = expires;
  if (about.minutes == 0) return;
  const bool low = about.permission_set == kLowRisk;
  const int minutes = low ? about.minutes : std::min(about.minutes, kLongestHighRisk);
  const std::int64_t decided = (expires - std::int64_t{minutes} * 60) * 1000;
  const bool explained = std::ranges::any_of(deeds_, [&](const Deed& candidate) {
    const Deed& each = candidate.number == deed.number ? deed : candidate;
    const bool decides = low ? each.act == Act::kSubmit && each.who == about.requester
                             : each.act == Act::kApprove && each.request_id == deed.told->id;
    return decides && decided_within(each, decided, deed.end);
  });
  if (!explained) complain(Kind::kTruth, deed, "was told an end that does not count from the decision");
}

bool Model::decided_within(const Deed& candidate, std::int64_t decided, std::int64_t now) const {
  const std::int64_t latest = candidate.answered ? candidate.end : std::min(now, candidate.begin + kAfterlife);
  // The record holds whole seconds.
  return decided + 1000 + settings_.clocks_off >= candidate.begin && decided <= latest + settings_.clocks_off;
}

}  // namespace curfew::simulation
