#include "app/transition_metrics.h"

#include <chrono>

namespace curfew {
namespace {

double seconds_between(Seconds from, Instant to) { return std::chrono::duration<double>(to - from).count(); }

void count_request(Metrics& metrics, const Request& request, bool is_new, Instant now) {
  if (is_new) metrics.count("curfew_requests_total", {{"risk", word(request.risk)}});
  const bool decided = request.decision && !request.decision->automatic;
  switch (request.status) {
    case RequestStatus::kGranting:
      if (!decided) break;
      metrics.count("curfew_decisions_total", {{"action", "approve"}});
      metrics.observe("curfew_approval_seconds", seconds_between(request.requested_at, now));
      break;
    case RequestStatus::kDenied:
      metrics.count("curfew_decisions_total", {{"action", "deny"}});
      metrics.observe("curfew_approval_seconds", seconds_between(request.requested_at, now));
      break;
    case RequestStatus::kActive:
      metrics.observe("curfew_grant_seconds", seconds_between(request.decision->at, now));
      break;
    case RequestStatus::kRevoked:
      metrics.count("curfew_revocations_total", {{"type", word(request.revocation->type)}});
      if (request.revocation->type == RevocationType::kAuto) {
        metrics.observe("curfew_revocation_delay_seconds", seconds_between(*request.expires_at, now));
      }
      break;
    case RequestStatus::kPending:
    case RequestStatus::kRevoking:
    case RequestStatus::kCancelled:
    case RequestStatus::kExpired:
    case RequestStatus::kFailed: break;
  }
}

}  // namespace

void count_transition(Metrics& metrics, const Step& step, Instant now) {
  for (const AuditEvent& event : step.events) {
    const bool is_request = event.chain.starts_with("request/") && event.from != event.to;
    if (is_request) metrics.count("curfew_transitions_total", {{"to", event.to}});
  }
  for (const auto& change : step.requests) count_request(metrics, change.record, change.expected_version == 0, now);
}

}  // namespace curfew
