// Setting up an authenticator app: AssociateSoftwareToken gives a seed, VerifySoftwareToken sees a first code of it,
// SetUserMFAPreference makes signing in ask for codes.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
#include <boost/json/object.hpp>
#include <utility>

#include "adapters/user_pool/operations.h"
#include "adapters/user_pool/sign_in_steps.h"
#include "adapters/user_pool/totp.h"
#include "base/digest.h"
#include "base/utf8.h"

namespace curfew::user_pool {
namespace {

namespace json = boost::json;
using sqlite_file::Connection;

constexpr std::size_t kLongestDeviceName = 128;  // bytes

std::string purpose_of(const Subject& subject) { return "totp/" + subject.str(); }

enum class Verified : std::uint8_t { kNothingToVerify, kLockedOut, kWrong, kRight };

// Check, count and accept in one write.
Result<Verified> verify_device(PoolParts& pool, Connection& connection, const Subject& subject, const std::string& code,
                               const std::string& device_name, const Call& call) {
  const auto user = find_user(connection, subject);
  if (!user) return fail(user.error());
  if (!*user || !(*user)->totp_pending_seed) return Verified::kNothingToVerify;
  const auto attempt = charge_attempt(connection, code_failures(subject), call);
  if (!attempt) return fail(attempt.error());
  if (!*attempt) return Verified::kLockedOut;
  const auto sealed = from_base64url(*(*user)->totp_pending_seed);
  const auto seed = pool.sealer.open(sealed.value_or(""), purpose_of(subject));
  if (!seed) return fail(seed.error());
  const auto step = matching_step(*seed, code, call.now);
  if (!step) return Verified::kWrong;
  Status done = settle_attempt(connection, **attempt, call);
  if (done) done = accept_device(connection, subject, device_name, *step);
  if (!done) return fail(std::move(done.error()));
  return Verified::kRight;
}

Outcome<bool> wanted(const Members& settings) {
  const auto enabled = settings.truth("Enabled");
  if (!enabled) return std::unexpected(enabled.error());
  const auto preferred = settings.truth("PreferredMfa");
  if (!preferred) return std::unexpected(preferred.error());
  return enabled->value_or(false);
}

Outcome<void> refuse_other_methods(const Call& call) {
  for (const std::string_view name : {"SMSMfaSettings", "EmailMfaSettings", "WebAuthnMfaSettings"}) {
    const auto settings = call.members.object(name);
    if (!settings) return std::unexpected(settings.error());
    if (!*settings) continue;
    const auto on = wanted(**settings);
    if (!on) return std::unexpected(on.error());
    if (*on) return refuse("InvalidParameterException", "Only software token MFA is supported by this user pool.");
  }
  return {};
}

}  // namespace

Answer associate_software_token(PoolParts& pool, const Call& call) {
  const auto bearer = authorize(pool, call);
  if (!bearer) return std::unexpected(bearer.error());
  const Subject& subject = bearer->user.subject;
  const Secret seed(pool.entropy.bytes(kTotpSeedBytes));
  const std::string sealed = base64url(pool.sealer.seal(seed, purpose_of(subject)));
  const Status stored =
      pool.database.write([&](Connection& connection) { return set_pending_seed(connection, subject, sealed); });
  if (!stored) return fail(stored.error());
  return json::object{{"SecretCode", base32(seed.reveal())}};
}

Answer verify_software_token(PoolParts& pool, const Call& call) {
  const auto code = call.members.required_text("UserCode");
  if (!code) return std::unexpected(code.error());
  const auto device_name = call.members.text("FriendlyDeviceName");
  if (!device_name) return std::unexpected(device_name.error());
  const auto bearer = authorize(pool, call);
  if (!bearer) return std::unexpected(bearer.error());
  const Subject& subject = bearer->user.subject;
  const std::string name(utf8_prefix(device_name->value_or(""), kLongestDeviceName));
  const auto verified = pool.database.write(
      [&](Connection& connection) { return verify_device(pool, connection, subject, *code, name, call); });
  if (!verified) return fail(verified.error());
  switch (*verified) {
    case Verified::kNothingToVerify:
      return refuse("SoftwareTokenMFANotFoundException", "Software Token MFA has not been associated for the user.");
    case Verified::kLockedOut: return refuse("TooManyRequestsException", "Too many requests");
    case Verified::kWrong:
      return refuse("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA");
    case Verified::kRight: break;
  }
  pool.log.info("mfa_device_added", {{"subject", subject.str()}, {"address", call.address}});
  return json::object{{"Status", "SUCCESS"}};
}

Answer set_user_mfa_preference(PoolParts& pool, const Call& call) {
  if (const auto good = refuse_other_methods(call); !good) return std::unexpected(good.error());
  const auto settings = call.members.object("SoftwareTokenMfaSettings");
  if (!settings) return std::unexpected(settings.error());
  const auto bearer = authorize(pool, call);
  if (!bearer) return std::unexpected(bearer.error());
  if (!*settings) return json::object{};
  const auto on = wanted(**settings);
  if (!on) return std::unexpected(on.error());
  if (*on && !bearer->user.totp_seed) {
    return refuse("InvalidParameterException", "User has not verified software token mfa");
  }
  const Subject& subject = bearer->user.subject;
  const Status stored =
      pool.database.write([&](Connection& connection) { return prefer_mfa(connection, subject, *on); });
  if (!stored) return fail(stored.error());
  pool.log.info(*on ? "mfa_turned_on" : "mfa_turned_off", {{"subject", subject.str()}, {"address", call.address}});
  return json::object{};
}

}  // namespace curfew::user_pool
