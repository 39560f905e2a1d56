#include "adapters/user_pool/token_minter.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace curfew::user_pool {
namespace {

namespace json = boost::json;

constexpr std::string_view kScope = "aws.cognito.signin.user.admin";

// What both tokens say.
json::object common_claims(const PoolSettings& settings, const User& user, const SignIn& sign_in, Instant now) {
  const std::int64_t issued_at = unix_seconds(floor_seconds(now));
  json::object claims = {{"sub", user.subject.str()},
                         {"iss", settings.issuer},
                         {"origin_jti", sign_in.origin_jti},
                         {"auth_time", unix_seconds(sign_in.began_at)},
                         {"iat", issued_at},
                         {"exp", issued_at + kTokenLife.count()}};
  if (!user.groups.empty()) {
    json::array groups;
    for (const Group group : user.groups) groups.emplace_back(word(group));
    claims["cognito:groups"] = std::move(groups);
  }
  return claims;
}

}  // namespace

Result<TokenPair> TokenMinter::mint(const User& user, const SignIn& sign_in, Instant now) {
  const auto key = keys_.current(now);
  if (!key) return fail(key.error());
  const std::string event_id = new_uuid(entropy_);

  json::object id = common_claims(settings_, user, sign_in, now);
  id["aud"] = settings_.client_id;
  id["token_use"] = "id";
  id["email"] = user.email;
  id["email_verified"] = user.email_verified;
  id["cognito:username"] = user.subject.str();
  id["event_id"] = event_id;
  id["jti"] = new_uuid(entropy_);

  json::object access = common_claims(settings_, user, sign_in, now);
  access["client_id"] = settings_.client_id;
  access["token_use"] = "access";
  access["scope"] = kScope;
  access["username"] = user.subject.str();
  access["event_id"] = event_id;
  access["jti"] = new_uuid(entropy_);

  auto id_token = (*key)->sign(json::serialize(id));
  if (!id_token) return fail(std::move(id_token.error()));
  auto access_token = (*key)->sign(json::serialize(access));
  if (!access_token) return fail(std::move(access_token.error()));
  return TokenPair{.id_token = Secret(*std::move(id_token)), .access_token = Secret(*std::move(access_token))};
}

}  // namespace curfew::user_pool
