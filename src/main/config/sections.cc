#include "main/config/sections.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include "domain/email_address.h"
#include "main/config/checks.h"

namespace curfew::config {
namespace {

using namespace std::chrono_literals;

constexpr FileNeeds kAnyPath{};
constexpr FileNeeds kFile{.must_exist = FileNeeds::Kind::kFile};
constexpr FileNeeds kPrivateFile{.must_exist = FileNeeds::Kind::kPrivateFile};
constexpr FileNeeds kDirectory{.must_exist = FileNeeds::Kind::kDirectory};

constexpr std::int64_t kMostPerSecond = 1'000'000;

// The kind in force. A kind that this build does not have, a wrong one and a missing one are problems, and then the
// rest of the section means nothing.
std::string read_kind(SectionReader& section, const std::vector<std::string_view>& kinds,
                      const std::vector<std::string_view>& later) {
  const auto text = section.text("kind");
  if (text && std::ranges::find(kinds, *text) != kinds.end()) return *text;
  std::string list;
  for (const std::string_view kind : kinds) list += (list.empty() ? "\"" : " or \"") + std::string(kind) + "\"";
  if (!section.has("kind")) {
    section.report("kind", "is missing. Write kind = " + list + ".");
  } else if (text && std::ranges::find(later, *text) != later.end()) {
    section.report("kind", "this build of Curfew does not have \"" + *text + "\"; it has " + list + ".");
  } else if (text) {
    section.report("kind", "is \"" + *text + "\"; it must be " + list + ".");
  }
  section.ignore_rest();
  return {};
}

void check_tls(SectionReader& section, const ServerConfig& server) {
  if (server.tls_certificate.has_value() != server.tls_private_key.has_value()) {
    section.report(server.tls_certificate ? "tls_certificate" : "tls_private_key",
                   "tls_certificate and tls_private_key belong together: set both or neither.");
  }
  const bool protects = server.tls_certificate || !server.trusted_proxies.empty();
  if (!server.listens_on_loopback_only && !protects) {
    section.report("listen",
                   "passwords and tokens would cross the network in clear. Set tls_certificate and tls_private_key, or "
                   "put a proxy with TLS before Curfew and name it in trusted_proxies, or listen on 127.0.0.1.");
  }
}

void read_public_url(SectionReader& section, ServerConfig& server) {
  const auto written = section.text("public_url");
  if (!written) {
    if (!section.has("public_url") && !server.listens_on_loopback_only) {
      section.report("public_url",
                     "is missing. Outside of this machine, mails and tokens need the address that people use: "
                     "\"https://curfew.example.com\".");
    }
    return;
  }
  const auto origin = parse_origin(*written);
  if (!origin || !origin->is_safe) {
    section.report("public_url",
                   "must be https:// and a host, perhaps with a port, and nothing behind it (http:// is "
                   "for this machine only).");
    return;
  }
  server.public_url = origin->text;
}

void read_allowed_origins(SectionReader& section, ServerConfig& server) {
  for (const std::string& text : section.texts("allowed_origins")) {
    const auto origin = parse_origin(text);
    if (origin && origin->is_safe) {
      server.allowed_origins.push_back(origin->text);
    } else {
      section.report("allowed_origins", "\"" + text +
                                            "\" is no origin: https:// and a host, perhaps with a port. \"*\" "
                                            "is not allowed, for it lets every web site call in a user's name.");
    }
  }
}

void read_trusted_proxies(SectionReader& section, ServerConfig& server) {
  for (const std::string& text : section.texts("trusted_proxies")) {
    if (!is_address_range(text)) {
      section.report("trusted_proxies", "\"" + text + R"(" is no address or range, such as "10.0.0.0/8".)");
    } else if (is_everybody(text)) {
      section.report("trusted_proxies", "\"" + text +
                                            "\" is everybody: any caller could then pretend to call from anywhere, "
                                            "also from this machine. Name the proxies' own addresses.");
    } else {
      server.trusted_proxies.push_back(text);
    }
  }
}

std::string read_listen(SectionReader& section, const std::string& key, const std::string& text,
                        bool* loopback_only = nullptr) {
  const auto address = parse_listen(text);
  if (!address) {
    section.report(key, "\"" + text +
                            "\" is no address and port, such as \"127.0.0.1:8080\" or \"[::1]:8080\". Names "
                            "are not resolved here.");
  } else if (loopback_only != nullptr) {
    *loopback_only = address->is_loopback;
  }
  return text;
}

int whole(SectionReader& section, const std::string& key, Range<std::int64_t> range, int otherwise) {
  return static_cast<int>(section.integer(key, range).value_or(otherwise));
}

}  // namespace

ServerConfig read_server(SectionReader& section) {
  ServerConfig server;
  server.listen =
      read_listen(section, "listen", section.text("listen").value_or(server.listen), &server.listens_on_loopback_only);
  read_public_url(section, server);
  server.portal_dir = section.path("portal_dir", kDirectory);
  server.tls_certificate = section.path("tls_certificate", kFile);
  server.tls_private_key = section.path("tls_private_key", kPrivateFile);
  read_allowed_origins(section, server);
  read_trusted_proxies(section, server);
  if (const auto metrics = section.text("metrics_listen")) {
    server.metrics_listen = read_listen(section, "metrics_listen", *metrics);
  }
  check_tls(section, server);
  section.report_unknown();
  return server;
}

StoreConfig read_store(SectionReader& section) {
  StoreConfig store;
  if (read_kind(section, {"sqlite"}, {"dynamodb"}).empty()) return store;
  if (!section.has("path")) section.report("path", "is missing. Name the file: path = \"/var/lib/curfew/curfew.db\".");
  store.path = section.path("path", kAnyPath).value_or("");
  section.report_unknown(" for kind \"sqlite\"");
  return store;
}

IdentityCenterConfig read_identity_center(SectionReader& section) {
  IdentityCenterConfig center;
  if (read_kind(section, {"sandbox"}, {"aws"}).empty()) return center;
  center.start_url = section.text("start_url");
  if (center.start_url && !is_https_url(*center.start_url)) {
    section.report("start_url", "must be the https:// address of the AWS access portal.");
  }
  SandboxConfig& sandbox = center.sandbox;
  sandbox.delay = section.duration("delay", {.least = 0ms, .most = 1h}).value_or(sandbox.delay);
  sandbox.calls_per_second = whole(section, "calls_per_second", {.least = 0, .most = kMostPerSecond}, 0);
  sandbox.max_outstanding_creates = whole(section, "max_outstanding_creates", {.least = 0, .most = kMostPerSecond}, 0);
  sandbox.account_conflicts = section.boolean("account_conflicts").value_or(sandbox.account_conflicts);
  section.report_unknown(" for kind \"sandbox\"");
  return center;
}

SignInConfig read_sign_in(SectionReader& section, const StoreConfig& store) {
  SignInConfig sign_in;
  if (read_kind(section, {"builtin"}, {"cognito", "oidc"}).empty()) return sign_in;
  sign_in.pool_id = section.text("pool_id").value_or(sign_in.pool_id);
  if (!is_pool_id(sign_in.pool_id)) {
    section.report("pool_id", "must be letters or digits, an underscore, and letters or digits: \"local_curfew\".");
  }
  sign_in.client_id = section.text("client_id").value_or(sign_in.client_id);
  if (!is_client_id(sign_in.client_id)) section.report("client_id", "must be 1 to 128 letters, digits, _ or +.");
  sign_in.key_file = section.path("key_file", kAnyPath).value_or(store.path.string() + ".key");
  constexpr std::int64_t kTenYears = 3650;
  sign_in.password_expiry =
      std::chrono::days(whole(section, "password_expiry_days", {.least = 0, .most = kTenYears}, 0));
  sign_in.require_verified_email = section.boolean("require_verified_email").value_or(true);
  section.refuse_later({"jwks_url", "groups_claim", "engineers_group", "managers_group"});
  section.report_unknown(" for kind \"builtin\"");
  return sign_in;
}

void read_revocation_timer(SectionReader& section) {
  if (section.has("kind") && read_kind(section, {"builtin"}, {"eventbridge"}).empty()) return;
  section.report_unknown(" for kind \"builtin\"");
}

PolicyConfig read_policy(SectionReader& section) {
  PolicyConfig policy;
  const auto seconds = [&](const std::string& key, Range<Millis> range, std::chrono::seconds otherwise) {
    const Millis length = section.duration(key, range).value_or(otherwise);
    if (length % 1s != 0ms) section.report(key, "must be whole seconds.");
    return std::chrono::duration_cast<std::chrono::seconds>(length);
  };
  policy.pending_lapse = seconds("pending_lapse", {.least = 1min, .most = 7 * 24h}, policy.pending_lapse);
  policy.granting_limit = seconds("granting_limit", {.least = 1min, .most = 1h}, policy.granting_limit);
  section.report_unknown();
  return policy;
}

LimitsConfig read_limits(SectionReader& section) {
  LimitsConfig limits;
  constexpr Range<std::int64_t> kPerSecond{.least = 1, .most = kMostPerSecond};
  limits.requests_per_second = whole(section, "requests_per_second", kPerSecond, limits.requests_per_second);
  limits.caller_per_second = whole(section, "caller_per_second", kPerSecond, limits.caller_per_second);
  limits.caller_burst = whole(section, "caller_burst", kPerSecond, limits.caller_burst);
  limits.body_bytes =
      static_cast<std::size_t>(section.integer("body_bytes", {.least = 1024, .most = std::int64_t{1024} * 1024})
                                   .value_or(static_cast<std::int64_t>(limits.body_bytes)));
  section.report_unknown();
  return limits;
}

ReconcileConfig read_reconcile(SectionReader& section) {
  ReconcileConfig reconcile;
  if (const auto mode = section.choice("mode", {"off", "report", "notify", "enforce"})) {
    reconcile.mode = reconcile_mode_from(*mode);
  }
  constexpr std::int64_t kDay = 24 * 60;
  reconcile.period = std::chrono::minutes(whole(section, "every_minutes", {.least = 5, .most = kDay}, 60));
  section.report_unknown();
  return reconcile;
}

namespace {

MaildirConfig read_maildir(SectionReader& section) {
  if (!section.has("path")) section.report("path", "is missing. Name the folder for the mails.");
  return {.path = section.path("path", kAnyPath).value_or("")};
}

SmtpConfig read_smtp(SectionReader& section) {
  SmtpConfig smtp;
  smtp.url = section.required_text("url", R"(Write "smtp://mail.example.com:587" or "smtps://mail.example.com:465".)");
  if (!smtp.url.empty() && !is_smtp_url(smtp.url)) {
    section.report("url", "must be smtp:// or smtps:// and a host, perhaps with a port; the user goes into username.");
  }
  smtp.starttls = section.boolean("starttls").value_or(smtp.starttls);
  smtp.ca_file = section.path("ca_file", kFile);
  smtp.username = section.text("username");
  smtp.password_file = section.path("password_file", kPrivateFile);
  if (section.has("username") != section.has("password_file")) {
    section.report(section.has("username") ? "username" : "password_file",
                   "username and password_file belong together: set both or neither.");
  }
  if (section.has("password") && section.text("password")) {
    section.report("password",
                   "a password does not belong into this file. Put it alone into a file of mode 600 and "
                   "name that in password_file.");
  }
  return smtp;
}

}  // namespace

MailConfig read_mail(SectionReader& section) {
  MailConfig mail;
  const std::string kind = read_kind(section, {"maildir", "smtp"}, {"ses"});
  if (kind.empty()) return mail;
  if (kind == "maildir") {
    mail.transport = read_maildir(section);
  } else {
    mail.transport = read_smtp(section);
  }
  mail.from = section.required_text("from", "Write the address that mails come from: \"access@example.com\".");
  if (!mail.from.empty() && !is_email_address(mail.from)) {
    section.report("from", "\"" + mail.from + "\" is no plain e-mail address; the name goes into from_name.");
  }
  mail.from_name = section.text("from_name").value_or(mail.from_name);
  mail.templates_dir = section.path("templates_dir", kDirectory);
  section.report_unknown(" for kind \"" + kind + "\"");
  return mail;
}

NoticesConfig read_notices(SectionReader& section) {
  NoticesConfig notices;
  for (const std::string& address : section.texts("to")) {
    if (!is_email_address(address)) section.report("to", "\"" + address + "\" is no plain e-mail address.");
    notices.to.push_back(address);
  }
  section.refuse_later({"sns_topic_arn", "digest_hour"});
  section.report_unknown();
  return notices;
}

}  // namespace curfew::config
