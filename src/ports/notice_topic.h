// A topic that carries the approval notice to whatever has subscribed to it: chat, a pager, a queue.
// Implementations: NoticeTopic in adapters/sns, NoticeWriter in adapters/mail_templates. All methods may be called at
// the same time.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "domain/request.h"

namespace curfew {

struct TopicNotice {
  std::string id;                                               // the same for a notice that is published again
  std::string subject;                                          // one line
  std::string text;                                             // plain, UTF-8
  std::vector<std::pair<std::string, std::string>> attributes;  // snake_case names and short texts, for filters
};

class NoticeTopic {
 public:
  virtual ~NoticeTopic() = default;

  // Success: the topic has it, durably. Errors: kUnavailable (may have been published when effect is kMaybe: it is
  // published again, and may come twice); kRefusedOutside (this notice will never be taken).
  [[nodiscard]] virtual Status publish(const TopicNotice& notice) = 0;
};

// No topic is configured, and no notice is owed to one.
struct NoNoticeTopic {};
using NoticeTopics = std::variant<NoNoticeTopic, std::reference_wrapper<NoticeTopic>>;

// What is said on a topic of a request that waits for a decision.
class NoticeWriter {
 public:
  virtual ~NoticeWriter() = default;

  // Errors: kConfiguration for a template that does not parse.
  [[nodiscard]] virtual Result<TopicNotice> notice_of(const Request& request, Instant written_at) = 0;
};

}  // namespace curfew
