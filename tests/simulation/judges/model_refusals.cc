// When a call may be refused, and with which word; and when it must be.
#include <algorithm>
#include <string_view>

#include "simulation/judges/model.h"

namespace curfew::simulation {
namespace {

bool is_decision(Act act) { return act == Act::kApprove || act == Act::kDeny; }

}  // namespace

bool Model::must_be_refused(const Deed& deed, const Known& about) {
  const bool own = deed.who == about.requester;
  if (is_decision(deed.act)) return !deed.manager || own || !deed.sound;
  if (deed.act == Act::kCancel) return !own;
  return !own && !deed.manager;
}

bool Model::is_over_by_time(const Known& about, std::int64_t now) const {
  return about.expires_at != 0 && about.expires_at * 1000 <= now + settings_.clocks_off;
}

bool Model::a_manager_may_have_ended(const Known& about, const Deed& deed) const {
  return std::ranges::any_of(deeds_, [&](const Deed& other) {
    const Known* revoked = other.act == Act::kRevoke && other.manager ? known(other.request_id) : nullptr;
    return revoked != nullptr && revoked->requester == about.requester && other.who != about.requester &&
           revoked->permission_set == about.permission_set && may_have_happened(other, deed.end);
  });
}

void Model::judge_refusal(const Deed& deed) {
  if (may_be_refused(deed)) return;
  complain(Complaint::Kind::kTruth, deed, "was refused with " + deed.refusal + " for no reason that anybody can see");
}

bool Model::may_be_refused(const Deed& deed) const {
  if (const auto verdict = may_be_refused_at_once(deed)) return *verdict;
  const std::string_view word = deed.refusal;
  const Known* about = known(deed.request_id);
  const bool own = about != nullptr && about->requester == deed.who;
  const bool ends = deed.act == Act::kCancel || deed.act == Act::kRevoke;
  if (word == "forbidden") return (is_decision(deed.act) && !deed.manager) || (ends && deed.manager && !own);
  if (word == "self_approval") return is_decision(deed.act) && own;
  if (word == "not_found") return about == nullptr || (!deed.manager && !own);
  return about == nullptr || may_be_too_late(deed, *about);
}

std::optional<bool> Model::may_be_refused_at_once(const Deed& deed) const {
  const std::string_view word = deed.refusal;
  const bool submits = deed.act == Act::kSubmit;
  if (word == "unavailable") return deed.disturbed;
  if (word == "conflict") return deed.contended || deed.disturbed;
  if (word == "invalid_request") return !deed.sound && (submits || deed.act == Act::kDeny);
  if (word == "against_policy") return submits && (!deed.sound || deed.catalog_changed);
  if (word == "unknown_user") return deed.user_deleted && submits;
  if (word == "idempotency_conflict") return !deed.same_body;
  if (word == "standing_access") return submits && deed.others_gave;
  if (word == "assignment_blocked") return deed.refused_by_aws && (submits || is_decision(deed.act));
  if (word == "catalog_changed") return deed.catalog_changed && deed.act == Act::kApprove;
  if (word != "too_many_leases") return std::nullopt;
  const auto asked = std::ranges::count_if(
      deeds_, [&](const Deed& other) { return other.act == Act::kSubmit && may_have_happened(other, deed.end); });
  return asked > settings_.most_leases;
}

bool Model::may_be_too_late(const Deed& deed, const Known& about) const {
  const std::string_view word = deed.refusal;
  if (word == "expired") {
    // Two servers' clocks have to do with it: one wrote when it was asked, the other when nobody had decided.
    return deed.end + 2 * settings_.clocks_off + 1000 >= about.asked_from + settings_.pending_lapse;
  }
  if (word == "already_decided") {
    return about.permission_set == "S3FullAccess" || somebody_may_have({Act::kApprove, Act::kDeny}, deed) ||
           deed.disturbed;
  }
  if (word != "ended") return false;
  return is_over_by_time(about, deed.end) || somebody_may_have({Act::kCancel, Act::kRevoke, Act::kDeny}, deed) ||
         a_manager_may_have_ended(about, deed) || deed.troubled;
}

}  // namespace curfew::simulation
