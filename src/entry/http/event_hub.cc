#include "entry/http/event_hub.h"

#include <algorithm>
#include <utility>

namespace curfew::http {
namespace {

constexpr int kRetryAfterSeconds = 30;

std::unexpected<Error> no_room(ErrorCode code, const char* text) {
  return fail(Error{.code = code, .public_text = text, .log_text = {}, .retry_after_seconds = kRetryAfterSeconds});
}

}  // namespace

Result<std::shared_ptr<EventStream>> EventHub::open(const Identity& identity, Secret token) {
  const auto leaves = [this](EventStream* stream) {
    leave(*stream);
    delete stream;
  };
  std::shared_ptr<EventStream> stream(new EventStream(identity, std::move(token), tokens_, clock_), leaves);
  const std::scoped_lock lock(mutex_);
  if (streams_.size() >= limits_.streams) {
    return no_room(ErrorCode::kUnavailable, "Too many listen to this server's events already. Try again later.");
  }
  std::size_t& own = of_caller_[identity.subject];
  if (own >= limits_.streams_of_caller) {
    return no_room(ErrorCode::kTooManyRequests,
                   "You listen to the events too many times over. Close some of them first.");
  }
  streams_.emplace(stream.get(), stream);
  ++own;
  metrics_.set("curfew_event_streams", static_cast<double>(streams_.size()));
  return stream;
}

void EventHub::begin(EventStream& stream, Viewer viewer, const StartingPoint& start) {
  stream.begin(std::move(viewer), start);
  call_feed_();
}

std::optional<Positions> EventHub::positions() const {
  std::optional<Positions> all;
  for (const auto& stream : streams()) {
    const auto position = stream->position();
    if (!position) continue;
    if (!all) all = Positions{.least = *position, .greatest = *position};
    all->least = std::min(all->least, *position);
    all->greatest = std::max(all->greatest, *position);
  }
  return all;
}

void EventHub::tell(const Changes& changes) {
  const auto texts = event_texts(changes);
  for (const auto& stream : streams()) stream->tell(changes, texts);
}

std::vector<std::shared_ptr<EventStream>> EventHub::streams() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::shared_ptr<EventStream>> streams;
  streams.reserve(streams_.size());
  for (const auto& [ignored, stream] : streams_) {
    if (auto alive = stream.lock()) streams.push_back(std::move(alive));
  }
  return streams;
}

void EventHub::leave(const EventStream& stream) {
  const std::scoped_lock lock(mutex_);
  if (streams_.erase(&stream) == 0) return;  // it was never let in
  const auto own = of_caller_.find(stream.subject());
  if (--own->second == 0) of_caller_.erase(own);
  metrics_.set("curfew_event_streams", static_cast<double>(streams_.size()));
}

}  // namespace curfew::http
