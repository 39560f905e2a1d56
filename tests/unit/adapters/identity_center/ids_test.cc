#include "adapters/identity_center/ids.h"

#include <gtest/gtest.h>

namespace curfew::identity_center {
namespace {

TEST(Ids, APrincipalIsAUuidWithOrWithoutTheOldPrefix) {
  EXPECT_TRUE(is_principal_id("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"));
  EXPECT_TRUE(is_principal_id("9067ab12cd-f81d4fae-7dec-11d0-a765-00a0c91e6bf6"));
}

TEST(Ids, NothingElseIsAPrincipal) {
  for (const char* text :
       {"", "ada", "f81d4fae-7dec-11d0-a765-00a0c91e6bf", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ",
        "g81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae07dec-11d0-a765-00a0c91e6bf6",
        "9067ab12c-f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "9067ab12cdf81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "9067ab12xx-f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "../../f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}) {
    EXPECT_FALSE(is_principal_id(text)) << text;
  }
}

TEST(Ids, AnOperationIsAUuid) {
  EXPECT_TRUE(is_operation_id("c1c8a0d2-5c43-4f1c-9d57-0e1b6a0f3f11"));
  EXPECT_FALSE(is_operation_id("9067ab12cd-f81d4fae-7dec-11d0-a765-00a0c91e6bf6"));
  EXPECT_FALSE(is_operation_id(""));
}

}  // namespace
}  // namespace curfew::identity_center
