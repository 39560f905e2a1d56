// Use case: does what is owed to the outside, lane by lane, under claims.
//
// Several threads and several servers may call it at the same time. Work that fails stays owed and is put off a little
// longer each time; AWS work keeps its own times in the assignment's record.
#pragma once

#include <string>
#include <vector>

#include "app/drive_assignment.h"
#include "app/keep_timer.h"
#include "app/publish_notice.h"
#include "app/run_timer.h"
#include "app/send_letters.h"
#include "app/transition_writer.h"
#include "base/error.h"
#include "ports/telemetry.h"
#include "ports/work_queue.h"

namespace curfew {

// Thread-safe; owned by src/main; lives as long as the ports it was given.
class DoOwedWork {
 public:
  DoOwedWork(TransitionWriter& writer, WorkQueue& queue, DriveAssignment& drive, RunTimer& timers,
             KeepTimer& keep_timer, SendLetters& letters, PublishNotice& publish_notice, Log& log)
      : writer_(writer),
        queue_(queue),
        drive_(drive),
        timers_(timers),
        keep_timer_(keep_timer),
        letters_(letters),
        publish_notice_(publish_notice),
        log_(log) {}

  // Does what is due of one class now; revocations first. How many pieces of work were done or tried: 0 means that
  // there is nothing to do until something new is owed or becomes due.
  // Errors: kUnavailable, kDamaged of the queue itself; a failing piece of work is logged and put off.
  [[nodiscard]] Result<std::size_t> run_once(WorkClass work_class);

  // The two halves of it, for workers that share what one of them found: the lanes with work that is due, the most
  // urgent first, at most 32; and one of these lanes, of which a failure is logged and counts as nothing done.
  [[nodiscard]] Result<std::vector<std::string>> due_lanes(WorkClass work_class);
  [[nodiscard]] std::size_t run_lane(WorkClass work_class, const std::string& lane);

 private:
  [[nodiscard]] Result<std::size_t> run_if_free(const std::string& lane, Millis claim_life);
  [[nodiscard]] Result<std::size_t> drain(const Claim& claim);
  [[nodiscard]] Status run(const OwedWork& work, const Claim& claim);
  [[nodiscard]] Status run_timer(const OwedWork& work, const Claim& claim);
  void put_off(const OwedWork& work, const Error& error, const Claim& claim);
  [[nodiscard]] Status store_later(const OwedWork& work, const OwedWork& later, const Claim& claim);

  TransitionWriter& writer_;
  WorkQueue& queue_;
  DriveAssignment& drive_;
  RunTimer& timers_;
  KeepTimer& keep_timer_;
  SendLetters& letters_;
  PublishNotice& publish_notice_;
  Log& log_;
};

}  // namespace curfew
