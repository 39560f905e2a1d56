// When a call may be refused, and with which word; and when it must be.
#include <algorithm>
#include <string_view>

#include "simulation/judges/model.h"

namespace curfew::simulation {
namespace {

bool is_decision(Act act) { return act == Act::kApprove || act == Act::kDeny; }

}  // namespace

bool Model::must_be_refused(const Deed& deed, const Known& about) const {
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
  const std::string_view word = deed.refusal;
  const bool decides = is_decision(deed.act);
  const Known* about = known(deed.request_id);
  const bool own = about != nullptr && about->requester == deed.who;
  const bool ends = deed.act == Act::kCancel || deed.act == Act::kRevoke;

  if (word == "unavailable") return deed.disturbed;
  if (word == "conflict") return deed.contended || deed.disturbed;
  if (word == "invalid_request") return !deed.sound && (deed.act == Act::kSubmit || deed.act == Act::kDeny);
  if (word == "against_policy") return deed.act == Act::kSubmit && (!deed.sound || deed.catalog_changed);
  if (word == "unknown_user") return deed.user_deleted && deed.act == Act::kSubmit;
  if (word == "idempotency_conflict") return !deed.same_body;
  if (word == "standing_access") return deed.act == Act::kSubmit && deed.others_gave;
  if (word == "assignment_blocked") return deed.refused_by_aws && (deed.act == Act::kSubmit || decides);
  if (word == "catalog_changed") return deed.catalog_changed && deed.act == Act::kApprove;
  if (word == "forbidden") return (decides && !deed.manager) || (ends && deed.manager && !own);
  if (word == "self_approval") return decides && own;
  if (word == "not_found") return about == nullptr || (!deed.manager && !own);
  if (word == "too_many_leases") {
    const auto asked = std::ranges::count_if(
        deeds_, [&](const Deed& other) { return other.act == Act::kSubmit && may_have_happened(other, deed.end); });
    return asked > settings_.most_leases;
  }
  if (about == nullptr) return true;  // nothing more is known of it
  if (word == "expired") {
    // Two servers' clocks have to do with it: one wrote when it was asked, the other when nobody had decided.
    return deed.end + 2 * settings_.clocks_off + 1000 >= about->asked_from + settings_.pending_lapse;
  }
  if (word == "already_decided") {
    return about->permission_set == "S3FullAccess" || somebody_may_have({Act::kApprove, Act::kDeny}, deed) ||
           deed.disturbed;
  }
  if (word == "ended") {
    return is_over_by_time(*about, deed.end) || somebody_may_have({Act::kCancel, Act::kRevoke, Act::kDeny}, deed) ||
           a_manager_may_have_ended(*about, deed) || deed.troubled;
  }
  return false;
}

}  // namespace curfew::simulation
