#include "app/transition_metrics.h"

#include <algorithm>
#include <chrono>

namespace curfew {
namespace {

double seconds_between(Seconds from, Instant to) { return std::chrono::duration<double>(to - from).count(); }

void count_decision(Metrics& metrics, const Request& request, std::string_view action, Instant now) {
  metrics.count("curfew_decisions_total", {{"action", action}});
  metrics.observe("curfew_approval_seconds", seconds_between(request.requested_at, now));
}

void count_revocation(Metrics& metrics, const Request& request, Instant now) {
  metrics.count("curfew_revocations_total", {{"type", word(request.revocation->type)}});
  if (request.revocation->type != RevocationType::kAuto) return;
  metrics.observe("curfew_revocation_delay_seconds", seconds_between(*request.expires_at, now));
}

// By the event and not by the status: one step may take a request through two transitions.
void count_event(Metrics& metrics, const AuditEvent& event, const Request& request, Instant now) {
  if (event.action == "request.submitted") metrics.count("curfew_requests_total", {{"risk", word(request.risk)}});
  if (event.action == "request.approved") count_decision(metrics, request, "approve", now);
  if (event.action == "request.denied") count_decision(metrics, request, "deny", now);
  if (event.action == "access.granted") {
    metrics.observe("curfew_grant_seconds", seconds_between(request.decision->at, now));
  }
  if (event.action == "access.revoked") count_revocation(metrics, request, now);
}

}  // namespace

void count_transition(Metrics& metrics, const Step& step, Instant now) {
  for (const AuditEvent& event : step.events) {
    metrics.count("curfew_transitions_total", {{"to", event.to}});
    const auto changed = std::ranges::find_if(step.requests, [&](const Change<Request>& change) {
      return event.chain == "request/" + change.record.id.str();
    });
    if (changed != step.requests.end()) count_event(metrics, event, changed->record, now);
  }
}

}  // namespace curfew
