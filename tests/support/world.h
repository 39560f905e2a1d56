// All of Curfew's use cases on stand-ins for the outside, with a clock that a test moves.
//
// The World is what outlives a process: store, Identity Center, mail, time. Its process can die and come back.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/adopt.h"
#include "app/cancel.h"
#include "app/decide.h"
#include "app/do_owed_work.h"
#include "app/drive_assignment.h"
#include "app/export_audit.h"
#include "app/find_differences.h"
#include "app/keep_timer.h"
#include "app/publish_notice.h"
#include "app/read_requests.h"
#include "app/reconcile.h"
#include "app/release_assignment.h"
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
#include "app/verify_audit.h"
#include "support/call_gate.h"
#include "support/durable_store.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"
#include "support/fake_findings.h"
#include "support/fake_identity_center.h"
#include "support/fake_mail.h"
#include "support/fake_revocation_timer.h"
#include "support/fake_signer.h"
#include "support/fake_topic.h"
#include "support/gated_ports.h"
#include "support/memory_store.h"
#include "support/recording_telemetry.h"

namespace curfew::test {

// A catalog that a test can change as an administrator would.
class FakeCatalog final : public CatalogSource {
 public:
  [[nodiscard]] std::shared_ptr<const Catalog> current() const override { return catalog_; }
  void set(Catalog catalog) { catalog_ = std::make_shared<const Catalog>(std::move(catalog)); }

 private:
  std::shared_ptr<const Catalog> catalog_ = std::make_shared<const Catalog>();
};

// One low-risk permission set ("S3FullAccess"), one high-risk ("EmergencyAdmin", at most 30 minutes), two accounts.
[[nodiscard]] Catalog usual_catalog();

struct WorldSettings {
  Millis settle{0};
  Millis delay{1500};  // how long Identity Center takes for a create or delete
  std::size_t most_leases = Rules{}.most_leases;
  bool timer_outside = false;       // a timer outside watches the end of each lease
  bool notice_topic = true;         // the approval notice goes to a topic, too
  bool earlier_deployment = false;  // … and the deployment before has written into the store: only in memory
  StoreMaker make_store{};          // empty: the world's own, in memory
};

// What dies with a process: the use cases, on ports that pass the world's gate.
struct Process {
  struct Outside {
    CallGate& gate;
    Ledger& ledger;
    WorkQueue& queue;
    RequestIndex& index;
    AuditLog& audit_log;
    EarlierDeployment earlier;
    IdentityCenter& center;
    RevocationTimer& timer;  // used only where the rules say so
    Mailer& mailer;
    ApproverDirectory& approvers;
    LetterWriter& letters;
    NoticeWriter& notices;
    NoticeTopic& topic;  // used only where the rules say so
    const CatalogSource& catalog;
    const Clock& clock;
    Entropy& entropy;
    CheckpointSigner& signer;
    Log& log;
    Metrics& metrics;
    Rules rules;
  };
  explicit Process(const Outside& outside);

  GatedLedger ledger;
  GatedQueue queue;
  GatedIndex index;
  GatedAuditLog audit_log;
  GatedIdentityCenter center;
  GatedTimer timer;
  GatedMailer mailer;
  GatedApprovers approvers;
  GatedTopic topic;
  GatedSigner signer;
  std::optional<GatedEarlierRecords> earlier;
  std::optional<Adopt> adopt;
  TransitionWriter writer;
  Requesters requesters;
  Submit submit;
  Decide decide;
  Revoke revoke;
  Cancel cancel;
  ReadRequests read;
  ReportMonth report_month;
  ExportAudit export_audit;
  ReleaseAssignment release;
  RunTimer timers;
  KeepTimer keep_timer;
  DriveAssignment drive;
  SendLetters send_letters;
  PublishNotice publish_notice;
  DoOwedWork do_owed_work;
  Sweep sweep;
  SealAudit seal;
  FakeFindingsWriter findings_letters;
  FindDifferences find_differences;
  TellFindings tell_findings;
  Reconcile reconcile;
};

class World {
 public:
  explicit World(const WorldSettings& settings = {});

