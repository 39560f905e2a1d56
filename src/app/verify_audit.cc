#include "app/verify_audit.h"

#include <algorithm>
#include <set>

#include "app/load_scene.h"
#include "base/digest.h"

namespace curfew {
namespace {

constexpr std::size_t kPage = 1000;
// A trail that is wrong in one place is often wrong in many; this many findings tell enough.
constexpr std::size_t kMostFindings = 100;
// How often a record that does not fit its events is read again: a server beside us may be changing it.
constexpr int kMostReadings = 4;

constexpr std::string_view kRequestChains = "request/";
constexpr std::string_view kAssignmentChains = "assignment/";

bool has_record(const std::string& chain) {
  return chain.starts_with(kRequestChains) || chain.starts_with(kAssignmentChains);
}

std::string at_position(std::int64_t position) { return "event " + std::to_string(position); }

}  // namespace

void VerifyAudit::find(std::string sentence) {
  const bool known = std::ranges::find(report_.findings, sentence) != report_.findings.end();
  if (!known && report_.findings.size() < kMostFindings) report_.findings.push_back(std::move(sentence));
}

Result<AuditReport> VerifyAudit::operator()(const std::optional<AuditAnchor>& anchor) {
  for (const Status& part : {read_events(), check_checkpoints(anchor), check_requests(), check_assignments()}) {
    if (part) continue;
    if (part.error().code != ErrorCode::kDamaged) return fail(part.error());
    find("Stored data cannot be read: " + part.error().log_text);
  }
  report_.chains = static_cast<std::int64_t>(heads_.size());
  return report_;
}

Status VerifyAudit::read_events() {
  while (true) {
    const auto events = audit_log_.events_after(report_.events, kPage);
    if (!events) return fail(events.error());
    if (events->empty()) return {};
    for (const PlacedEvent& placed : *events) check_event(placed);
  }
}

void VerifyAudit::check_event(const PlacedEvent& placed) {
  const AuditEvent& event = placed.event;
  const std::string place = at_position(placed.position);
  if (placed.position != report_.events + 1) {
    find("Events are missing between position " + std::to_string(report_.events) + " and " +
         std::to_string(placed.position) + ".");
  }
  report_.events = placed.position;
  hashes_.resize(static_cast<std::size_t>(placed.position));
  hashes_.back() = event.hash;
  if (hash_of(event) != event.hash) find("The contents of " + place + " (" + event.chain + ") were changed.");
  Head& head = heads_[event.chain];
  if (event.sequence != head.sequence + 1) {
    find("In the chain " + event.chain + " number " + std::to_string(event.sequence) + " follows " +
         std::to_string(head.sequence) + " at " + place + ": events were removed or reordered.");
  } else if (event.previous_hash != head.hash) {
    find("The chain " + event.chain + " is broken at " + place + ": it does not continue the event before it.");
  } else if (has_record(event.chain) && event.digest_before != head.record_digest) {
    find("The record of " + event.chain + " was changed without an audit event before " + place + ".");
  }
  head.sequence = event.sequence;
  head.hash = event.hash;
  head.record_digest = event.record_digest;
}

Status VerifyAudit::check_checkpoints(const std::optional<AuditAnchor>& anchor) {
  const auto key = signer_.public_key();
  if (!key) return fail(key.error());
  Checkpoint previous;
  bool anchored = !anchor;
  while (true) {
    const auto checkpoints = audit_log_.checkpoints_after(previous.number, kPage);
    if (!checkpoints) return fail(checkpoints.error());
    if (checkpoints->empty()) break;
    for (const Checkpoint& checkpoint : *checkpoints) {
      // A server beside us may have sealed events since they were read.
      if (checkpoint.position > report_.events) {
        if (auto ok = read_events(); !ok) return ok;
      }
      check_checkpoint(checkpoint, previous, *key);
      if (anchor && checkpoint.number == anchor->number) {
        anchored = true;
        if (checkpoint.hash != anchor->hash) {
          find("Checkpoint " + std::to_string(anchor->number) +
               " is not the one that was kept elsewhere: the trail was rewritten.");
        }
      }
      previous = checkpoint;
      ++report_.checkpoints;
    }
  }
  if (!anchored)
    find("Checkpoint " + std::to_string(anchor->number) +
         ", which was kept elsewhere, is missing: the trail was cut or rewritten.");
  if (previous.position > report_.events) {
    find("The last checkpoint covers " + std::to_string(previous.position) + " events, but only " +
         std::to_string(report_.events) + " are there: events were removed.");
  }
  report_.unsealed_events = std::max<std::int64_t>(0, report_.events - previous.position);
  return {};
}

void VerifyAudit::check_checkpoint(const Checkpoint& checkpoint, const Checkpoint& previous, const std::string& key) {
  const std::string name = "Checkpoint " + std::to_string(checkpoint.number);
  if (checkpoint.number != previous.number + 1)
    find("Checkpoints are missing before number " + std::to_string(checkpoint.number) + ".");
  if (checkpoint.hash != hash_of(checkpoint)) find(name + " was changed.");
  if (checkpoint.previous_hash != previous.hash) find(name + " does not continue the one before it.");
  const auto signature = from_hex(checkpoint.signature);
  const bool signed_by_us =
      checkpoint.public_key == hex(key) && signature && signer_.verify(signed_bytes(checkpoint), *signature, key);
  if (!signed_by_us) find(name + " is not signed with this installation's key.");
  const auto begin =
      std::min<std::size_t>(static_cast<std::size_t>(std::max<std::int64_t>(0, previous.position)), hashes_.size());
  const auto end =
      std::min<std::size_t>(static_cast<std::size_t>(std::max<std::int64_t>(0, checkpoint.position)), hashes_.size());
  const std::vector<std::string> covered(hashes_.begin() + static_cast<std::ptrdiff_t>(begin),
                                         hashes_.begin() + static_cast<std::ptrdiff_t>(std::max(begin, end)));
  if (checkpoint.merkle_root != merkle_root(covered)) {
    find(name + " does not fit the events that it covers: they were changed, removed or reordered.");
  }
}

Status VerifyAudit::check_requests() {
  std::set<std::string> unseen;
  for (const auto& [chain, head] : heads_) {
    if (chain.starts_with(kRequestChains)) unseen.insert(chain);
  }
  std::optional<PagePosition> after;
  while (true) {
    const auto page = index_.page({}, kPage, after);
    if (!page) return fail(page.error());
    for (const Request& request : *page) {
      if (request.version == 0) continue;  // of the deployment before: it kept no trail
      const std::string chain = std::string(kRequestChains) + request.id.str();
      unseen.erase(chain);
      if (auto ok = check_record(chain, state_of(request), [&] { return read_request(request.id); }); !ok) return ok;
      if (is_final(request.status)) continue;
      if (auto ok = check_scene(request.access, request.id); !ok) return ok;
    }
    if (page->size() < kPage) break;
    after = PagePosition{.requested_at = page->back().requested_at, .id = page->back().id};
  }
  // Removed, unreadable, or not in the index yet.
  for (const std::string& chain : unseen) {
    const RequestId id(chain.substr(kRequestChains.size()));
    if (auto ok = check_record(chain, [&] { return read_request(id); }); !ok) return ok;
  }
  return {};
}

Status VerifyAudit::check_assignments() {
  std::vector<std::string> chains;
  for (const auto& [chain, head] : heads_) {
    if (chain.starts_with(kAssignmentChains)) chains.push_back(chain);
  }
  for (const std::string& chain : chains) {
    const auto key = assignment_key_from(std::string_view(chain).substr(kAssignmentChains.size()));
    if (!key) {
      find("The chain " + chain + " names no assignment.");
      continue;
    }
    if (auto ok = check_record(chain, [&] { return read_assignment(*key); }); !ok) return ok;
    if (auto ok = check_scene(*key, std::nullopt); !ok) return ok;
  }
  return {};
}

VerifyAudit::RecordState VerifyAudit::state_of(const Request& request) {
  return {.sequence = request.version, .hash = request.event_hash, .digest = record_digest(request)};
}

Result<std::optional<VerifyAudit::RecordState>> VerifyAudit::read_request(const RequestId& id) {
  const auto request = ledger_.request(id);
  if (!request) return fail(request.error());
  if (!*request) return std::nullopt;
  return state_of(**request);
}

Result<std::optional<VerifyAudit::RecordState>> VerifyAudit::read_assignment(const AssignmentKey& key) {
  const auto assignment = ledger_.assignment(key);
  if (!assignment) return fail(assignment.error());
  if (!*assignment) return std::nullopt;
  return RecordState{
      .sequence = (*assignment)->event_count, .hash = (*assignment)->event_hash, .digest = record_digest(**assignment)};
}

Status VerifyAudit::check_scene(const AssignmentKey& key, const std::optional<RequestId>& also) {
  const auto scene = load_scene(ledger_, key, also);
  if (scene || scene.error().code == ErrorCode::kConflict) return {};
  if (scene.error().code != ErrorCode::kDamaged) return fail(scene.error());
  find("The records do not fit together: " + scene.error().log_text + ".");
  return {};
}

Status VerifyAudit::check_record(const std::string& chain, const ReadRecord& read) {
  const auto state = read();
  if (state && *state) return check_record(chain, **state, read);
  if (!state && state.error().code != ErrorCode::kDamaged) return fail(state.error());
  find("The record of " + chain + (state ? " was removed; its events are still there." : " cannot be read."));
  return {};
}

Status VerifyAudit::check_record(const std::string& chain, RecordState state, const ReadRecord& read) {
  ++report_.records;
  auto fault = fault_of(chain, state);
  for (int i = 1; fault && i < kMostReadings; ++i) {
    const auto again = read();
    if (!again || !*again) break;
    state = **again;
    if (auto ok = read_events(); !ok) return ok;
    fault = fault_of(chain, state);
  }
  if (fault) find(*std::move(fault));
  return {};
}

std::optional<std::string> VerifyAudit::fault_of(const std::string& chain, const RecordState& state) const {
  const auto head = heads_.find(chain);
  if (head == heads_.end()) return "The record of " + chain + " has no audit events.";
  if (head->second.sequence != state.sequence || head->second.hash != state.hash) {
    return "The record of " + chain +
           " and its last audit event do not belong together: one of them was changed or removed.";
  }
  if (head->second.record_digest != state.digest) {
    return "The record of " + chain + " was changed without an audit event.";
  }
  return std::nullopt;
}

}  // namespace curfew
