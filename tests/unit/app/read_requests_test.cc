#include "app/read_requests.h"

#include <set>

#include "app_test.h"
#include "base/digest.h"

namespace curfew::test {
namespace {

class ReadRequestsTest : public AppTest {
 protected:
  [[nodiscard]] Result<RequestPage> list(const ListCall& call) { return world_.app().read.list(call); }

  // The ids on all pages, in order.
  [[nodiscard]] std::vector<RequestId> all(ListCall call) {
    std::vector<RequestId> ids;
    for (int i = 0; i < 100; ++i) {
      const RequestPage page = answer(list(call));
      EXPECT_LE(page.requests.size(), call.limit);
      for (const Request& request : page.requests) ids.push_back(request.id);
      if (!page.next_cursor) return ids;
      call.cursor = page.next_cursor;
    }
    ADD_FAILURE() << "the pages have no end";
    return ids;
  }
  // Submits, a second later than what was submitted before.
  RequestId submit(const SubmitCall& call) {
    world_.clock.advance(seconds(1));
    return world_.submit(call).id;
  }
};

TEST_F(ReadRequestsTest, EngineersSeeTheirOwnAndNobodyElses) {
  const RequestId adas = submit(World::high_risk(world_.ada));
  const RequestId bens = submit(World::high_risk(world_.ben));
  EXPECT_EQ(all({.caller = world_.ada}), std::vector{adas});
  EXPECT_EQ(all({.caller = world_.ben, .scope = Scope::kMine}), std::vector{bens});
  EXPECT_EQ(refusal(list({.caller = world_.ada, .scope = Scope::kAll})), ErrorCode::kForbidden);
  EXPECT_EQ(refusal(list({.caller = world_.ada, .scope = Scope::kPending})), ErrorCode::kForbidden);
  EXPECT_EQ(refusal(world_.app().read.one(world_.ada, bens)), ErrorCode::kNotFound);
  EXPECT_EQ(refusal(world_.app().read.events(world_.ada, bens)), ErrorCode::kNotFound);
}

TEST_F(ReadRequestsTest, WhoNeverAskedHasNothing) {
  submit(World::high_risk(world_.ben));
  EXPECT_TRUE(all({.caller = world_.ada}).empty());
}

TEST_F(ReadRequestsTest, ManagersSeeWhatWaitsForThemBesideTheirOwn) {
  const RequestId own = submit(World::low_risk(world_.mia));
  const RequestId own_pending = submit(World::high_risk(world_.mia));
  const RequestId waiting = submit(World::high_risk(world_.ada));
  submit(World::low_risk(world_.ada));
  EXPECT_EQ(all({.caller = world_.mia}), (std::vector{waiting, own_pending, own})) << "newest first, each once";
  EXPECT_EQ(all({.caller = world_.mia, .limit = 1}), (std::vector{waiting, own_pending, own}));
  EXPECT_EQ(all({.caller = world_.mia, .scope = Scope::kPending}), (std::vector{waiting, own_pending}));
  EXPECT_EQ(all({.caller = world_.mia, .scope = Scope::kMine}), (std::vector{own_pending, own}));
  EXPECT_EQ(all({.caller = world_.mia, .scope = Scope::kAll}).size(), 4U);
}

TEST_F(ReadRequestsTest, AStatusNarrowsEveryScope) {
  const RequestId pending = submit(World::high_risk(world_.ada));
  const RequestId granting = submit(World::low_risk(world_.ada));
  const auto status = RequestStatus::kGranting;
  EXPECT_EQ(all({.caller = world_.ada, .status = status}), std::vector{granting});
  EXPECT_EQ(all({.caller = world_.mia, .scope = Scope::kAll, .status = status}), std::vector{granting});
  EXPECT_TRUE(all({.caller = world_.mia, .status = status}).empty()) << "nothing of their own";
  EXPECT_TRUE(all({.caller = world_.mia, .scope = Scope::kPending, .status = status}).empty());
  EXPECT_EQ(all({.caller = world_.mia, .scope = Scope::kPending, .status = RequestStatus::kPending}),
            std::vector{pending});
}

TEST_F(ReadRequestsTest, PagesAreWholeEvenWithinOneSecond) {
  std::set<RequestId> submitted;
  for (int i = 0; i < 12; ++i) submitted.insert(world_.submit(World::low_risk(world_.ada)).id);
  const auto listed = all({.caller = world_.ada, .limit = 5});
  EXPECT_EQ(listed.size(), 12U);
  EXPECT_EQ(std::set<RequestId>(listed.begin(), listed.end()), submitted);
}

TEST_F(ReadRequestsTest, NewRequestsDoNotMoveAPageThatFollows) {
  const RequestId oldest = submit(World::high_risk(world_.ada));
  submit(World::high_risk(world_.ada));
  const RequestPage first = answer(list({.caller = world_.ada, .limit = 1}));
  submit(World::high_risk(world_.ada));
  const RequestPage second = answer(list({.caller = world_.ada, .limit = 1, .cursor = first.next_cursor}));
  ASSERT_EQ(second.requests.size(), 1U);
  EXPECT_EQ(second.requests[0].id, oldest);
  EXPECT_EQ(second.next_cursor, std::nullopt);
}

TEST_F(ReadRequestsTest, LimitsAndCursorsAreChecked) {
  for (const std::size_t limit : {std::size_t{0}, std::size_t{101}}) {
    EXPECT_EQ(refusal(list({.caller = world_.ada, .limit = limit})), ErrorCode::kInvalid) << limit;
  }
  for (const std::string& cursor : {std::string("%"), std::string(), base64url("17650"), base64url("x:id"),
                                    base64url(":id"), base64url("1 :id"), base64url("99999999999999999999:id")}) {
    EXPECT_EQ(refusal(list({.caller = world_.ada, .cursor = cursor})), ErrorCode::kInvalid) << cursor;
  }
}

TEST_F(ReadRequestsTest, SomebodyElsesCursorShowsNothingOfTheirs) {
  submit(World::high_risk(world_.ben));
  submit(World::high_risk(world_.ben));
  const RequestId adas = submit(World::high_risk(world_.ada));
  const RequestPage managers = answer(list({.caller = world_.mia, .scope = Scope::kAll, .limit = 1}));
  EXPECT_TRUE(all({.caller = world_.ada, .cursor = managers.next_cursor}).empty());
  EXPECT_EQ(answer(world_.app().read.one(world_.ada, adas)).id, adas);
}

TEST_F(ReadRequestsTest, ARequestsEventsTellItsStory) {
  const Request request = world_.granted(world_.ada);
  const auto events = answer(world_.app().read.events(world_.ada, request.id));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].action, "request.submitted");
  EXPECT_EQ(events[1].action, "access.granted");
  EXPECT_EQ(answer(world_.app().read.events(world_.mia, request.id)).size(), 2U);
}

}  // namespace
}  // namespace curfew::test
