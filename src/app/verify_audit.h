// Use case: `curfew audit verify`. Reads the whole audit trail and every record, and finds any change, gap, reordering
// or removal. Changes nothing; may run beside a server.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "domain/checkpoint.h"
#include "ports/audit_log.h"
#include "ports/ledger.h"
#include "ports/request_index.h"

namespace curfew {

// A checkpoint that was kept elsewhere, from the log for instance.
struct AuditAnchor {
  std::int64_t number = 0;
  std::string hash;
};

struct AuditReport {
  std::int64_t events = 0;
  std::int64_t chains = 0;
  std::int64_t checkpoints = 0;
  std::int64_t unsealed_events = 0;  // younger than the last checkpoint: an ordinary tail
  std::int64_t records = 0;
  std::vector<std::string> findings;  // sentences; empty: the trail is whole
};

// For one thread; made for one run.
class VerifyAudit {
 public:
  VerifyAudit(AuditLog& audit_log, Ledger& ledger, RequestIndex& index, CheckpointSigner& signer)
      : audit_log_(audit_log), ledger_(ledger), index_(index), signer_(signer) {}

  // Errors: kUnavailable when the store cannot be read at all. What is damaged is a finding, not an error.
  [[nodiscard]] Result<AuditReport> operator()(const std::optional<AuditAnchor>& anchor);

 private:
  struct Head {
    std::int64_t sequence = 0;
    std::string hash;
    std::string record_digest;
  };
  // What a record says of its place in its chain.
  struct RecordState {
    std::int64_t sequence = 0;
    std::string hash;
    std::string digest;
  };
  // Consistent; empty when there is no such record.
  using ReadRecord = std::function<Result<std::optional<RecordState>>()>;

  [[nodiscard]] Status read_events();
  void check_event(const PlacedEvent& placed);
  [[nodiscard]] Status check_checkpoints(const std::optional<AuditAnchor>& anchor);
  void check_checkpoint(const Checkpoint& checkpoint, const Checkpoint& previous, const std::string& key);
  [[nodiscard]] Status check_requests();
  [[nodiscard]] Status check_assignments();
  // An assignment's leases have no events of their own: they are held against the requests that they belong to.
  [[nodiscard]] Status check_scene(const AssignmentKey& key, const std::optional<RequestId>& also);
  [[nodiscard]] static RecordState state_of(const Request& request);
  [[nodiscard]] Result<std::optional<RecordState>> read_request(const RequestId& id);
  [[nodiscard]] Result<std::optional<RecordState>> read_assignment(const AssignmentKey& key);
  // Finds a record that is gone, cannot be read, or does not fit the last event of its chain, also when it and the
  // trail are read anew.
  [[nodiscard]] Status check_record(const std::string& chain, const ReadRecord& read);
  [[nodiscard]] Status check_record(const std::string& chain, RecordState state, const ReadRecord& read);
  [[nodiscard]] std::optional<std::string> fault_of(const std::string& chain, const RecordState& state) const;
  void find(std::string sentence);

  AuditLog& audit_log_;
  Ledger& ledger_;
  RequestIndex& index_;
  CheckpointSigner& signer_;
  AuditReport report_;
  std::map<std::string, Head> heads_;
  std::vector<std::string> hashes_;  // of event position i + 1
};

}  // namespace curfew
