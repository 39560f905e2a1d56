#include "entry/http/request_answers.h"

#include <boost/json/object.hpp>
#include <string>

#include "base/time.h"
#include "entry/http/answers.h"

namespace curfew::http {
namespace {

namespace json = boost::json;

int status_code(RequestStatus status) { return status == RequestStatus::kPending || is_at_work(status) ? 202 : 200; }

std::string what(const Request& request) { return request.permission_set_name + " in " + request.account_name; }

std::string until(const Request& request) {
  return request.expires_at ? " until " + for_people(*request.expires_at) : std::string{};
}

// Access that remains although the request is over: another live lease holds it.
std::string remaining(const Request& request) {
  if (!request.access_until) return {};
  return " The access itself remains until " + for_people(*request.access_until) + ": request " +
         request.held_by.str() + " holds it too.";
}

std::string message_of(const Request& request) {
  switch (request.status) {
    case RequestStatus::kPending: return "Your request for " + what(request) + " waits for a manager's decision.";
    case RequestStatus::kGranting: return what(request) + " is being granted" + until(request) + ".";
    case RequestStatus::kActive: return what(request) + " is granted" + until(request) + ".";
    case RequestStatus::kRevoking:
      return what(request) + " is being taken away." + (request.trouble.empty() ? "" : " " + request.trouble);
    case RequestStatus::kRevoked: return "The request for " + what(request) + " is over." + remaining(request);
    case RequestStatus::kDenied: return "The request for " + what(request) + " is denied.";
    case RequestStatus::kCancelled: return "The request for " + what(request) + " is cancelled.";
    case RequestStatus::kExpired: return "Nobody decided the request for " + what(request) + " in time.";
    case RequestStatus::kFailed:
      return what(request) + " could not be granted: " + request.failure + remaining(request);
  }
  return {};
}

json::object common(const Request& request) {
  return {{"message", message_of(request)},
          {"request_id", request.id.str()},
          {"status", word(request.status)},
          {"account", request.account_name}};
}

}  // namespace

bool is_at_work(RequestStatus status) {
  return status == RequestStatus::kGranting || status == RequestStatus::kRevoking;
}

HttpResponse submit_answer(const Request& request, const Caller&) {
  json::object body = common(request);
  body.emplace("permission_set", request.permission_set);
  if (request.expires_at) body.emplace("expires_at", iso8601(*request.expires_at));
  if (request.status == RequestStatus::kPending) {
    body.emplace("note", "You get a mail once a manager has decided. The time starts with the decision.");
  }
  return json_answer(status_code(request.status), body);
}

HttpResponse decision_answer(const Request& request, const Caller& caller) {
  json::object body = common(request);
  body.emplace("permission_set", request.permission_set_name);
  body.emplace("user_email", request.user_email);
  body.emplace("approver", request.decision ? request.decision->approver_email : caller.identity.email);
  if (request.granted_at && request.expires_at) body.emplace("expires_at", iso8601(*request.expires_at));
  return json_answer(status_code(request.status), body);
}

HttpResponse revocation_answer(const Request& request, const Caller& caller) {
  json::object body = common(request);
  body.emplace("permission_set", request.permission_set_name);
  body.emplace("user_email", request.user_email);
  const bool by_somebody = request.revocation && !request.revocation->by.empty();
  body.emplace("revoked_by", by_somebody ? request.revocation->by : caller.identity.email);
  if (request.access_until) {
    body.emplace("access_until", iso8601(*request.access_until));
    body.emplace("held_by", request.held_by.str());
  }
  return json_answer(status_code(request.status), body);
}

}  // namespace curfew::http
