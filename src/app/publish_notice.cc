#include "app/publish_notice.h"

#include <string>

namespace curfew {
namespace {

// As for letters: about five days with the pauses of do_owed_work. A request that lapses ends it sooner.
constexpr std::int64_t kMostAttempts = 500;

NoticeTopic* topic_in(const NoticeTopics& topics) {
  const auto* topic = std::get_if<std::reference_wrapper<NoticeTopic>>(&topics);
  return topic == nullptr ? nullptr : &topic->get();
}

bool is_final_refusal(const Error& error) { return error.code == ErrorCode::kRefusedOutside; }

}  // namespace

PublishNotice::PublishNotice(TransitionWriter& writer, NoticeWriter& notices, const NoticeTopics& topic, Log& log,
                             Metrics& metrics)
    : writer_(writer), notices_(notices), topic_(topic_in(topic)), log_(log), metrics_(metrics) {}

Status PublishNotice::operator()(const OwedWork& work, const Claim& claim) {
  const auto request = writer_.request(work.request_id);
  if (!request) return fail(request.error());
  if (!*request) return fail(ErrorCode::kDamaged, "A stored record is missing.", "no request for owed work " + work.id);
  const bool pointless = topic_ == nullptr || (*request)->status != RequestStatus::kPending;
  if (pointless) return settle(work, claim);
  const Status published = publish(**request);
  if (!published) {
    if (!is_final_refusal(published.error()) && work.attempts < kMostAttempts) return published;
    give_up(work, published.error());
  }
  return settle(work, claim);
}

Status PublishNotice::publish(const Request& request) {
  const auto notice = notices_.notice_of(request, writer_.now());
  const Status published = notice ? topic_->publish(*notice) : fail(notice.error());
  metrics_.count("curfew_topic_notices_total", {{"result", published ? "published" : "failed"}});
  return published;
}

// A conflict means that the claim is stale: somebody else has the notice now, and it may come twice.
Status PublishNotice::settle(const OwedWork& work, const Claim& claim) {
  const auto outcome = writer_.ledger().commit({.settled = {work.id}, .under = claim});
  return outcome ? Status{} : fail(outcome.error());
}

void PublishNotice::give_up(const OwedWork& work, const Error& error) {
  metrics_.count("curfew_topic_notices_total", {{"result", "given_up"}});
  log_.error("topic_notice_given_up", {{"request_id", work.request_id.str()},
                                       {"attempts", work.attempts},
                                       {"cause", error.log_text.empty() ? error.public_text : error.log_text}});
}

}  // namespace curfew
