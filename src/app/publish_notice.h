// Use case: tells a topic that a request waits for a decision, at least once.
//
// Owed in the write that makes the request, beside the letters and in a lane of its own: neither a topic that does not
// answer nor a mail server that does not holds up the other.
#pragma once

#include "app/transition_writer.h"
#include "base/error.h"
#include "domain/owed_work.h"
#include "ports/ledger.h"
#include "ports/notice_topic.h"
#include "ports/telemetry.h"

namespace curfew {

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class PublishNotice {
 public:
  PublishNotice(TransitionWriter& writer, NoticeWriter& notices, const NoticeTopics& topic, Log& log, Metrics& metrics);

  // Success: published, or pointless by now, or given up with a loud log line: the work is settled.
  // Errors: kUnavailable, kDamaged: the work stays owed; the notice may have been published when effect is kMaybe.
  [[nodiscard]] Status operator()(const OwedWork& work, const Claim& claim);

 private:
  [[nodiscard]] Status publish(const Request& request);
  [[nodiscard]] Status settle(const OwedWork& work, const Claim& claim);
  void give_up(const OwedWork& work, const Error& error);

  TransitionWriter& writer_;
  NoticeWriter& notices_;
  NoticeTopic* topic_;  // null: none is configured any more, and what was owed to one is waived
  Log& log_;
  Metrics& metrics_;
};

}  // namespace curfew
