// Compares what Identity Center lists with the record. Changes nothing.
//
// A listing may lag behind in both directions, and other servers go on working. So what a listing suggests stands only
// when a second listing agrees and the record is, after it, still the one that was read in between; see the source.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/catalog.h"
#include "ports/identity_center.h"
#include "ports/request_index.h"
#include "ports/work_queue.h"

namespace curfew {

enum class FindingKind : std::uint8_t {
  kStanding,    // there, and Curfew did not give it
  kLeftBehind,  // ours, but the work that would drive it on, or end it on time, is lost
  kMissing      // ours by the record, but not there: somebody outside Curfew took it away
};

[[nodiscard]] std::string_view word(FindingKind kind);  // "standing"

struct Finding {
  FindingKind kind = FindingKind::kStanding;
  AssignmentKey key;
  std::int64_t version = 0;  // of the record that was compared; 0: there is none
  AssignmentState state = AssignmentState::kUnknown;
  Instant listed_at;           // when the first listing that showed it was begun
  std::string account;         // the catalog's short names, or the ids where it no longer has any
  std::string permission_set;  //
};

// What could not be compared: a listing that failed, or a record that cannot be read.
struct NotCompared {
  std::string what;  // "111122223333/arn:aws:sso:::…", or an assignment's key
  Error error;
};

struct Differences {
  std::int64_t compared = 0;      // assignments held against their record
  std::vector<Finding> findings;  // in the order of their keys
  std::vector<NotCompared> not_compared;
};

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class FindDifferences {
 public:
  FindDifferences(TransitionWriter& writer, IdentityCenter& identity_center, RequestIndex& index, WorkQueue& queue)
      : writer_(writer), identity_center_(identity_center), index_(index), queue_(queue) {}

  // Everything that the catalog names, and what the record says of requests that are or lately were under way, whatever
  // the catalog says by now. Errors: kUnavailable, kDamaged of the index; all others are in `not_compared`.
  [[nodiscard]] Result<Differences> operator()(const Catalog& catalog);

  // What the record says is owed for this assignment and the queue does not have. Errors: kUnavailable, kDamaged.
  [[nodiscard]] Result<std::vector<OwedWork>> lost_work(const Scene& scene);

 private:
  // Identity Center lists by account and permission set.
  struct Place {
    AccountId account;
    PermissionSetArn permission_set;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  struct Keys {
    bool in_catalog = false;  // everybody listed is compared, not only those on record
    std::set<AssignmentKey> on_record;
  };
  using Places = std::map<Place, Keys>;

  [[nodiscard]] Result<Places> places_of(const Catalog& catalog);
  [[nodiscard]] Status add_requests(RequestStatus status, Instant since, Places& places);
  void compare(const Place& place, const Keys& keys, Differences& out);
  [[nodiscard]] Result<std::vector<Finding>> suspects_at(const Place& place, const Keys& keys, Differences& out);
  [[nodiscard]] Result<std::set<UserId>> list(const Place& place);
  [[nodiscard]] Result<std::vector<Finding>> confirmed(const Place& place, std::vector<Finding> suspects);
  [[nodiscard]] Result<bool> is_unchanged(const Finding& suspect);

  TransitionWriter& writer_;
  IdentityCenter& identity_center_;
  RequestIndex& index_;
  WorkQueue& queue_;
};

}  // namespace curfew
