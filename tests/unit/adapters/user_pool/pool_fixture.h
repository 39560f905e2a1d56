// A user pool on a store of its own, spoken to as a client would: operations by name, bodies as JSON. Hashes cost next
// to nothing here; the time is what `now_` says.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/keyfile/key_file_sealer.h"
#include "adapters/keyfile/schema.h"
#include "adapters/user_pool/schema.h"
#include "adapters/user_pool/user_pool.h"
#include "base/digest.h"
#include "support/fake_clock.h"
#include "support/fake_entropy.h"
#include "support/recording_log.h"
#include "support/temp_dir.h"
#include "unit/adapters/user_pool/test_key.h"

namespace curfew::user_pool {

namespace json = boost::json;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline constexpr const char* kClient = "curfewclient";
inline constexpr const char* kAlice = "alice@example.com";
inline constexpr const char* kPassword = "Correct-Horse-7";
inline constexpr const char* kNewPassword = "Battery-Staple-8";

inline PoolSettings test_settings() {
  PoolSettings settings;
  settings.issuer = "http://127.0.0.1:8080/local_pool";
  settings.pool_id = "local_pool";
  settings.client_id = kClient;
  settings.hashing.passes = 1;
  settings.hashing.memory_bytes = 8192;
  return settings;
}

// What came back over the wire.
struct Reply {
  int status = 0;
  std::string error;  // "NotAuthorizedException"; empty on success
  json::object body;

  [[nodiscard]] std::string text(const char* name) const {
    const json::value* value = body.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
  }
  [[nodiscard]] std::string message() const { return text("message"); }
  [[nodiscard]] std::string token(const char* name) const {
    const json::value* result = body.if_contains("AuthenticationResult");
    if (result == nullptr) return "";
    const json::value* value = result->as_object().if_contains(name);
    return value == nullptr ? "" : std::string(value->as_string());
  }
};

// The payload of a token, unverified.
inline json::object claims_of(const std::string& token) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  return json::parse(from_base64url(token.substr(first + 1, second - first - 1)).value()).as_object();
}

class PoolTest : public testing::Test {
 protected:
  explicit PoolTest(PoolSettings settings = test_settings()) : settings_(std::move(settings)) {}

  void SetUp() override {
    auto store = sqlite_file::Database::open(dir_ / "curfew.db", {keyfile::keys_schema(), user_pool_schema()});
    ASSERT_TRUE(store) << store.error().log_text;
    store_ = *std::move(store);
    auto sealer = keyfile::KeyFileSealer::open(dir_ / "curfew.db.key", *store_, entropy_);
    ASSERT_TRUE(sealer) << sealer.error().public_text;
    sealer_ = *std::move(sealer);
    store_signing_key();
    restart();
  }

  // Spares each test the making of a key; KeyRotationTest makes its own.
  virtual void store_signing_key() {
    const auto key = RsaKey::from_jwk(Secret(kTestKey));
    ASSERT_TRUE(key);
    const std::string sealed = base64url(sealer_->seal(key->private_jwk().value(), "signing-key/" + key->kid()));
    const Status stored = store_->write([&](sqlite_file::Connection& connection) {
      return connection.run(
          "INSERT INTO pool_signing_keys (kid, public_jwk, sealed_private_jwk, created_at_ms) VALUES (?, ?, ?, ?)",
          key->kid(), key->public_jwk(), sealed, unix_millis(now_));
    });
    ASSERT_TRUE(stored);
  }

  // As after the process ended: only what was stored is still there.
  void restart() {
    pool_.reset();
    auto pool = UserPool::open(settings_, *store_, *sealer_, entropy_, log_, now_);
    ASSERT_TRUE(pool) << pool.error().log_text;
    pool_ = *std::move(pool);
  }

  Reply call(const std::string& operation, const json::object& body) {
    return call_raw("AWSCognitoIdentityProviderService." + operation, json::serialize(body));
  }
  Reply call_raw(const std::string& target, const std::string& body) {
    const SignInAnswer answer =
        pool_->sign_in_endpoint().answer({.target = target, .body = body, .address = address_}, now_);
    Reply reply{.status = answer.status, .error = answer.error_type, .body = json::parse(answer.body).as_object()};
    EXPECT_EQ(reply.text("__type"), answer.error_type);
    EXPECT_EQ(answer.status == 200, answer.error_type.empty());
    return reply;
  }

  Reply sign_in(const std::string& name, const std::string& password) {
    return call("InitiateAuth", {{"AuthFlow", "USER_PASSWORD_AUTH"},
                                 {"ClientId", kClient},
                                 {"AuthParameters", {{"USERNAME", name}, {"PASSWORD", password}}}});
  }
  Reply refresh(const std::string& token) {
    return call(
        "InitiateAuth",
        {{"AuthFlow", "REFRESH_TOKEN_AUTH"}, {"ClientId", kClient}, {"AuthParameters", {{"REFRESH_TOKEN", token}}}});
  }
  Reply respond(const std::string& challenge, const std::string& session, const json::object& responses) {
    return call(
        "RespondToAuthChallenge",
        {{"ClientId", kClient}, {"ChallengeName", challenge}, {"Session", session}, {"ChallengeResponses", responses}});
  }
  Reply new_password(const std::string& session, const std::string& password, const std::string& name = kAlice) {
    return respond("NEW_PASSWORD_REQUIRED", session, {{"USERNAME", name}, {"NEW_PASSWORD", password}});
  }
  Reply code(const std::string& session, const std::string& digits) {
    return respond("SOFTWARE_TOKEN_MFA", session, {{"USERNAME", kAlice}, {"SOFTWARE_TOKEN_MFA_CODE", digits}});
  }
  Reply with_access_token(const std::string& operation, const Reply& signed_in, json::object body = {}) {
    body["AccessToken"] = signed_in.token("AccessToken");
    return call(operation, body);
  }

  PoolUser add_alice(const std::vector<Group>& groups = {Group::kEngineers}, bool temporary = false) {
    auto added = pool_->user_admin().add(kAlice, groups, Secret(kPassword), temporary, now_);
    EXPECT_TRUE(added) << added.error().public_text;
    return *std::move(added);
  }
  Reply alice_signs_in() {
    Reply reply = sign_in(kAlice, kPassword);
    EXPECT_EQ(reply.error, "") << reply.message();
    return reply;
  }
  Result<Identity> verify(const std::string& id_token) {
    return pool_->token_verifier().verify(Secret(id_token), now_);
  }
  // Whether the ID token of that sign-in opens the API at this moment.
  bool is_good(const Reply& signed_in) { return verify(signed_in.token("IdToken")).has_value(); }

  test::TempDir dir_;
  test::FakeEntropy entropy_;
  test::RecordingLog log_;
  PoolSettings settings_;
  Instant now_ = test::kTestStart;
  std::string address_ = "203.0.113.7";
  std::unique_ptr<sqlite_file::Database> store_;
  std::unique_ptr<keyfile::KeyFileSealer> sealer_;
  std::unique_ptr<UserPool> pool_;
};

}  // namespace curfew::user_pool
