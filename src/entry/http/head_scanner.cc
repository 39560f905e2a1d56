#include "entry/http/head_scanner.h"

namespace curfew::http {

HeadScanner::Verdict HeadScanner::scan(std::string_view bytes) {
  while (!complete_ && at_ < bytes.size()) {
    if (at_ >= limit_) return Verdict::kTooLarge;
    if (!accept(bytes[at_])) return Verdict::kMalformed;
    ++at_;
  }
  return complete_ ? Verdict::kComplete : Verdict::kNeedMore;
}

bool HeadScanner::accept(char byte) {
  if (after_cr_) {
    after_cr_ = false;
    if (byte != '\n') return false;
    complete_ = line_length_ == 0;
    ++lines_;
    line_length_ = 0;
    return true;
  }
  if (byte == '\r') {
    after_cr_ = true;
    return line_length_ > 0 || lines_ > 0;  // the caller has dropped empty lines before the request line
  }
  const auto code = static_cast<unsigned char>(byte);
  if ((code < 0x20 && byte != '\t') || code == 0x7f) return false;
  if (line_length_ == 0 && (byte == ' ' || byte == '\t')) return false;  // a folded line
  ++line_length_;
  return true;
}

}  // namespace curfew::http
