#include "app/requester.h"

#include "app_test.h"

namespace curfew::test {
namespace {

class RequesterTest : public AppTest {
 protected:
  [[nodiscard]] Result<Requester> resolve(const Caller& who) { return world_.app().requesters.resolve(who.identity); }
};

TEST_F(RequesterTest, TheFirstUseFindsTheUserAndWantsToBindIt) {
  const Requester requester = answer(resolve(world_.ada));
  EXPECT_EQ(requester.user_id, world_.center.add_user("ada@example.com"));
  EXPECT_EQ(requester.new_binding, (Binding{.subject = world_.ada.identity.subject, .user_id = requester.user_id}));
}

TEST_F(RequesterTest, AfterThatTheBindingCountsAndNotTheAddress) {
  const Request request = world_.submit(World::high_risk(world_.ada));
  world_.center.rename_user("ada@example.com", "ada.married@example.com");
  world_.center.add_user("ada@example.com");  // somebody else now
  const Requester requester = answer(resolve(world_.ada));
  EXPECT_EQ(requester.user_id, request.access.user_id);
  EXPECT_EQ(requester.new_binding, std::nullopt);
}

TEST_F(RequesterTest, AnotherSubjectWithTheSameUserIsRefused) {
  world_.submit(World::high_risk(world_.ada));
  Caller thief = world_.ada;
  thief.identity.subject = Subject("somebody who got the address later");
  EXPECT_EQ(refusal(resolve(thief)), ErrorCode::kIdentityMismatch);
  EXPECT_EQ(refusal(world_.app().requesters.resolve_if_known(thief.identity)), ErrorCode::kIdentityMismatch);
}

TEST_F(RequesterTest, AddressesAreComparedWithoutCase) {
  Caller ada = world_.ada;
  ada.identity.email = "Ada@Example.COM";
  EXPECT_EQ(answer(resolve(ada)).user_id, world_.center.add_user("ada@example.com"));
}

TEST_F(RequesterTest, WhoMayBeUnknownIsNoErrorButAnOutageIs) {
  const Caller auditor = World::person("auditor", true);
  EXPECT_EQ(refusal(resolve(auditor)), ErrorCode::kUnknownUser);
  EXPECT_FALSE(answer(world_.app().requesters.resolve_if_known(auditor.identity)).has_value());
  world_.center.fail_reads(1);
  EXPECT_EQ(refusal(world_.app().requesters.resolve_if_known(auditor.identity)), ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace curfew::test
