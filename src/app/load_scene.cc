#include "app/load_scene.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace curfew {
namespace {

// Empty when somebody changed it meanwhile.
Result<std::optional<Scene>> try_load(Ledger& ledger, const AssignmentKey& key, const std::optional<RequestId>& also,
                                      const ReadRequest& read) {
  auto stored = ledger.assignment(key);
  if (!stored) return fail(stored.error());
  Scene scene;
  scene.assignment.key = key;
  if (*stored) scene.assignment = **stored;
  std::vector<RequestId> wanted;
  for (const Lease& lease : scene.assignment.leases) wanted.push_back(lease.request_id);
  if (also && std::ranges::find(wanted, *also) == wanted.end()) wanted.push_back(*also);
  for (const RequestId& id : wanted) {
    auto request = read(id, find_lease(scene.assignment, id));
    if (!request) return fail(request.error());
    if (*request) scene.requests.push_back(std::move(**request));
  }
  // A request changes its lease only together with the assignment: the same version before and after means that the
  // reads in between fit together.
  auto again = ledger.assignment(key);
  if (!again) return fail(again.error());
  const std::int64_t version = *again ? (*again)->version : 0;
  if (version != scene.assignment.version) return std::nullopt;
  if (auto ok = check_consistent(scene); !ok) return fail(ok.error());
  return scene;
}

}  // namespace

std::unexpected<Error> too_much_contention() {
  return fail(ErrorCode::kConflict, "Somebody else is changing this at the same time. Please try again.");
}

Result<Scene> load_scene(Ledger& ledger, const AssignmentKey& key, const std::optional<RequestId>& also) {
  return load_scene(ledger, key, also, [&](const RequestId& id, const Lease*) { return ledger.request(id); });
}

Result<Scene> load_scene(Ledger& ledger, const AssignmentKey& key, const std::optional<RequestId>& also,
                         const ReadRequest& read) {
  for (int i = 0; i < kMostTries; ++i) {
    auto scene = try_load(ledger, key, also, read);
    if (!scene) return fail(scene.error());
    if (*scene) return std::move(**scene);
  }
  return too_much_contention();
}

}  // namespace curfew
