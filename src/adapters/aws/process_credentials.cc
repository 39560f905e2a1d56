#include "adapters/aws/process_credentials.h"

#include <boost/json/parse.hpp>
#include <utility>

#include "adapters/aws/child_process.h"
#include "adapters/aws/credential_document.h"

namespace curfew::aws {
namespace {

constexpr Millis kPatience = std::chrono::seconds(60);
constexpr std::size_t kMostBytes = std::size_t{256} * 1024;

// One pass over a command line.
class Splitter {
 public:
  void take(char c) {
    if (is_escaped_) {
      // POSIX shell section 2.2.3: in double quotes a backslash is plain but before these.
      if (quote_ == '"' && c != '"' && c != '\\' && c != '$' && c != '`') word_ += '\\';
      word_ += c;
      is_escaped_ = false;
    } else if (c == '\\' && quote_ != '\'') {
      is_escaped_ = in_word_ = true;
    } else if (quote_ != 0 && c == quote_) {
      quote_ = 0;
    } else if (quote_ != 0) {
      word_ += c;
    } else if (c == '"' || c == '\'') {
      quote_ = c;
      in_word_ = true;
    } else if (c == ' ' || c == '\t') {
      end_word();
    } else {
      word_ += c;
      in_word_ = true;
    }
  }

  std::optional<std::vector<std::string>> finish() {
    end_word();
    if (quote_ != 0 || is_escaped_ || words_.empty() || words_.front().empty()) return std::nullopt;
    return std::move(words_);
  }

 private:
  void end_word() {
    if (std::exchange(in_word_, false)) words_.push_back(std::exchange(word_, {}));
  }

  std::vector<std::string> words_;
  std::string word_;
  char quote_ = 0;
  bool in_word_ = false;
  bool is_escaped_ = false;
};

bool says_version_1(const std::string& document) {
  boost::json::error_code error;
  const auto value = boost::json::parse(document, error);
  if (error || !value.is_object()) return false;
  const auto* const version = value.get_object().if_contains("Version");
  return version != nullptr && version->is_int64() && version->get_int64() == 1;
}

}  // namespace

std::optional<std::vector<std::string>> split_command(std::string_view command) {
  Splitter splitter;
  for (const char c : command) splitter.take(c);
  return splitter.finish();
}

Result<Credentials> process_credentials(const std::string& command,
                                        const std::map<std::string, std::string>& environment) {
  const auto arguments = split_command(command);
  if (!arguments) return fail(ErrorCode::kConfiguration, "A credential_process of the AWS profile is no command.");
  const auto document = output_of(*arguments, environment, kPatience, kMostBytes);
  if (!document) return fail(document.error());
  const std::string source = "the program " + arguments->front();
  if (!says_version_1(*document)) {
    return fail(ErrorCode::kConfiguration, "What " + source + " prints is no JSON object of Version 1.");
  }
  return credentials_in(*document, "SessionToken", source);
}

}  // namespace curfew::aws