  FakeClock clock;
  FakeEntropy entropy;
  MemoryStore store;  // what this world stands on, unless its settings say otherwise
  FakeIdentityCenter center;
  FakeRevocationTimer timer;
  FakeLetterWriter letters;
  FakeMailer mailer;
  FakeApprovers approvers;
  FakeNoticeWriter notices;
  FakeTopic topic;
  FakeCatalog catalog;
  FakeSigner signer;
  RecordingLog log;
  RecordingMetrics metrics;
  CallGate gate;
  CallGate rivals_gate;  // never armed

  // The people: two engineers, and two managers. All are in Identity Center.
  Caller ada = person("ada", false);
  Caller ben = person("ben", false);
  Caller mia = person("mia", true);
  Caller max = person("max", true);

  [[nodiscard]] Process& app() { return *process_; }
  // Another server on the same store; its calls pass no gate.
  [[nodiscard]] Process& rival() { return *rival_; }
  // The process is gone, and another one starts on what was stored.
  void restart();
  // Both servers are configured anew: whether a timer outside watches the ends of leases.
  void keep_time_outside(bool outside);
  // The same: whether approval notices go to the topic.
  void publish_notices(bool to_topic);
  [[nodiscard]] bool keeps_time_outside() const { return rules_.timer_outside; }
  // What is stored, as the other server sees it.
  [[nodiscard]] Ledger& ledger() { return rivals_store_->ledger(); }
  [[nodiscard]] WorkQueue& queue() { return rivals_store_->queue(); }
  [[nodiscard]] RequestIndex& index() { return rivals_store_->index(); }
  [[nodiscard]] AuditLog& audit_log() { return rivals_store_->audit_log(); }

  [[nodiscard]] static Caller person(const std::string& name, bool manager);
  [[nodiscard]] static SubmitCall low_risk(const Caller& who, std::optional<std::int64_t> minutes = std::nullopt);
  [[nodiscard]] static SubmitCall high_risk(const Caller& who, std::optional<std::int64_t> minutes = std::nullopt);

  // What has to succeed; ends the test program with a message otherwise.
  Request submit(const SubmitCall& call);
  Request approve(const Caller& manager, const RequestId& id);
  // A granted low-risk request: ACTIVE, its letters sent.
  Request granted(const Caller& who, std::optional<std::int64_t> minutes = std::nullopt);

  [[nodiscard]] Request request(const RequestId& id);
  [[nodiscard]] RequestStatus status(const RequestId& id) { return request(id).status; }
  [[nodiscard]] Assignment assignment(const AssignmentKey& key);
  [[nodiscard]] AssignmentKey access_of(const Caller& who, const std::string& permission_set = "S3FullAccess");
  // The actions of a request's audit trail, in order: "request.submitted access.granted".
  [[nodiscard]] std::string trail(const RequestId& id);

  // Does what is due now, until there is nothing more to do at this instant. False when that has no end.
  bool work_now();
  // When there is something to do again; empty when nothing is owed.
  [[nodiscard]] std::optional<Instant> next_instant();
  // Moves the clock from one due time to the next and does what is due, until `at`.
  void run_until(Instant at);
  void run_for(Millis time) { run_until(clock.now() + time); }
  // The same until no work is owed any more. False when that has no end.
  bool run_until_quiet();
  // Time passes in which only the other server works: this process stalls.
  void stall(Millis time);
  // Called by the above after every instant at which something was done.
  std::function<void()> after_step = [] {};

 private:
  [[nodiscard]] bool work_once(Process& process);
  [[nodiscard]] std::unique_ptr<Process> start(OpenStore& on, CallGate& through);

  Rules rules_;
  bool earlier_deployment_;
  std::unique_ptr<DurableStore> durable_;
  std::unique_ptr<OpenStore> store_;
  std::unique_ptr<OpenStore> rivals_store_;
  std::unique_ptr<Process> process_;
  std::unique_ptr<Process> rival_;
};

}  // namespace curfew::test
