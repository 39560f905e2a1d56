#include "simulation/inside/topic_port.h"

namespace curfew::simulation {

Status WiredTopic::publish(const TopicNotice& notice) {
  return wire_.act("topic.publish", wire_.air().center_latency, [&]() -> Status {
    if (wire_.strikes(Fault::kMailFails)) return wire_.unavailable("topic.publish", Effect::kNone);
    if (wire_.strikes(Fault::kMailRefused)) {
      wire_.note("topic.publish", "refused for good");
      return fail(ErrorCode::kRefusedOutside, "The topic refuses this notice.", "a fault of the simulation");
    }
    const Status published = behind_.publish(notice);
    if (wire_.strikes(Fault::kMailLosesAnswer)) return wire_.unavailable("topic.publish", Effect::kMaybe);
    wire_.note("topic.publish", notice.id);
    return published;
  });
}

}  // namespace curfew::simulation
