// The whole configuration, as plain values that have been checked. docs/configuration.md describes every key.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "domain/catalog.h"
#include "domain/reconcile_mode.h"
#include "main/config/environment.h"
#include "main/config/problem.h"

namespace curfew::config {

struct ServerConfig {
  std::string listen = "127.0.0.1:8080";  // a literal address and a port; port 0: the system chooses
  bool listens_on_loopback_only = true;
  std::optional<std::string> public_url;  // without a slash at its end; absent: http:// and where it listens
  std::optional<std::filesystem::path> portal_dir;
  std::optional<std::filesystem::path> tls_certificate;  // both or none
  std::optional<std::filesystem::path> tls_private_key;
  std::vector<std::string> allowed_origins;  // for CORS
  std::vector<std::string> trusted_proxies;  // addresses and CIDR ranges
  std::optional<std::string> metrics_listen;

  friend bool operator==(const ServerConfig&, const ServerConfig&) = default;
};

struct StoreConfig {
  std::filesystem::path path;  // of the SQLite file

  friend bool operator==(const StoreConfig&, const StoreConfig&) = default;
};

struct SandboxConfig {
  Millis delay{0};                  // from an ask to its outcome
  int calls_per_second = 0;         // 0: no limit
  int max_outstanding_creates = 0;  // 0: no limit
  bool account_conflicts = false;   // any operation in flight in an account makes another ask there conflict

  friend bool operator==(const SandboxConfig&, const SandboxConfig&) = default;
};

struct IdentityCenterConfig {
  SandboxConfig sandbox;
  std::optional<std::string> start_url;  // of the AWS access portal

  friend bool operator==(const IdentityCenterConfig&, const IdentityCenterConfig&) = default;
};

struct SignInConfig {
  std::string pool_id = "local_curfew";
  std::string client_id = "curfew";
  std::filesystem::path key_file;        // seals what the store holds of keys; default: <store.path>.key
  std::chrono::days password_expiry{0};  // 0: passwords stay good
  bool require_verified_email = true;

  friend bool operator==(const SignInConfig&, const SignInConfig&) = default;
};

struct MaildirConfig {
  std::filesystem::path path;

  friend bool operator==(const MaildirConfig&, const MaildirConfig&) = default;
};

struct SmtpConfig {
  std::string url;                               // smtp://host:587 or smtps://host:465
  bool starttls = true;                          // false: in clear, to this machine only
  std::optional<std::filesystem::path> ca_file;  // absent: the system's certificate authorities
  std::optional<std::string> username;
  std::optional<std::filesystem::path> password_file;  // with username

  friend bool operator==(const SmtpConfig&, const SmtpConfig&) = default;
};

struct MailConfig {
  std::variant<MaildirConfig, SmtpConfig> transport;
  std::string from;
  std::string from_name = "Curfew";
  std::optional<std::filesystem::path> templates_dir;  // absent: the templates that come with Curfew

  friend bool operator==(const MailConfig&, const MailConfig&) = default;
};

struct NoticesConfig {
  std::vector<std::string> to;  // empty: every manager in the pool

  friend bool operator==(const NoticesConfig&, const NoticesConfig&) = default;
};

struct PolicyConfig {
  std::chrono::seconds pending_lapse = std::chrono::hours(8);
  std::chrono::seconds granting_limit = std::chrono::minutes(10);

  friend bool operator==(const PolicyConfig&, const PolicyConfig&) = default;
};

struct ReconcileConfig {
  std::optional<ReconcileMode> mode = ReconcileMode::kReport;  // empty: the server does not run it
  std::chrono::minutes period{60};

  friend bool operator==(const ReconcileConfig&, const ReconcileConfig&) = default;
};

struct LimitsConfig {
  int requests_per_second = 1000;
  int caller_per_second = 200;
  int caller_burst = 400;
  std::size_t body_bytes = std::size_t{64} * 1024;

  friend bool operator==(const LimitsConfig&, const LimitsConfig&) = default;
};

struct PermissionSetConfig {
  CatalogPermissionSet entry;
  std::chrono::minutes max_session = std::chrono::hours(1);  // longest session duration of a set that may be granted
};

struct Configuration {
  std::filesystem::path file;
  ServerConfig server;
  StoreConfig store;
  IdentityCenterConfig identity_center;
  SignInConfig sign_in;
  MailConfig mail;
  NoticesConfig notices;
  PolicyConfig policy;
  LimitsConfig limits;
  ReconcileConfig reconcile;
  std::vector<CatalogAccount> accounts;
  std::vector<PermissionSetConfig> permission_sets;
};

[[nodiscard]] Catalog catalog_of(const Configuration& configuration);

// Whether every part is embedded: nothing outside this machine would see this process's clock.
[[nodiscard]] bool is_all_embedded(const Configuration& configuration);

// Reads and checks the file, with what `environment` sets over it. Relative paths become relative to the file. Every
// problem is found, not only the first; a file that is no TOML has one. Reads nothing but this file, except that files
// and folders it names for reading must exist; changes nothing.
[[nodiscard]] std::expected<Configuration, Problems> load(const std::filesystem::path& file,
                                                          const Environment& environment);

}  // namespace curfew::config
