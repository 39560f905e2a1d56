#include "app/seal_audit.h"

#include "app_test.h"
#include "base/digest.h"

namespace curfew::test {
namespace {

class SealAuditTest : public AppTest {
 protected:
  [[nodiscard]] std::int64_t seal() { return answer(world_.app().seal()); }
  [[nodiscard]] std::vector<Checkpoint> checkpoints() const { return world_.store.tables().checkpoints; }
};

TEST_F(SealAuditTest, WithoutEventsThereIsNothingToSeal) {
  EXPECT_EQ(seal(), 0);
  EXPECT_TRUE(checkpoints().empty());
}

TEST_F(SealAuditTest, EachCheckpointCoversWhatIsNewAndContinuesTheOneBefore) {
  world_.granted(world_.ada);
  EXPECT_EQ(seal(), 1);
  EXPECT_EQ(seal(), 0) << "nothing new";
  world_.granted(world_.ben);
  EXPECT_EQ(seal(), 1);
  const auto sealed = checkpoints();
  ASSERT_EQ(sealed.size(), 2U);
  EXPECT_EQ(sealed[1].number, 2);
  EXPECT_EQ(sealed[1].previous_hash, sealed[0].hash);
  EXPECT_EQ(sealed[1].position, static_cast<std::int64_t>(world_.store.tables().events.size()));
  EXPECT_EQ(sealed[0].at, world_.clock.now() - seconds(10));
}

TEST_F(SealAuditTest, ACheckpointIsSigned) {
  world_.granted(world_.ada);
  EXPECT_EQ(seal(), 1);
  const Checkpoint checkpoint = checkpoints().front();
  const std::string key = answer(world_.signer.public_key());
  EXPECT_EQ(checkpoint.public_key, hex(key));
  EXPECT_TRUE(world_.signer.verify(signed_bytes(checkpoint), from_hex(checkpoint.signature).value(), key));
}

TEST_F(SealAuditTest, ItGoesToTheLogWhereAnEditorOfTheDatabaseCannotReachIt) {
  world_.granted(world_.ada);
  EXPECT_EQ(seal(), 1);
  const auto line = world_.log.first("audit_checkpoint");
  EXPECT_EQ(line.fields.at("number"), "1");
  EXPECT_EQ(line.fields.at("hash"), checkpoints().front().hash);
  EXPECT_EQ(world_.metrics.value("curfew_audit_checkpoint_position"),
            static_cast<double>(checkpoints().front().position));
}

TEST_F(SealAuditTest, ManyEventsTakeSeveralCheckpoints) {
  const AuditEvent event{.chain = "users", .at = kTestStart, .action = "user.added", .detail = "somebody"};
  Step step;
  std::string last;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(kEventsPerCheckpoint) + 5; ++i) {
    step.events.push_back(chained(event, i, last));
    last = step.events.back().hash;
  }
  ASSERT_EQ(answer(world_.store.commit(step)), CommitOutcome::kCommitted);
  EXPECT_EQ(seal(), 2);
  EXPECT_EQ(checkpoints().back().position, static_cast<std::int64_t>(kEventsPerCheckpoint) + 5);
}

}  // namespace
}  // namespace curfew::test
