#include "app/export_audit.h"

#include "app_test.h"

namespace curfew::test {
namespace {

class ExportAuditTest : public AppTest {
 protected:
  [[nodiscard]] Result<AuditExport> read(std::int64_t after, std::size_t limit) {
    return world_.app().export_audit({.caller = world_.mia, .after = after, .limit = limit});
  }
  [[nodiscard]] std::vector<PlacedEvent> stored() { return world_.store.tables().events; }
};

TEST_F(ExportAuditTest, OnlyManagersReadTheTrail) {
  world_.granted(world_.ada);
  EXPECT_EQ(refusal(world_.app().export_audit({.caller = world_.ada, .limit = 10})), ErrorCode::kForbidden);
  EXPECT_EQ(refusal(world_.app().export_audit({.caller = world_.ada, .limit = 0})), ErrorCode::kForbidden);
  EXPECT_EQ(world_.log.count("audit_exported"), 0);
}

TEST_F(ExportAuditTest, PagesGiveEveryEventOnceAndInItsOrder) {
  for (int i = 0; i < 3; ++i) world_.granted(world_.ada);
  const std::size_t all = stored().size();
  ASSERT_GE(all, 7U);
  for (const std::size_t limit : {std::size_t{1}, std::size_t{3}, all, all + 1, ExportAudit::kMostEvents}) {
    std::vector<std::string> hashes;
    std::optional<std::int64_t> after = 0;
    while (after) {
      const AuditExport page = answer(read(*after, limit));
      for (const PlacedEvent& placed : page.events) {
        EXPECT_EQ(placed.position, static_cast<std::int64_t>(hashes.size()) + 1);
        hashes.push_back(placed.event.hash);
      }
      after = page.next_after;
    }
    ASSERT_EQ(hashes.size(), all) << limit;
    EXPECT_EQ(hashes.back(), stored().back().event.hash);
  }
}

TEST_F(ExportAuditTest, WhoHasEverythingGetsNothingUntilThereIsMore) {
  world_.granted(world_.ada);
  const std::int64_t last = stored().back().position;
  EXPECT_TRUE(answer(read(last, 10)).events.empty());
  EXPECT_FALSE(answer(read(last, 10)).next_after.has_value());
  world_.submit(World::high_risk(world_.ben));
  EXPECT_EQ(answer(read(last, 10)).events.at(0).position, last + 1);
}

TEST_F(ExportAuditTest, TheLastCheckpointGoesWithEveryPage) {
  EXPECT_FALSE(answer(read(0, 10)).last_checkpoint.has_value());
  world_.granted(world_.ada);
  ASSERT_TRUE(world_.app().seal().has_value());
  const AuditExport page = answer(read(0, 1));
  ASSERT_TRUE(page.last_checkpoint.has_value());
  EXPECT_EQ(page.last_checkpoint->position, stored().back().position);
  EXPECT_EQ(page.last_checkpoint->hash, world_.store.tables().checkpoints.back().hash);
}

TEST_F(ExportAuditTest, ReadingIsLoggedAndLeavesNoEvent) {
  world_.granted(world_.ada);
  const std::size_t before = stored().size();
  static_cast<void>(answer(read(1, 2)));
  EXPECT_EQ(stored().size(), before);
  const auto line = world_.log.first("audit_exported");
  EXPECT_EQ(line.fields.at("subject"), world_.mia.identity.subject.str());
  EXPECT_EQ(line.fields.at("after"), "1");
  EXPECT_EQ(line.fields.at("count"), "2");
}

TEST_F(ExportAuditTest, BoundsAreChecked) {
  EXPECT_EQ(refusal(read(-1, 10)), ErrorCode::kInvalid);
  EXPECT_EQ(refusal(read(0, 0)), ErrorCode::kInvalid);
  EXPECT_EQ(refusal(read(0, ExportAudit::kMostEvents + 1)), ErrorCode::kInvalid);
}

TEST_F(ExportAuditTest, ADamagedTrailIsNotExportedAsIfItWereWhole) {
  world_.granted(world_.ada);
  world_.store.tamper(
      [](MemoryStore::Tables& tables) { tables.damaged_events.insert(tables.events.at(1).event.hash); });
  EXPECT_EQ(refusal(read(0, 10)), ErrorCode::kDamaged);
}

TEST_F(ExportAuditTest, AStoreThatDoesNotAnswerIsTold) {
  world_.granted(world_.ada);
  for (const std::size_t call : {1UL, 2UL}) {
    world_.gate.arm(call, Fault::kFailsBefore);
    EXPECT_EQ(refusal(read(0, 10)), ErrorCode::kUnavailable) << call;
  }
}

}  // namespace
}  // namespace curfew::test
