#include "adapters/smtp/smtp_mailer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "adapters/smtp/curl_handles.h"

namespace curfew::smtp {
namespace {

// How far a send got: what a refusal was about.
enum class Phase : std::uint8_t { kBeforeRecipient, kRecipient, kMessage, kHandedOver };

// One send in progress, as libcurl's callbacks see it.
struct Exchange {
  std::string_view unsent;
  Phase phase = Phase::kBeforeRecipient;
  bool saying_goodbye = false;
  std::string last_answer;  // the server's last line before that, for the log
};

// --- Settings

std::string url_part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  const CurlText owned(text);
  return owned.get();
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// What is wrong with the settings; empty when nothing is.
std::string fault(const SmtpSettings& settings) {
  const UrlHandle url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, settings.url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return "'url' is not a URL";
  }
  const std::string scheme = url_part(url.get(), CURLUPART_SCHEME);
  if (scheme != "smtp" && scheme != "smtps") return "'url' must begin with smtp:// or smtps://";
  if (!url_part(url.get(), CURLUPART_USER).empty() || !url_part(url.get(), CURLUPART_PASSWORD).empty()) {
    return "'url' must not hold a user or password; use 'username' and 'password_file'";
  }
  if (scheme == "smtp" && !settings.starttls && !is_loopback(url_part(url.get(), CURLUPART_HOST))) {
    return "'starttls = false' is allowed for a server on this machine only";
  }
  if (settings.username.empty() != settings.password.empty()) return "'username' and 'password_file' go together";
  if (has_control(settings.username) || has_control(settings.password.reveal())) {
    return "'username' and the password must not hold control characters";
  }
  if (settings.connect_timeout < Millis{1} || settings.total_timeout < Millis{1}) return "time-outs must be positive";
  return {};
}

// --- libcurl's callbacks

std::size_t give_message(char* buffer, std::size_t size, std::size_t count, void* context) {
  auto& exchange = *static_cast<Exchange*>(context);
  const std::size_t taken = std::min(size * count, exchange.unsent.size());
  std::memcpy(buffer, exchange.unsent.data(), taken);
  exchange.unsent.remove_prefix(taken);
  // Asked for more when there is none, libcurl goes on to write the final dot: from here the server may have it all.
  exchange.phase = taken == 0 ? Phase::kHandedOver : Phase::kMessage;
  return taken;
}

// Follows the conversation. Commands pass by here too, credentials among them: only their first word is looked at.
int follow(CURL* /*handle*/, curl_infotype type, char* data, std::size_t size, void* context) {
  auto& exchange = *static_cast<Exchange*>(context);
  const std::string_view line(data, size);
  if (type == CURLINFO_HEADER_OUT) {
    if (line.starts_with("RCPT TO:")) exchange.phase = Phase::kRecipient;
    if (line.starts_with("QUIT")) exchange.saying_goodbye = true;
  }
  if (type == CURLINFO_HEADER_IN && !exchange.saying_goodbye) {
    exchange.last_answer = line.substr(0, std::min<std::size_t>(line.find_first_of("\r\n"), 300));
  }
  return 0;
}

// --- One send

// Sets options and remembers whether one did not take: a send without, say, its demand for TLS must not begin.
class Options {
 public:
  explicit Options(CURL* handle) : handle_(handle) {}

  template <class Value>
  void set(CURLoption option, Value value) {
    if (const CURLcode result = curl_easy_setopt(handle_, option, value); result != CURLE_OK) result_ = result;
  }
  [[nodiscard]] CURLcode result() const { return result_; }

 private:
  CURL* handle_;
  CURLcode result_ = CURLE_OK;
};

void set_transport(Options& options, const SmtpSettings& settings) {
  options.set(CURLOPT_URL, settings.url.c_str());
  options.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  options.set(CURLOPT_PROXY, "");  // whatever the environment says
  options.set(CURLOPT_NOSIGNAL, 1L);
  options.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
  options.set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings.total_timeout.count()));
  options.set(CURLOPT_USE_SSL, static_cast<long>(settings.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  options.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  options.set(CURLOPT_SSL_VERIFYPEER, 1L);
  options.set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings.ca_file.empty()) {
    options.set(CURLOPT_CAINFO, settings.ca_file.c_str());
    options.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!settings.username.empty()) {
    options.set(CURLOPT_USERNAME, settings.username.c_str());
    options.set(CURLOPT_PASSWORD, settings.password.reveal().c_str());
  }
}

