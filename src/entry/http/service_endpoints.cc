#include "entry/http/service_endpoints.h"

#include <boost/json/array.hpp>
#include <utility>

#include "domain/catalog.h"
#include "domain/policy.h"
#include "entry/http/answers.h"

namespace curfew::http {
namespace {

namespace json = boost::json;

json::object account_json(const CatalogAccount& account) {
  return {{"name", account.name}, {"id", account.id.str()}, {"title", account.title}};
}

json::object permission_set_json(const CatalogPermissionSet& set) {
  return {{"name", set.name},
          {"title", set.title},
          {"aws_name", set.aws_name},
          {"risk", word(set.risk)},
          {"requires_approval", set.risk != Risk::kLow},
          {"min_duration_minutes", kShortestDuration.count()},
          {"max_duration_minutes", set.max_duration.count()}};
}

HttpResponse me(const Call& call) {
  const Identity& identity = call.caller.identity;
  json::array groups;
  if (identity.is_engineer) groups.push_back(json::value(word(Group::kEngineers)));
  if (identity.is_manager) groups.push_back(json::value(word(Group::kManagers)));
  return json_answer(200, {{"subject", identity.subject.str()},
                           {"email", identity.email},
                           {"groups", std::move(groups)},
                           {"may_submit", check_may_submit(identity).has_value()},
                           {"may_decide", check_may_decide(identity).has_value()}});
}

}  // namespace

void ServiceEndpoints::add_routes(Router& router) {
  const auto get = [&](std::string_view pattern, Access access, std::function<Result<HttpReply>(const Call&)> answer) {
    router.add({.method = "GET", .pattern = pattern, .access = access, .answer = std::move(answer)});
  };
  get("/catalog", Access::kToken, [this](const Call& call) { return HttpReply{.now = catalog(call)}; });
  get("/me", Access::kToken, [](const Call& call) { return HttpReply{.now = me(call)}; });
  get("/health/live", Access::kOpen,
      [](const Call&) { return HttpReply{.now = json_answer(200, {{"status", "ok"}})}; });
  get("/health/ready", Access::kOpen, [this](const Call&) { return ready(); });
  get("/metrics", Access::kMetrics, [this](const Call&) {
    return HttpReply{.now = text_answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics_.render())};
  });
  get("/portal-config.json", Access::kOpen, [this](const Call&) { return HttpReply{.now = portal_config()}; });
  if (sign_in_ == nullptr) return;
  router.add({.method = "POST",
              .pattern = "/",
              .access = Access::kOpen,
              .body = BodyKind::kAwsJson,
              .answer = [this](const Call& call) { return sign_in(call); }});
  get("/{poolId}/.well-known/jwks.json", Access::kOpen, [this](const Call& call) { return jwks(call); });
}

HttpResponse ServiceEndpoints::catalog(const Call& call) const {
  json::array accounts;
  json::array permission_sets;
  if (check_may_submit(call.caller.identity)) {
    const auto current = catalog_.current();
    for (const CatalogAccount& account : current->accounts) accounts.push_back(account_json(account));
    for (const CatalogPermissionSet& set : current->permission_sets)
      permission_sets.push_back(permission_set_json(set));
  }
  return json_answer(200, {{"accounts", std::move(accounts)}, {"permission_sets", std::move(permission_sets)}});
}

Result<HttpReply> ServiceEndpoints::ready() const {
  const Status status = ready_();
  if (!status) return fail(ErrorCode::kUnavailable, "The server cannot serve requests now.", status.error().log_text);
  return HttpReply{.now = json_answer(200, {{"status", "ok"}})};
}

HttpResponse ServiceEndpoints::portal_config() const {
  return json_answer(200, {{"apiUrl", portal_.api_url},
                           {"signInEndpoint", portal_.sign_in_endpoint},
                           {"region", portal_.region},
                           {"userPoolId", portal_.user_pool_id},
                           {"clientId", portal_.client_id},
                           {"startUrl", portal_.start_url}});
}

// Errors are the protocol's own from here on: its clients know no others.
Result<HttpReply> ServiceEndpoints::sign_in(const Call& call) {
  const std::string* target = find_header(call.request.headers, "X-Amz-Target");
  const SignInAnswer answer = sign_in_->answer({.target = target == nullptr ? std::string{} : *target,
                                                .body = call.request.body,
                                                .address = call.request.address},
                                               call.now);
  HttpResponse response = text_answer(answer.status, kAwsJsonType, answer.body);
  if (!answer.error_type.empty()) response.headers.push_back({.name = "x-amzn-ErrorType", .value = answer.error_type});
  return HttpReply{.now = std::move(response)};
}

Result<HttpReply> ServiceEndpoints::jwks(const Call& call) {
  if (call.argument != portal_.user_pool_id) return fail(ErrorCode::kNotFound, "There is no such user pool here.");
  auto document = sign_in_->jwks();
  if (!document) return fail(document.error());
  HttpResponse response = text_answer(200, kJsonType, std::move(*document));
  response.headers.push_back({.name = "Cache-Control", .value = "public, max-age=300"});
  return HttpReply{.now = std::move(response)};
}

}  // namespace curfew::http
