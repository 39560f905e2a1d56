// The topic of approval notices as one server of a simulated world has it. What befalls mail befalls it, too.
#pragma once

#include "ports/notice_topic.h"
#include "simulation/inside/wire.h"

namespace curfew::simulation {

class WiredTopic final : public NoticeTopic {
 public:
  WiredTopic(Wire& wire, NoticeTopic& behind) : wire_(wire), behind_(behind) {}

  [[nodiscard]] Status publish(const TopicNotice& notice) override;

 private:
  Wire& wire_;
  NoticeTopic& behind_;
};

}  // namespace curfew::simulation
