// What one listener of GET /events is sent: server-sent events (WHATWG HTML, section "Server-sent events").
//
// Made by EventHub, read by the transport. What waits to be sent is bounded: somebody too slow for it is told to fetch
// everything again instead. The sender's token is looked at again at each check, and with it the stream ends; so it
// does when the token's bearer has gained or lost a right since it was opened. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/follow_changes.h"
#include "base/secret.h"
#include "domain/identity.h"
#include "entry/http/message.h"
#include "ports/clock.h"
#include "ports/sign_in.h"

namespace curfew::http {

// An event as it is sent; one text for all who are told of it.
using EventText = std::shared_ptr<const std::string>;

// One for each request in `changes`, in their order: the record on one line, as GET /requests/{id} shows it.
[[nodiscard]] std::vector<EventText> event_texts(const Changes& changes);

class EventStream final : public BodyStream {
 public:
  // `tokens` and `clock` must outlive this. `token` is that by which `identity` was verified.
  EventStream(Identity identity, Secret token, TokenVerifier& tokens, const Clock& clock);

  [[nodiscard]] const Subject& subject() const { return identity_.subject; }

  // Says hello. Once, before anything else is told.
  void begin(Viewer viewer, const StartingPoint& start);

  // Up to where everything has been told; empty before the beginning and after the end.
  [[nodiscard]] std::optional<std::int64_t> position() const;

  // Tells what the viewer sees of it, as far as it lies after position(); nothing when something between would be left
  // out. `texts` are those of `changes`.
  void tell(const Changes& changes, const std::vector<EventText>& texts);

  [[nodiscard]] Piece take() override;
  void on_more(std::function<void()> wake) override;
  void check() override;

 private:
  void push(EventText text);
  void push_resync();
  void wake() const;

  const Identity identity_;
  const Secret token_;
  TokenVerifier& tokens_;
  const Clock& clock_;

  mutable std::mutex mutex_;  // guards all below
  std::function<void()> wake_;
  std::optional<Viewer> viewer_;  // from the beginning on
  std::int64_t position_ = 0;
  std::int64_t position_told_ = 0;  // what the client sends as Last-Event-ID, once it has read all that waits
  std::deque<EventText> waiting_;
  std::size_t bytes_waiting_ = 0;
  bool greeted_ = false;  // hello is not waiting any more
  bool ended_ = false;
};

}  // namespace curfew::http
