#include "entry/http/event_stream.h"

#include <boost/json/serialize.hpp>
#include <utility>

#include "entry/http/answers.h"

namespace curfew::http {
namespace {

constexpr std::size_t kMostWaiting = std::size_t{256} * 1024;
constexpr std::size_t kPiece = std::size_t{64} * 1024;

std::string id_line(std::int64_t position) { return "id: " + std::to_string(position) + "\n"; }

EventText text_of(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

bool same_rights(const Identity& left, const Identity& right) {
  return left.subject == right.subject && left.is_engineer == right.is_engineer && left.is_manager == right.is_manager;
}

}  // namespace

std::vector<EventText> event_texts(const Changes& changes) {
  std::vector<EventText> texts;
  for (const ChangedRequest& change : changes.requests) {
    const std::string record = boost::json::serialize(to_json(to_attributes(change.request)));
    texts.push_back(text_of(id_line(change.position) + "event: request\ndata: " + record + "\n\n"));
  }
  return texts;
}

EventStream::EventStream(Identity identity, Secret token, TokenVerifier& tokens, const Clock& clock)
    : identity_(std::move(identity)), token_(std::move(token)), tokens_(tokens), clock_(clock) {}

void EventStream::begin(Viewer viewer, const StartingPoint& start) {
  const std::scoped_lock lock(mutex_);
  viewer_ = std::move(viewer);
  position_ = start.position;
  // Somebody who has missed something keeps the id they have until they are told so: the connection may end in between.
  push(text_of("retry: 3000\n\nevent: hello\n" + (start.missed ? std::string{} : id_line(position_)) + "data: {}\n\n"));
  position_told_ = position_;
  if (start.missed) push_resync();
  wake();
}

std::optional<std::int64_t> EventStream::position() const {
  const std::scoped_lock lock(mutex_);
  if (!viewer_ || ended_) return std::nullopt;
  return position_;
}

void EventStream::tell(const Changes& changes, const std::vector<EventText>& texts) {
  const std::scoped_lock lock(mutex_);
  if (!viewer_ || ended_ || changes.from > position_ || changes.reached <= position_) return;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const ChangedRequest& change = changes.requests[i];
    if (change.position <= position_ || !viewer_->sees(change.request)) continue;
    push(texts[i]);
    position_told_ = change.position;
  }
  position_ = changes.reached;
  if (bytes_waiting_ > kMostWaiting) push_resync();
  wake();
}

BodyStream::Piece EventStream::take() {
  const std::scoped_lock lock(mutex_);
  Piece piece;
  while (!waiting_.empty() && piece.bytes.size() < kPiece) {
    piece.bytes += *waiting_.front();
    bytes_waiting_ -= waiting_.front()->size();
    waiting_.pop_front();
    greeted_ = true;
  }
  piece.last = ended_;
  return piece;
}

void EventStream::on_more(std::function<void()> wake) {
  const std::scoped_lock lock(mutex_);
  wake_ = std::move(wake);
}

void EventStream::check() {
  const auto identity = tokens_.verify(token_, clock_.now());
  const std::scoped_lock lock(mutex_);
  if (!identity || !same_rights(*identity, identity_)) {
    ended_ = true;
    waiting_.clear();
    bytes_waiting_ = 0;
    return;
  }
  // An id alone is no event, but the client keeps it: so that what happened to others does not count as missed.
  const bool moved = std::exchange(position_told_, position_) != position_;
  push(text_of(moved ? ":\n" + id_line(position_) + "\n" : std::string(":\n\n")));
}

void EventStream::push(EventText text) {
  bytes_waiting_ += text->size();
  waiting_.push_back(std::move(text));
}

// In the place of all that waits but hello.
void EventStream::push_resync() {
  while (waiting_.size() > (greeted_ ? 0 : 1)) {
    bytes_waiting_ -= waiting_.back()->size();
    waiting_.pop_back();
  }
  push(text_of(id_line(position_) + "event: resync\ndata: {}\n\n"));
  position_told_ = position_;
}

void EventStream::wake() const {
  if (wake_) wake_();
}

}  // namespace curfew::http
