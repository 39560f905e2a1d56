// What lies in the store's files is of no use to somebody who steals them without the key file.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/user_pool/totp.h"
#include "unit/adapters/user_pool/pool_fixture.h"

namespace curfew::user_pool {
namespace {

class SealedAtRestTest : public PoolTest {
 protected:
  // Everything in the store's folder but the key file: database, write-ahead log and what else there is.
  [[nodiscard]] std::string bytes_at_rest() const {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
      if (entry.path().extension() == ".key" || !entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  }
};

TEST_F(SealedAtRestTest, NoPasswordTokenSessionSeedOrPrivateKeyLiesInTheClear) {
  add_alice({Group::kEngineers});
  const Reply signed_in = alice_signs_in();
  const std::string seed = with_access_token("AssociateSoftwareToken", signed_in).text("SecretCode");
  ASSERT_TRUE(pool_->user_admin().add("bob@example.com", {}, Secret("Temporary-Pass-1"), true, now_));
  const std::string session = sign_in("bob@example.com", "Temporary-Pass-1").text("Session");
  sign_in("Typed-Password-9", "Wrong-Password-1");

  const std::string bytes = bytes_at_rest();
  ASSERT_NE(bytes.find(kAlice), std::string::npos) << "the test reads the wrong files";
  ASSERT_FALSE(seed.empty() || session.empty());
  for (const std::string& secret :
       {std::string(kPassword), std::string("Temporary-Pass-1"), std::string("Wrong-Password-1"),
        std::string("Typed-Password-9"), signed_in.token("RefreshToken"), signed_in.token("IdToken"),
        signed_in.token("AccessToken"), seed, session, std::string("\"d\":"), std::string("\"dp\":")}) {
    EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
  }
}

TEST_F(SealedAtRestTest, TheLogHoldsNoSecretEither) {
  add_alice({}, true);
  const Reply challenge = sign_in(kAlice, kPassword);
  const Reply signed_in = new_password(challenge.text("Session"), kNewPassword);
  with_access_token("ChangePassword", signed_in, {{"PreviousPassword", "Wrong-1!"}, {"ProposedPassword", kPassword}});
  with_access_token("GlobalSignOut", signed_in);
  ASSERT_FALSE(log_.events().empty());
  for (const std::string& secret :
       {std::string(kPassword), std::string(kNewPassword), std::string("Wrong-1!"), challenge.text("Session"),
        signed_in.token("IdToken"), signed_in.token("AccessToken"), signed_in.token("RefreshToken")}) {
    EXPECT_EQ(log_.text().find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace curfew::user_pool
