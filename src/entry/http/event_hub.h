// Everybody who listens to GET /events of this server: lets them in, as long as there is room, and passes on to each of
// them what has changed. Thread-safe. Owned by src/main; outlives the server, whose connections hold the streams.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "app/follow_changes.h"
#include "base/error.h"
#include "base/id.h"
#include "base/secret.h"
#include "domain/identity.h"
#include "entry/http/event_stream.h"
#include "ports/clock.h"
#include "ports/sign_in.h"
#include "ports/telemetry.h"

namespace curfew::http {

struct EventLimits {
  std::size_t streams = 1024;          // in all: each is a connection, and others need some
  std::size_t streams_of_caller = 16;  // of one subject
};

// Between which positions the listeners stand.
struct Positions {
  std::int64_t least = 0;
  std::int64_t greatest = 0;
};

class EventHub {
 public:
  // `call_feed` is called when somebody has come who waits to be told: from any thread, must return at once.
  EventHub(const EventLimits& limits, TokenVerifier& tokens, const Clock& clock, Metrics& metrics,
           std::function<void()> call_feed)
      : limits_(limits), tokens_(tokens), clock_(clock), metrics_(metrics), call_feed_(std::move(call_feed)) {}
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;
  ~EventHub() = default;

  // A stream that takes its place until it is destroyed, and has not begun. Errors: kTooManyRequests (of this
  // caller's), kUnavailable (no place is left).
  [[nodiscard]] Result<std::shared_ptr<EventStream>> open(const Identity& identity, Secret token);
  void begin(EventStream& stream, Viewer viewer, const StartingPoint& start);

  // For the feed: from `least` on somebody has to be told. Empty when nobody listens.
  [[nodiscard]] std::optional<Positions> positions() const;
  void tell(const Changes& changes);

 private:
  [[nodiscard]] std::vector<std::shared_ptr<EventStream>> streams() const;
  void leave(const EventStream& stream);

  const EventLimits limits_;
  TokenVerifier& tokens_;
  const Clock& clock_;
  Metrics& metrics_;
  const std::function<void()> call_feed_;

  mutable std::mutex mutex_;  // guards all below; no stream is called or destroyed under it
  std::map<const EventStream*, std::weak_ptr<EventStream>> streams_;
  std::map<Subject, std::size_t> of_caller_;
};

}  // namespace curfew::http
