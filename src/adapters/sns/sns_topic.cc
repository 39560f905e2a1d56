#include "adapters/sns/sns_topic.h"

#include <algorithm>
#include <regex>
#include <string_view>

#include "adapters/aws/url.h"
#include "adapters/aws/xml.h"
#include "base/digest.h"
#include "base/utf8.h"

namespace curfew::sns {
namespace {

constexpr std::size_t kLongestSubject = 99;                       // "less than 100 characters long"
constexpr std::size_t kLongestMessage = std::size_t{250} * 1024;  // 256 KiB with all attributes, which are short
constexpr std::size_t kMostAttributes = 10;                       // what a raw delivery to SQS can carry

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

// One ASCII character for each of the text's, and none for what stands before the first letter, digit or mark: subjects
// must begin with one, and templates like to begin with a picture.
std::string subject_of(std::string_view text) {
  std::string subject;
  while (!text.empty() && subject.size() < kLongestSubject) {
    const std::size_t length = std::max<std::size_t>(utf8_length(text), 1);
    const bool is_ascii = static_cast<unsigned char>(text[0]) < 0x80;
    const char other = is_ascii ? ' ' : '?';  // control characters, and what is not ASCII
    const char shown = is_printable(text[0]) ? text[0] : other;
    if (!subject.empty() || (is_ascii && shown != ' ')) subject += shown;
    text.remove_prefix(length);
  }
  return subject;
}

// The form of the query protocol; Action and Version are the client's.
class Form {
 public:
  void add(std::string_view name, std::string_view value) {
    if (!text_.empty()) text_ += '&';
    text_ += aws::percent_encoded(name) + '=' + aws::percent_encoded(value);
  }
  void add_attribute(std::string_view name, std::string_view value) {
    if (value.empty() || attributes_ == kMostAttributes) return;  // SNS takes no empty values
    const std::string entry = "MessageAttributes.entry." + std::to_string(++attributes_) + ".";
    add(entry + "Name", name);
    add(entry + "Value.DataType", "String");
    add(entry + "Value.StringValue", value);
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::size_t attributes_ = 0;
};

std::string form_of(const std::string& topic_arn, const TopicNotice& notice) {
  Form form;
  form.add("TopicArn", topic_arn);
  if (const std::string subject = subject_of(notice.subject); !subject.empty()) form.add("Subject", subject);
  form.add("Message", utf8_prefix(notice.text, kLongestMessage));
  form.add_attribute("notice_id", notice.id);
  for (const auto& [name, value] : notice.attributes) form.add_attribute(name, value);
  if (topic_arn.ends_with(".fifo")) {
    form.add("MessageGroupId", hex(sha256(notice.id)));
    form.add("MessageDeduplicationId", hex(sha256(notice.id)));
  }
  return form.take();
}

// A parameter that SNS refuses is the notice's, unless it is the topic, which the configuration names.
bool will_never_be_taken(const aws::CallFailure& failure) {
  if (failure.kind != aws::FailureKind::kRefused || failure.message.contains("TopicArn")) return false;
  return failure.code == "InvalidParameter" || failure.code == "InvalidParameterValue" ||
         failure.code == "ParameterValueInvalid";
}

std::unexpected<Error> failed(const aws::Call& call, const aws::CallFailure& failure, const std::string& topic_arn) {
  Error error = aws::to_error(call, failure, "publish a notice");
  if (will_never_be_taken(failure)) {
    error.code = ErrorCode::kRefusedOutside;
    error.public_text = "SNS refused this notice.";
    return fail(std::move(error));
  }
  if (failure.code == "NotFound") error.public_text = "There is no topic " + topic_arn + " in this region.";
  error.code = ErrorCode::kUnavailable;
  return fail(std::move(error));
}

}  // namespace

bool is_topic_arn(const std::string& text) {
  static const std::regex kArn(R"(arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,251}(\.fifo)?)");
  return std::regex_match(text, kArn);
}

Status SnsTopic::publish(const TopicNotice& notice) {
  const aws::Call call = {
      .service = aws::service::kSns, .operation = "Publish", .body = form_of(topic_arn_, notice), .attempts = 1};
  const auto answer = caller_.call(call);
  if (!answer) return failed(call, answer.error(), topic_arn_);
  const auto elements = aws::read_xml(answer->body);
  if (!elements || aws::xml_text(*elements, "PublishResult/MessageId").value_or("").empty()) {
    return fail_unknown(ErrorCode::kUnavailable, "SNS did not say that it took the notice.", "no MessageId");
  }
  return {};
}

}  // namespace curfew::sns
