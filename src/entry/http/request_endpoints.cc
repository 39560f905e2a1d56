#include "entry/http/request_endpoints.h"

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/digest.h"
#include "domain/policy.h"
#include "entry/http/answers.h"
#include "entry/http/json_body.h"
#include "entry/http/request_answers.h"

namespace curfew::http {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestKey = 255;
constexpr std::size_t kLongestId = 128;
constexpr std::int64_t kDefaultPage = 50;
constexpr std::int64_t kLongestPage = 100;

bool visible_ascii(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

Result<std::optional<IdempotencyKey>> idempotency_of(const HttpRequest& request) {
  const std::string* key = find_header(request.headers, "Idempotency-Key");
  if (key == nullptr) return std::nullopt;
  if (count_headers(request.headers, "Idempotency-Key") > 1 || !visible_ascii(*key, kLongestKey)) {
    return fail(ErrorCode::kInvalid, "Idempotency-Key must be given once, with 1 to 255 visible ASCII characters.");
  }
  return IdempotencyKey{.path = request.path, .key = *key, .body_hash = hex(sha256(request.body))};
}

// Ids are looked up as they are; what can be none is told apart from what is unknown.
Result<RequestId> request_id_of(std::string id) {
  if (visible_ascii(id, kLongestId)) return RequestId(std::move(id));
  return fail(ErrorCode::kInvalid, "The member \"request_id\" is not the id of a request.");
}

Result<RequestId> request_id_in_path(const Call& call) {
  if (visible_ascii(call.argument, kLongestId)) return RequestId(call.argument);
  return no_such_request();
}

Result<bool> approves(std::string_view action) {
  if (equal_ignoring_case(action, "APPROVE")) return true;
  if (equal_ignoring_case(action, "DENY")) return false;
  return fail(ErrorCode::kInvalid, "The member \"action\" must be APPROVE or DENY.");
}

Result<Scope> scope_from(const std::optional<std::string>& text) {
  if (!text) return Scope::kDefault;
  if (*text == "mine") return Scope::kMine;
  if (*text == "pending") return Scope::kPending;
  if (*text == "all") return Scope::kAll;
  return fail(ErrorCode::kInvalid, "The query parameter \"scope\" must be mine, pending or all.");
}

Result<std::optional<RequestStatus>> status_from(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  if (const auto status = request_status_from(*text)) return status;
  return fail(ErrorCode::kInvalid, "The query parameter \"status\" is none of a request's statuses, such as ACTIVE.");
}

Result<ListCall> list_call_from(const Call& call) {
  const auto scope = scope_from(call.query.find("scope"));
  if (!scope) return fail(scope.error());
  const auto status = status_from(call.query.find("status"));
  if (!status) return fail(status.error());
  const auto limit = call.query.whole_number("limit", 1, kLongestPage, kDefaultPage);
  if (!limit) return fail(limit.error());
  return ListCall{.caller = call.caller,
                  .scope = *scope,
                  .status = *status,
                  .limit = static_cast<std::size_t>(*limit),
                  .cursor = call.query.find("cursor")};
}

}  // namespace

void RequestEndpoints::add_routes(Router& router) {
  const auto add = [&](std::string_view method, std::string_view pattern, BodyKind body, auto member) {
    router.add({.method = method, .pattern = pattern, .body = body, .answer = [this, member](const Call& call) {
                  return (this->*member)(call);
                }});
  };
  add("POST", "/requests", BodyKind::kJson, &RequestEndpoints::submit);
  router.add({.method = "GET",
              .pattern = "/requests",
              .query = {"scope", "status", "limit", "cursor"},
              .answer = [this](const Call& call) { return list(call); }});
  add("GET", "/requests/{id}", BodyKind::kNone, &RequestEndpoints::show);
  add("GET", "/requests/{id}/events", BodyKind::kNone, &RequestEndpoints::events);
  add("POST", "/requests/{id}/cancel", BodyKind::kOptionalJson, &RequestEndpoints::cancel);
  add("POST", "/approvals", BodyKind::kJson, &RequestEndpoints::decide);
  add("POST", "/revoke", BodyKind::kJson, &RequestEndpoints::revoke);
}

Result<HttpReply> RequestEndpoints::submit(const Call& call) {
  auto body = JsonBody::parse(call.request.body);
  if (!body) return fail(body.error());
  SubmitCall submit{.caller = call.caller,
                    .account_name = body->text("account_name"),
                    .permission_set = body->text("permission_set"),
                    .reason = body->text("reason"),
                    .duration_minutes = body->optional_whole_number("duration_minutes"),
                    .user_email = body->optional_text("user_email")};
  if (auto ok = body->check(); !ok) return fail(ok.error());
  auto idempotency = idempotency_of(call.request);
  if (!idempotency) return fail(idempotency.error());
  submit.idempotency = std::move(*idempotency);
  const auto request = use_cases_.submit(submit);
  if (!request) return fail(request.error());
  return reply(*request, call.caller, &submit_answer);
}

Result<HttpReply> RequestEndpoints::decide(const Call& call) {
  auto body = JsonBody::parse(call.request.body);
  if (!body) return fail(body.error());
  const std::string id = body->text("request_id");
  const std::string action = body->text("action");
  DecideCall decide{.caller = call.caller,
                    .comments = body->optional_text("comments").value_or(""),
                    .approver_email = body->optional_text("approver_email")};
  if (auto ok = body->check(); !ok) return fail(ok.error());
  auto request_id = request_id_of(id);
  if (!request_id) return fail(request_id.error());
  decide.request_id = std::move(*request_id);
  const auto approve = approves(action);
  if (!approve) return fail(approve.error());
  decide.approve = *approve;
  auto idempotency = idempotency_of(call.request);
  if (!idempotency) return fail(idempotency.error());
  decide.idempotency = std::move(*idempotency);
  const auto request = use_cases_.decide(decide);
  if (!request) return fail(request.error());
  return reply(*request, call.caller, &decision_answer);
}

Result<HttpReply> RequestEndpoints::revoke(const Call& call) {
  auto body = JsonBody::parse(call.request.body);
  if (!body) return fail(body.error());
  const std::string id = body->text("request_id");
  RevokeCall revoke{.caller = call.caller, .revoker_email = body->optional_text("revoker_email")};
  if (auto ok = body->check(); !ok) return fail(ok.error());
  auto request_id = request_id_of(id);
  if (!request_id) return fail(request_id.error());
  revoke.request_id = std::move(*request_id);
  auto idempotency = idempotency_of(call.request);
  if (!idempotency) return fail(idempotency.error());
  revoke.idempotency = std::move(*idempotency);
  const auto request = use_cases_.revoke(revoke);
  if (!request) return fail(request.error());
  return reply(*request, call.caller, &revocation_answer);
}

Result<HttpReply> RequestEndpoints::cancel(const Call& call) {
  if (!call.request.body.empty()) {
    const auto body = JsonBody::parse(call.request.body);
    if (!body) return fail(body.error());
    if (auto ok = body->check(); !ok) return fail(ok.error());
  }
  auto request_id = request_id_in_path(call);
  if (!request_id) return fail(request_id.error());
  auto idempotency = idempotency_of(call.request);
  if (!idempotency) return fail(idempotency.error());
  const auto request = use_cases_.cancel(
      {.caller = call.caller, .request_id = std::move(*request_id), .idempotency = std::move(*idempotency)});
  if (!request) return fail(request.error());
  return reply(*request, call.caller, &revocation_answer);
}

Result<HttpReply> RequestEndpoints::list(const Call& call) {
  const auto list_call = list_call_from(call);
  if (!list_call) return fail(list_call.error());
  const auto page = use_cases_.read.list(*list_call);
  if (!page) return fail(page.error());
  json::array requests;
  for (const Request& request : page->requests) requests.push_back(to_json(to_attributes(request)));
  json::object body{{"count", requests.size()}};
  body.emplace("requests", std::move(requests));
  if (page->next_cursor) body.emplace("next_cursor", *page->next_cursor);
  return HttpReply{.now = json_answer(200, body)};
}

Result<HttpReply> RequestEndpoints::show(const Call& call) {
  const auto id = request_id_in_path(call);
  if (!id) return fail(id.error());
  const auto request = use_cases_.read.one(call.caller, *id);
  if (!request) return fail(request.error());
  return HttpReply{.now = json_answer(200, to_json(to_attributes(*request)))};
}

Result<HttpReply> RequestEndpoints::events(const Call& call) {
  const auto id = request_id_in_path(call);
  if (!id) return fail(id.error());
  const auto events = use_cases_.read.events(call.caller, *id);
  if (!events) return fail(events.error());
  json::array list;
  for (const AuditEvent& event : *events) list.push_back(to_json(to_attributes(event)));
  json::object body{{"count", list.size()}};
  body.emplace("events", std::move(list));
  return HttpReply{.now = json_answer(200, body)};
}

HttpReply RequestEndpoints::reply(const Request& request, const Caller& caller, Render render) {
  HttpReply reply{.now = render(request, caller)};
  if (!is_at_work(request.status)) return reply;
  reply.wait = wait_;
  reply.better = [this, id = request.id, caller, render]() -> std::optional<HttpResponse> {
    const auto now = use_cases_.read.one(caller, id);
    if (!now || is_at_work(now->status)) return std::nullopt;
    return render(*now, caller);
  };
  return reply;
}

}  // namespace curfew::http
