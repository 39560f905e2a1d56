#include "main/mail_settings.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "base/secret.h"
#include "main/settings.h"

namespace curfew::wiring {
namespace {

// The file's first line: editors like to end a file with a new line, and no password has one.
Result<Secret> read_password(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line.empty()) {
    return fail(ErrorCode::kConfiguration, "mail.password_file: " + file.string() + " cannot be read, or is empty.");
  }
  if (line.back() == '\r') line.pop_back();
  return Secret(std::move(line));
}

}  // namespace

mail_templates::LetterSettings letter_settings_of(const config::Configuration& configuration) {
  std::chrono::minutes longest_session{0};
  for (const config::PermissionSetConfig& set : configuration.permission_sets) {
    longest_session = std::max(longest_session, set.max_session);
  }
  return {.from = configuration.mail.from,
          .from_name = configuration.mail.from_name,
          .public_url = public_url_of(configuration),
          .start_url = configuration.identity_center.start_url.value_or(""),
          .templates_dir = configuration.mail.templates_dir.value_or(std::filesystem::path{}),
          .longest_session = longest_session};
}

Result<smtp::SmtpSettings> smtp_settings_of(const config::SmtpConfig& config) {
  smtp::SmtpSettings settings{.url = config.url,
                              .starttls = config.starttls,
                              .username = config.username.value_or(""),
                              .ca_file = config.ca_file.value_or(std::filesystem::path{})};
  if (config.password_file) {
    auto password = read_password(*config.password_file);
    if (!password) return fail(password.error());
    settings.password = std::move(*password);
  }
  return settings;
}

}  // namespace curfew::wiring
