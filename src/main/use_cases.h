// All use cases, wired to their ports. A list, in the order in which they need each other.
#pragma once

#include "app/adopt.h"
#include "app/cancel.h"
#include "app/decide.h"
#include "app/do_owed_work.h"
#include "app/drive_assignment.h"
#include "app/export_audit.h"
#include "app/find_differences.h"
#include "app/follow_changes.h"
#include "app/keep_timer.h"
#include "app/publish_notice.h"
#include "app/read_requests.h"
#include "app/reconcile.h"
#include "app/record_catalog.h"
#include "app/report_month.h"
#include "app/requester.h"
#include "app/revoke.h"
#include "app/run_timer.h"
#include "app/seal_audit.h"
#include "app/send_letters.h"
#include "app/submit.h"
#include "app/sweep.h"
#include "app/tell_findings.h"
#include "app/transition_writer.h"
#include "ports/audit_log.h"
#include "ports/catalog_source.h"
#include "ports/clock.h"
#include "ports/earlier_records.h"
#include "ports/entropy.h"
#include "ports/identity_center.h"
#include "ports/ledger.h"
#include "ports/mail.h"
#include "ports/notice_topic.h"
#include "ports/request_index.h"
#include "ports/revocation_timer.h"
#include "ports/telemetry.h"
#include "ports/work_queue.h"

namespace curfew::wiring {

struct Ports {
  Ledger& ledger;
  WorkQueue& queue;
  RequestIndex& index;
  AuditLog& audit_log;
  EarlierDeployment earlier;
  CheckpointSigner& signer;
  IdentityCenter& identity_center;
  TimerOutside timer_outside;
  const CatalogSource& catalog;
  LetterWriter& letter_writer;
  FindingsWriter& findings_writer;
  Mailer& mailer;
  ApproverDirectory& approvers;
  NoticeWriter& notice_writer;
  NoticeTopics notice_topic;
  const Clock& clock;
  Entropy& entropy;
  Log& log;
  Metrics& metrics;
};

// Grants wait for a timer outside wherever there is one, and nowhere else.
[[nodiscard]] inline Rules with_timer(Rules rules, const TimerOutside& timer) {
  rules.timer_outside = !std::holds_alternative<NoTimerOutside>(timer);
  return rules;
}

// Empty where no deployment before shares the store.
[[nodiscard]] inline std::optional<Adopt> adoption_by(const Ports& ports, const Rules& rules) {
  const auto* records = std::get_if<std::reference_wrapper<EarlierRecords>>(&ports.earlier);
  if (records == nullptr) return std::nullopt;
  return std::optional<Adopt>(std::in_place, *records, ports.ledger, ports.identity_center, ports.catalog, ports.clock,
                              ports.log, ports.metrics, rules);
}
[[nodiscard]] inline Adoption adoption_in(std::optional<Adopt>& adopt) {
  return adopt ? Adoption(std::ref(*adopt)) : NoEarlierDeployment{};
}

// The approval notice is owed to a topic wherever there is one, and nowhere else.
[[nodiscard]] inline Rules with_topic(Rules rules, const NoticeTopics& topic) {
  rules.notice_topic = !std::holds_alternative<NoNoticeTopic>(topic);
  return rules;
}

[[nodiscard]] inline Rules with_outside(const Rules& rules, const Ports& ports) {
  return with_topic(with_timer(rules, ports.timer_outside), ports.notice_topic);
}

// Lives as long as the ports.
struct UseCases {
  UseCases(const Ports& ports, const Rules& rules)
      : adopt(adoption_by(ports, with_outside(rules, ports))),
        writer(ports.ledger, ports.clock, ports.metrics, with_outside(rules, ports), adoption_in(adopt)),
        requesters(ports.ledger, ports.identity_center),
        submit(writer, requesters, ports.identity_center, ports.catalog, ports.entropy),
        decide(writer, requesters, ports.identity_center, ports.catalog),
        revoke(writer, requesters),
        cancel(writer, requesters),
        read(ports.ledger, ports.index, requesters),
        follow_changes(ports.audit_log, ports.ledger, requesters, ports.log),
        report_month(ports.index, ports.clock),
        export_audit(ports.audit_log, ports.log),
        record_catalog(ports.ledger, ports.clock),
        drive(writer, ports.identity_center, ports.log, ports.metrics),
        timers(writer),
        keep_timer(writer, ports.timer_outside, ports.log, ports.metrics),
        letters(writer, ports.letter_writer, ports.mailer, ports.approvers, ports.log, ports.metrics),
        publish_notice(writer, ports.notice_writer, ports.notice_topic, ports.log, ports.metrics),
        owed_work(writer, ports.queue, drive, timers, keep_timer, letters, publish_notice, ports.log),
        sweep(writer, ports.index, ports.queue, timers, ports.log, ports.metrics),
        seal_audit(ports.audit_log, ports.signer, ports.clock, ports.log, ports.metrics),
        find_differences(writer, ports.identity_center, ports.index, ports.queue),
        tell_findings(ports.ledger, ports.findings_writer, ports.mailer, ports.approvers, ports.clock, ports.log,
                      ports.metrics),
        reconcile(writer, find_differences, tell_findings, ports.catalog, ports.log, ports.metrics) {}

  std::optional<Adopt> adopt;
  TransitionWriter writer;
  Requesters requesters;
  Submit submit;
  Decide decide;
  Revoke revoke;
  Cancel cancel;
  ReadRequests read;
  FollowChanges follow_changes;
  ReportMonth report_month;
  ExportAudit export_audit;
  RecordCatalog record_catalog;
  DriveAssignment drive;
  RunTimer timers;
  KeepTimer keep_timer;
  SendLetters letters;
  PublishNotice publish_notice;
  DoOwedWork owed_work;
  Sweep sweep;
  SealAudit seal_audit;
  FindDifferences find_differences;
  TellFindings tell_findings;
  Reconcile reconcile;
};

}  // namespace curfew::wiring
