#include "app/find_differences.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/words.h"

namespace curfew {
namespace {

constexpr std::size_t kPage = 200;
// Requests that are over have left nothing outstanding after this, unless its work is lost; what is then still there is
// found by its listing.
constexpr Millis kLately = std::chrono::hours(24);

constexpr std::array<RequestStatus, 3> kUnderWay{RequestStatus::kRevoking, RequestStatus::kActive,
                                                 RequestStatus::kGranting};
constexpr std::array<RequestStatus, 2> kOver{RequestStatus::kRevoked, RequestStatus::kFailed};

constexpr Words<FindingKind, 3> kKindWords{{
    {FindingKind::kStanding, "standing"},
    {FindingKind::kLeftBehind, "left_behind"},
    {FindingKind::kMissing, "missing"},
}};

// What a listing and the record suggest together.
std::optional<FindingKind> suspicion(const Scene& scene, bool listed, Instant listed_at, const Rules& rules) {
  if (listed && would_be_standing(scene.assignment)) return FindingKind::kStanding;
  if (!listed && would_be_listed(scene, listed_at, rules)) return FindingKind::kMissing;
  return std::nullopt;
}

}  // namespace

std::string_view word(FindingKind kind) { return word_in(kKindWords, kind); }

Result<Differences> FindDifferences::operator()(const Catalog& catalog) {
  const auto places = places_of(catalog);
  if (!places) return fail(places.error());
  Differences out;
  for (const auto& [place, keys] : *places) compare(place, keys, out);
  const auto name_of = [](const auto& entries, auto member, const auto& id) {
    const auto found = std::ranges::find(entries, id, member);
    return found == entries.end() ? id.str() : found->name;
  };
  for (Finding& finding : out.findings) {
    finding.account = name_of(catalog.accounts, &CatalogAccount::id, finding.key.account_id);
    finding.permission_set =
        name_of(catalog.permission_sets, &CatalogPermissionSet::arn, finding.key.permission_set_arn);
  }
  std::ranges::sort(out.findings, {}, &Finding::key);
  return out;
}

Result<FindDifferences::Places> FindDifferences::places_of(const Catalog& catalog) {
  Places places;
  for (const CatalogAccount& account : catalog.accounts) {
    for (const CatalogPermissionSet& set : catalog.permission_sets) places[{account.id, set.arn}].in_catalog = true;
  }
  for (const RequestStatus status : kUnderWay) {
    if (auto ok = add_requests(status, Instant::min(), places); !ok) return fail(ok.error());
  }
  // The index is in order of the submission: as long as a request may wait and then last lies in between.
  const Instant since = writer_.now() - kLately - writer_.rules().pending_lapse - kLongestDuration;
  for (const RequestStatus status : kOver) {
    if (auto ok = add_requests(status, since, places); !ok) return fail(ok.error());
  }
  return places;
}

Status FindDifferences::add_requests(RequestStatus status, Instant since, Places& places) {
  std::optional<PagePosition> after;
  while (true) {
    const auto page = index_.page({.status = status}, kPage, after);
    if (!page) return fail(page.error());
    for (const Request& request : *page) {
      if (request.requested_at < since) return {};
      places[{request.access.account_id, request.access.permission_set_arn}].on_record.insert(request.access);
    }
    if (page->size() < kPage) return {};
    after = PagePosition{.requested_at = page->back().requested_at, .id = page->back().id};
  }
}

void FindDifferences::compare(const Place& place, const Keys& keys, Differences& out) {
  const auto suspects = suspects_at(place, keys, out);
  const auto found = suspects ? confirmed(place, *suspects) : fail(suspects.error());
  if (found) {
    out.findings.insert(out.findings.end(), found->begin(), found->end());
  } else {
    out.not_compared.push_back(
        {.what = place.account.str() + "/" + place.permission_set.str(), .error = found.error()});
  }
}

// A record is read after the listing. Whatever another server gave before the listing was begun has its CREATING on
// record by then, so it is not taken for standing.
Result<std::vector<Finding>> FindDifferences::suspects_at(const Place& place, const Keys& keys, Differences& out) {
  const Instant listed_at = writer_.now();
  const auto listed = list(place);
  if (!listed) return fail(listed.error());
  std::set<AssignmentKey> all = keys.on_record;
  for (const UserId& user : *listed) {
    if (keys.in_catalog) all.insert({user, place.account, place.permission_set});
  }
  std::vector<Finding> suspects;
  for (const AssignmentKey& key : all) {
    const auto scene = writer_.load(key);
    const auto lost = scene ? lost_work(*scene) : fail(scene.error());
    if (!lost) {
      out.not_compared.push_back({.what = key.str(), .error = lost.error()});
      continue;
    }
    ++out.compared;
    const auto kind = lost->empty() ? suspicion(*scene, listed->contains(key.user_id), listed_at, writer_.rules())
                                    : std::optional(FindingKind::kLeftBehind);
    if (!kind) continue;
    suspects.push_back({.kind = *kind,
                        .key = key,
                        .version = scene->assignment.version,
                        .state = scene->assignment.state,
                        .listed_at = listed_at});
  }
  return suspects;
}

Result<std::vector<OwedWork>> FindDifferences::lost_work(const Scene& scene) {
  std::vector<OwedWork> wanted;
  if (auto next = next_work(scene.assignment)) wanted.push_back(std::move(*next));
  for (const Lease& lease : scene.assignment.leases) {
    if (lease.over) continue;
    wanted.push_back(end_lease_work(lease.request_id, lease.end));
    if (lease.awaits_timer) wanted.push_back(timer_work(lease.request_id, writer_.now()));
  }
  std::vector<OwedWork> lost;
  for (OwedWork& work : wanted) {
    const auto owed = queue_.work(work.id);
    if (!owed) return fail(owed.error());
    if (!*owed) lost.push_back(std::move(work));
  }
  return lost;
}

Result<std::set<UserId>> FindDifferences::list(const Place& place) {
  const auto users = identity_center_.assigned_users(place.account, place.permission_set);
  if (!users) return fail(users.error());
  return std::set<UserId>(users->begin(), users->end());
}

// What the record said held from before the second listing until after it, so the listing has to agree. It cannot
// show access of ours that is gone already: until `settle` after a deletion the record says that ours may come back.
Result<std::vector<Finding>> FindDifferences::confirmed(const Place& place, std::vector<Finding> suspects) {
  if (std::ranges::any_of(suspects, [](const Finding& s) { return s.kind != FindingKind::kLeftBehind; })) {
    const auto again = list(place);
    if (!again) return fail(again.error());
    std::erase_if(suspects, [&](const Finding& suspect) {
      if (suspect.kind == FindingKind::kLeftBehind) return false;
      return again->contains(suspect.key.user_id) != (suspect.kind == FindingKind::kStanding);
    });
  }
  std::vector<Finding> found;
  for (Finding& suspect : suspects) {
    const auto unchanged = is_unchanged(suspect);
    if (!unchanged) return fail(unchanged.error());
    if (*unchanged) found.push_back(std::move(suspect));
  }
  return found;
}

Result<bool> FindDifferences::is_unchanged(const Finding& suspect) {
  const auto stored = writer_.ledger().assignment(suspect.key);
  if (!stored) return fail(stored.error());
  return (*stored ? (*stored)->version : 0) == suspect.version;
}

}  // namespace curfew
