// Pages of requests.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "conformance/sample_records.h"
#include "conformance/store_world.h"

namespace curfew::conformance {
namespace {

constexpr std::size_t kAll = 1000;

std::vector<std::string> ids_of(const std::vector<Request>& requests) {
  std::vector<std::string> ids;
  for (const Request& request : requests) ids.push_back(request.id.str());
  return ids;
}

PagePosition place_of(const Request& request) { return {.requested_at = request.requested_at, .id = request.id}; }

// A request made `seconds` after the start.
Request request_at(std::int64_t number, int seconds, const std::string& user = "ada",
                   RequestStatus status = RequestStatus::kPending) {
  Request request = pending_request(request_id(number), user);
  request.requested_at = floor_seconds(kStart) + std::chrono::seconds(seconds);
  request.status = status;
  return request;
}

// All pages of `limit`, one after the other.
std::vector<Request> all_pages(RequestIndex& index, const RequestFilter& filter, std::size_t limit) {
  std::vector<Request> all;
  std::optional<PagePosition> after;
  for (;;) {
    const auto page = value_of(index.page(filter, limit, after));
    EXPECT_LE(page.size(), limit);
    all.insert(all.end(), page.begin(), page.end());
    if (page.size() < limit) return all;
    after = place_of(page.back());
  }
}

TEST_P(RequestIndexConformance, IsEmptyAtFirst) {
  EXPECT_TRUE(value_of(index().page({}, kAll, std::nullopt)).empty());
  EXPECT_TRUE(value_of(index().page({.user_id = UserId("ada")}, kAll, std::nullopt)).empty());
}

TEST_P(RequestIndexConformance, TheNewestComesFirstAndTheGreaterIdBreaksTies) {
  store({.requests = {creation_of(request_at(3, 10)), creation_of(request_at(1, 20)), creation_of(request_at(2, 10)),
                      creation_of(request_at(4, 0))}});
  EXPECT_EQ(ids_of(value_of(index().page({}, kAll, std::nullopt))), (std::vector{uuid(1), uuid(3), uuid(2), uuid(4)}));
}

TEST_P(RequestIndexConformance, PagesOfAnySizeShowEveryRequestOnce) {
  std::vector<std::string> expected;
  for (int i = 0; i < 23; ++i) {
    store({.requests = {creation_of(request_at(i, i / 4))}});  // four in each second
    expected.push_back(uuid(i));
  }
  std::ranges::reverse(expected);
  for (const std::size_t limit : {1UL, 2UL, 3UL, 7UL, 22UL, 23UL, 24UL, kAll}) {
    EXPECT_EQ(ids_of(all_pages(index(), {}, limit)), expected) << "pages of " << limit;
  }
}

TEST_P(RequestIndexConformance, EachFilterShowsWhatMatchesItAndNothingElse) {
  const std::vector<std::string> users{"ada", "bob"};
  const std::vector<RequestStatus> statuses{RequestStatus::kPending, RequestStatus::kActive, RequestStatus::kRevoked};
  std::vector<Request> stored;
  for (int i = 0; i < 30; ++i) {
    const auto number = static_cast<std::size_t>(i);
    stored.push_back(request_at(i, i, users[number % 2], statuses[number % 3]));
    store({.requests = {creation_of(stored.back())}});
  }
  std::ranges::reverse(stored);
  const auto expect_filtered = [&](const RequestFilter& filter) {
    std::vector<Request> expected;
    std::ranges::copy_if(stored, std::back_inserter(expected), [&](const Request& request) {
      return (!filter.user_id || request.access.user_id == *filter.user_id) &&
             (!filter.status || request.status == *filter.status);
    });
    for (const std::size_t limit : {1UL, 4UL, kAll}) EXPECT_EQ(all_pages(index(), filter, limit), expected);
  };
  expect_filtered({});
  for (const std::string& user : users) expect_filtered({.user_id = UserId(user)});
  for (const RequestStatus status : statuses) {
    expect_filtered({.status = status});
    for (const std::string& user : users) expect_filtered({.user_id = UserId(user), .status = status});
  }
  expect_filtered({.user_id = UserId("eve")});
  expect_filtered({.status = RequestStatus::kDenied});
}

TEST_P(RequestIndexConformance, NewRequestsDoNotMoveThePagesThatFollow) {
  for (int i = 0; i < 10; ++i) store({.requests = {creation_of(request_at(i, i))}});
  std::vector<std::string> seen;
  std::optional<PagePosition> after;
  for (int page = 0; page < 5; ++page) {
    const auto requests = value_of(index().page({}, 2, after));
    ASSERT_EQ(requests.size(), 2U);
    for (const Request& request : requests) seen.push_back(request.id.str());
    after = place_of(requests.back());
    store({.requests = {creation_of(request_at(100 + page, 50 + page))}});
  }
  EXPECT_EQ(seen,
            (std::vector{uuid(9), uuid(8), uuid(7), uuid(6), uuid(5), uuid(4), uuid(3), uuid(2), uuid(1), uuid(0)}));
}

TEST_P(RequestIndexConformance, APlaceBetweenRequestsIsAPlaceToo) {
  store({.requests = {creation_of(request_at(1, 10)), creation_of(request_at(5, 10)), creation_of(request_at(3, 20))}});
  const PagePosition between{.requested_at = floor_seconds(kStart) + std::chrono::seconds(10), .id = request_id(4)};
  EXPECT_EQ(ids_of(value_of(index().page({}, kAll, between))), std::vector{uuid(1)});
  const PagePosition end{.requested_at = floor_seconds(kStart), .id = request_id(0)};
  EXPECT_TRUE(value_of(index().page({}, kAll, end)).empty());
}

// Reports begin at the end of a month.
TEST_P(RequestIndexConformance, APlaceCanBeMadeFromATimeAlone) {
  store({.requests = {creation_of(request_at(1, 9)), creation_of(request_at(2, 10)), creation_of(request_at(3, 11)),
                      creation_of(request_at(4, 9, "bob", RequestStatus::kRevoked))}});
  const PagePosition at{.requested_at = floor_seconds(kStart) + std::chrono::seconds(10), .id = RequestId{}};
  EXPECT_EQ(ids_of(value_of(index().page({}, kAll, at))), (std::vector{uuid(4), uuid(1)}));
  EXPECT_EQ(ids_of(value_of(index().page({.user_id = UserId("ada")}, 1, at))), std::vector{uuid(1)});
}

TEST_P(RequestIndexConformance, ARequestMovesToItsNewStatus) {
  Request request = request_at(1, 0);
  store({.requests = {creation_of(request)}});
  request.status = RequestStatus::kDenied;
  const auto denied = change_of(request);
  store({.requests = {denied}});
  EXPECT_TRUE(value_of(index().page({.status = RequestStatus::kPending}, kAll, std::nullopt)).empty());
  const std::vector<Request> expected{denied.record};
  EXPECT_EQ(value_of(index().page({.status = RequestStatus::kDenied}, kAll, std::nullopt)), expected);
  EXPECT_EQ(value_of(index().page({.user_id = UserId("ada"), .status = RequestStatus::kDenied}, kAll, std::nullopt)),
            expected);
}

TEST_P(RequestIndexConformance, PagesShowTheWholeRecord) {
  const Request request = full_request(request_id(1));
  store({.requests = {creation_of(request)}});
  EXPECT_EQ(value_of(index().page({}, kAll, std::nullopt)), std::vector{request});
}

TEST_P(RequestIndexConformance, UsersAreComparedByteByByte) {
  store({.requests = {creation_of(request_at(1, 0, "ada")), creation_of(request_at(2, 0, "Ada")),
                      creation_of(request_at(3, 0, "ada "))}});
  EXPECT_EQ(ids_of(value_of(index().page({.user_id = UserId("ada")}, kAll, std::nullopt))), std::vector{uuid(1)});
}

TEST_P(RequestIndexConformance, ADamagedRecordHidesNoOther) {
  for (int i = 0; i < 6; ++i) store({.requests = {creation_of(request_at(i, i))}});
  world_->damage(request_id(4));
  world_->damage(request_id(3));
  world_->damage(request_id(0));
  EXPECT_EQ(ids_of(value_of(index().page({}, 2, std::nullopt))), (std::vector{uuid(5), uuid(2)})) << "a full page";
  EXPECT_EQ(ids_of(all_pages(index(), {}, 1)), (std::vector{uuid(5), uuid(2), uuid(1)}));
}

}  // namespace
}  // namespace curfew::conformance
