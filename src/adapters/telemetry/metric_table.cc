#include "adapters/telemetry/metric_table.h"

#include <array>

namespace curfew::telemetry {
namespace {

using enum MetricKind;

// Seconds. Each set is finest where somebody would set an alarm or a goal.
constexpr std::array kFast = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
constexpr std::array kGrant = {0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0};
constexpr std::array kDelay = {0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0};
constexpr std::array kPeople = {30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 14400.0, 28800.0};

constexpr std::array kKnown = {
    KnownMetric{"curfew_requests_total", kCounter, true, "Requests submitted, by risk."},
    KnownMetric{"curfew_decisions_total", kCounter, true, "Decisions on pending requests, by action."},
    KnownMetric{"curfew_transitions_total", kCounter, true, "Requests that changed status, by the status reached."},
    KnownMetric{"curfew_revocations_total", kCounter, true, "Revocations, by type."},
    KnownMetric{"curfew_revocations_late", kGauge, false, "Revocations not done 120 s after their end. Should be 0."},
    KnownMetric{"curfew_revocation_delay_seconds", kHistogram, false,
                "From the end of a request to the end of its access.", kDelay},
    KnownMetric{"curfew_approval_seconds", kHistogram, false, "From a high-risk request to its decision.", kPeople},
    KnownMetric{"curfew_grant_seconds", kHistogram, false, "From a decision to the access being there.", kGrant},
    KnownMetric{"curfew_mail_total", kCounter, true, "Mails tried, by result."},
    KnownMetric{"curfew_topic_notices_total", kCounter, true, "Approval notices tried on the topic, by result."},
    KnownMetric{"curfew_work_backlog", kGauge, true, "Owed work that is due and not done, by class."},
    KnownMetric{"curfew_assignments_blocked", kGauge, false,
                "Assignments that cannot be revoked and wait for an administrator. Should be 0."},
    KnownMetric{"curfew_reconcile_findings", kGauge, true,
                "Where Identity Center and the record differed at the last comparison, by kind."},
    KnownMetric{"curfew_reconcile_not_compared", kGauge, false,
                "Listings and records that could not be compared at the last comparison. Should be 0."},
    KnownMetric{"curfew_http_requests_total", kCounter, true, "HTTP requests answered, by route and status."},
    KnownMetric{"curfew_http_request_seconds", kHistogram, true,
                "From the last byte of an HTTP request to its answer, by route.", kFast},
    KnownMetric{"curfew_http_connections", kGauge, false, "HTTP connections open now."},
    KnownMetric{"curfew_event_streams", kGauge, false, "Callers who listen to GET /events now."},
    KnownMetric{"curfew_http_connections_refused_total", kCounter, false,
                "HTTP connections refused: too many were open."},
    KnownMetric{"curfew_audit_checkpoint_position", kGauge, false,
                "Audit events covered by the newest signed checkpoint."},
    KnownMetric{"curfew_outside_calls_total", kCounter, true, "Calls to outside systems, by call and result."},
    KnownMetric{"curfew_aws_calls_total", kCounter, true,
                "Attempts of calls of AWS's APIs, by service, operation and result."},
    KnownMetric{"curfew_aws_call_seconds", kHistogram, true,
                "From an attempt of a call of AWS's APIs to its answer, by service and operation.", kFast},
    KnownMetric{"curfew_metrics_dropped_total", kCounter, false,
                "Measurements not kept: wrong kind, bad name, or too many series. A fault of Curfew when not 0."},
};

}  // namespace

std::span<const KnownMetric> known_metrics() { return kKnown; }

std::span<const double> default_bounds() { return kGrant; }

}  // namespace curfew::telemetry
