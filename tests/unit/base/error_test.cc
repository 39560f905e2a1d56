#include "base/error.h"

#include <gtest/gtest.h>

#include <set>

namespace curfew {
namespace {

TEST(ErrorTest, EveryCodeHasAStableWordOfItsOwn) {
  std::set<std::string_view> words;
  constexpr int kCodes = static_cast<int>(ErrorCode::kInternal) + 1;
  for (int code = 0; code < kCodes; ++code) {
    const std::string_view text = word(static_cast<ErrorCode>(code));
    EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << text;
    words.insert(text);
  }
  EXPECT_EQ(words.size(), static_cast<std::size_t>(kCodes));
}

TEST(ErrorTest, TheWordsOfThePublicInterfaceStay) {
  EXPECT_EQ(word(ErrorCode::kAlreadyDecided), "already_decided");
  EXPECT_EQ(word(ErrorCode::kExpired), "expired");
  EXPECT_EQ(word(ErrorCode::kStandingAccess), "standing_access");
  EXPECT_EQ(word(ErrorCode::kCatalogChanged), "catalog_changed");
  EXPECT_EQ(word(ErrorCode::kIdempotencyConflict), "idempotency_conflict");
  EXPECT_EQ(word(ErrorCode::kUnknownUser), "unknown_user");
}

TEST(ErrorTest, AFailureSaysWhetherItMayHaveHadItsEffect) {
  const Status refused = fail(ErrorCode::kForbidden, "No.");
  EXPECT_EQ(refused.error().effect, Effect::kNone);
  const Status unknown = fail_unknown(ErrorCode::kUnavailable, "Perhaps.", "time-out");
  EXPECT_EQ(unknown.error().effect, Effect::kMaybe);
  EXPECT_EQ(unknown.error().log_text, "time-out");
  const Status passed_on = fail(unknown.error());
  EXPECT_EQ(passed_on.error().effect, Effect::kMaybe);
}

}  // namespace
}  // namespace curfew