void set_listener(Options& options, Exchange& exchange) {
  // "Verbose" into our own function: libcurl tells the phase and the server's words in no other way.
  options.set(CURLOPT_DEBUGFUNCTION, &follow);
  options.set(CURLOPT_DEBUGDATA, &exchange);
  options.set(CURLOPT_VERBOSE, 1L);
}

void set_message(Options& options, const Mail& mail, curl_slist* recipients, Exchange& exchange) {
  options.set(CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
  options.set(CURLOPT_MAIL_RCPT, recipients);
  options.set(CURLOPT_UPLOAD, 1L);
  options.set(CURLOPT_READFUNCTION, &give_message);
  options.set(CURLOPT_READDATA, &exchange);
  set_listener(options, exchange);
}

// What a failed send means. `reply` is the code of the server's last answer.
std::unexpected<Error> failure(CURLcode result, long reply, const char* detail, const Exchange& exchange) {
  std::string log = std::string(curl_easy_strerror(result)) + "; " + detail + "; last answer: " + exchange.last_answer;
  const bool refused = reply >= 500 && reply < 600;
  if (refused && result != CURLE_LOGIN_DENIED && exchange.phase != Phase::kBeforeRecipient) {
    return fail(ErrorCode::kRefusedOutside, "The mail server refused this mail.", std::move(log));
  }
  // After the final dot only an answer proves that the message was not taken; 354 was the answer before it.
  if (exchange.phase == Phase::kHandedOver && reply < 400) {
    return fail_unknown(ErrorCode::kUnavailable, "The mail server's answer was lost.", std::move(log));
  }
  return fail(ErrorCode::kUnavailable, "The mail server did not take the mail.", std::move(log));
}

bool fits_command(const std::string& address) {
  return !address.empty() && !has_control(address) && address.find_first_of("<> ") == std::string::npos;
}

}  // namespace

Result<std::unique_ptr<SmtpMailer>> SmtpMailer::create(SmtpSettings settings) {
  if (!curl_is_ready()) return fail(ErrorCode::kInternal, "The mail library cannot be initialised.");
  if (const std::string wrong = fault(settings); !wrong.empty()) {
    return fail(ErrorCode::kConfiguration, "Mail settings: " + wrong + ".");
  }
  return std::unique_ptr<SmtpMailer>(new SmtpMailer(std::move(settings)));
}

Status SmtpMailer::send(const Mail& mail) {
  if (!fits_command(mail.from) || !fits_command(mail.recipient)) {
    return fail(ErrorCode::kRefusedOutside, "The mail's addresses are not ones that mail can be sent with.");
  }
  const EasyHandle handle(curl_easy_init());
  const TextList recipients(curl_slist_append(nullptr, ("<" + mail.recipient + ">").c_str()));
  if (!handle || !recipients) return fail(ErrorCode::kUnavailable, "The mail could not be sent.", "out of memory");
  Exchange exchange{.unsent = mail.message};
  std::array<char, CURL_ERROR_SIZE> detail{};
  Options options(handle.get());
  options.set(CURLOPT_ERRORBUFFER, detail.data());
  set_transport(options, settings_);
  set_message(options, mail, recipients.get(), exchange);
  const CURLcode result = options.result() == CURLE_OK ? curl_easy_perform(handle.get()) : options.result();
  if (result == CURLE_OK) return {};
  long reply = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
  return failure(result, reply, detail.data(), exchange);
}

Status SmtpMailer::try_connection() const {
  const EasyHandle handle(curl_easy_init());
  if (!handle) return fail(ErrorCode::kUnavailable, "The mail server could not be tried.", "out of memory");
  Exchange exchange;
  std::array<char, CURL_ERROR_SIZE> detail{};
  Options options(handle.get());
  options.set(CURLOPT_ERRORBUFFER, detail.data());
  set_transport(options, settings_);
  set_listener(options, exchange);
  options.set(CURLOPT_CUSTOMREQUEST, "NOOP");  // RFC 5321 section 4.1.1.9
  options.set(CURLOPT_NOBODY, 1L);
  const CURLcode result = options.result() == CURLE_OK ? curl_easy_perform(handle.get()) : options.result();
  if (result == CURLE_OK) return {};
  return failure(result, 0, detail.data(), exchange);
}

}  // namespace curfew::smtp
