// Ending sign-ins: GlobalSignOut ends all of a user's, RevokeToken the one of a refresh token.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html,
// API_RevokeToken.html
#include <boost/json/object.hpp>
#include <utility>

#include "adapters/user_pool/operations.h"
#include "adapters/user_pool/sign_in_steps.h"

namespace curfew::user_pool {
namespace {

namespace json = boost::json;
using sqlite_file::Connection;

}  // namespace

Answer global_sign_out(PoolParts& pool, const Call& call) {
  const auto bearer = authorize(pool, call);
  if (!bearer) return std::unexpected(bearer.error());
  const Subject& subject = bearer->user.subject;
  const Status ended = pool.database.write([&](Connection& connection) -> Status {
    const Status challenges = end_challenges(connection, subject);
    return challenges ? end_sign_ins(connection, subject) : challenges;
  });
  if (!ended) return fail(ended.error());
  pool.log.info("signed_out", {{"subject", subject.str()}, {"address", call.address}});
  return json::object{};
}

// Needs no other proof than the refresh token. An unknown one is no error (RFC 7009 section 2.2): it is good for
// nothing already.
Answer revoke_token(PoolParts& pool, const Call& call) {
  auto token = call.members.required_text("Token");
  if (!token) return std::unexpected(token.error());
  if (const auto client = check_client(pool, call); !client) return std::unexpected(client.error());
  // Refresh tokens have no dots, ID and access tokens have two.
  if (token->contains('.')) return refuse("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.");
  const Secret secret(*std::move(token));
  const Status ended = pool.database.write([&](Connection& connection) -> Status {
    const auto sign_in = find_sign_in_by_refresh_token(connection, secret);
    if (!sign_in) return fail(sign_in.error());
    return *sign_in ? end_sign_in(connection, (*sign_in)->origin_jti) : Status{};
  });
  if (!ended) return fail(ended.error());
  return json::object{};
}

}  // namespace curfew::user_pool
