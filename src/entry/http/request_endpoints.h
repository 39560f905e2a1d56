// The calls about requests: submit, list, show, decide, revoke, cancel. Bytes in, use case, bytes out; no decisions.
// Thread-safe.
#pragma once

#include <chrono>

#include "app/cancel.h"
#include "app/decide.h"
#include "app/read_requests.h"
#include "app/revoke.h"
#include "app/submit.h"
#include "entry/http/router.h"

namespace curfew::http {

struct RequestUseCases {
  Submit& submit;
  Decide& decide;
  Revoke& revoke;
  Cancel& cancel;
  ReadRequests& read;
};

class RequestEndpoints {
 public:
  // `wait` is how long an answer may wait for AWS to finish before it says that AWS is still at work.
  RequestEndpoints(const RequestUseCases& use_cases, std::chrono::milliseconds wait)
      : use_cases_(use_cases), wait_(wait) {}

  void add_routes(Router& router);

 private:
  using Render = HttpResponse (*)(const Request&, const Caller&);

  [[nodiscard]] Result<HttpReply> submit(const Call& call);
  [[nodiscard]] Result<HttpReply> decide(const Call& call);
  [[nodiscard]] Result<HttpReply> revoke(const Call& call);
  [[nodiscard]] Result<HttpReply> cancel(const Call& call);
  [[nodiscard]] Result<HttpReply> list(const Call& call);
  [[nodiscard]] Result<HttpReply> show(const Call& call);
  [[nodiscard]] Result<HttpReply> events(const Call& call);

  // The answer for `request` now, and a better one once AWS is done.
  [[nodiscard]] HttpReply reply(const Request& request, const Caller& caller, Render render);

  RequestUseCases use_cases_;
  std::chrono::milliseconds wait_;
};

}  // namespace curfew::http
