// The wait between two attempts of a call; replaced in tests, which never wait.
#pragma once

#include "base/time.h"

namespace curfew::aws {

class Pause {
 public:
  virtual ~Pause() = default;

  // On the thread that called. May be called by many threads at once.
  virtual void wait(Millis time) = 0;
};

class SleepingPause final : public Pause {
 public:
  void wait(Millis time) override;
};

}  // namespace curfew::aws
