// GET /events: what changed, for as long as the caller listens. Thread-safe.
#pragma once

#include "app/follow_changes.h"
#include "entry/http/event_hub.h"
#include "entry/http/router.h"

namespace curfew::http {

class EventEndpoint {
 public:
  // Both must outlive this.
  EventEndpoint(FollowChanges& changes, EventHub& hub) : changes_(changes), hub_(hub) {}

  void add_routes(Router& router);

 private:
  [[nodiscard]] Result<HttpReply> events(const Call& call);

  FollowChanges& changes_;
  EventHub& hub_;
};

}  // namespace curfew::http
