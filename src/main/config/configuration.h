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

struct AwsConfig {
  std::string region;                       // set wherever a part of AWS is
  std::optional<std::string> endpoint_url;  // of every service at once, for tests

  friend bool operator==(const AwsConfig&, const AwsConfig&) = default;
};

struct DynamoDbConfig {
  std::string requests_table = "JIT-Access-Requests";
  std::string ledger_table = "JIT-Access-Ledger";
  std::filesystem::path key_file;  // signs the audit checkpoints; the same on every server

  friend bool operator==(const DynamoDbConfig&, const DynamoDbConfig&) = default;
};

struct StoreConfig {
  // Of the SQLite file: of the whole store, or beside DynamoDB of the embedded parts alone; empty where there are none.
  std::filesystem::path path;
  std::optional<DynamoDbConfig> dynamodb;  // absent: the store is the SQLite file

  friend bool operator==(const StoreConfig&, const StoreConfig&) = default;
};

struct SandboxConfig {
  Millis delay{0};                  // from an ask to its outcome
  int calls_per_second = 0;         // 0: no limit
  int max_outstanding_creates = 0;  // 0: no limit
  bool account_conflicts = false;   // any operation in flight in an account makes another ask there conflict

  friend bool operator==(const SandboxConfig&, const SandboxConfig&) = default;
};

struct AwsIdentityCenterConfig {
  std::string instance_arn;
  std::string identity_store_id;
  int calls_per_second = 20;         // of this server: AWS allows so many for the whole instance
  int max_outstanding_creates = 10;  // … and so many creates that have not ended

  friend bool operator==(const AwsIdentityCenterConfig&, const AwsIdentityCenterConfig&) = default;
};

struct IdentityCenterConfig {
  std::variant<SandboxConfig, AwsIdentityCenterConfig> kind;
  std::optional<std::string> start_url;  // of the AWS access portal

  friend bool operator==(const IdentityCenterConfig&, const IdentityCenterConfig&) = default;
};

struct BuiltinSignInConfig {
  std::string pool_id = "local_curfew";
  std::filesystem::path key_file;        // seals what the store holds of keys; default: <store.path>.key
  std::chrono::days password_expiry{0};  // 0: passwords stay good

  friend bool operator==(const BuiltinSignInConfig&, const BuiltinSignInConfig&) = default;
};

struct CognitoSignInConfig {
  std::string user_pool_id;

  friend bool operator==(const CognitoSignInConfig&, const CognitoSignInConfig&) = default;
};

struct OidcSignInConfig {
  std::string issuer;

  friend bool operator==(const OidcSignInConfig&, const OidcSignInConfig&) = default;
};

struct SignInConfig {
  std::variant<BuiltinSignInConfig, CognitoSignInConfig, OidcSignInConfig> kind;
  std::string client_id = "curfew";
  bool require_verified_email = true;
  // Of tokens that Curfew did not make.
  std::optional<std::string> jwks_url;  // absent: where the issuer has it
  std::string groups_claim;
  std::string engineers_group = "Engineers";
  std::string managers_group = "Managers";

  friend bool operator==(const SignInConfig&, const SignInConfig&) = default;
};

struct EventBridgeConfig {
  std::string group;       // of schedules
  std::string target_arn;  // what a schedule calls
  std::string role_arn;    // as whom it calls it

  friend bool operator==(const EventBridgeConfig&, const EventBridgeConfig&) = default;
};

struct RevocationTimerConfig {
  std::optional<EventBridgeConfig> eventbridge;  // beside the server's own timer, which always runs

  friend bool operator==(const RevocationTimerConfig&, const RevocationTimerConfig&) = default;
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

struct SesConfig {
  friend bool operator==(const SesConfig&, const SesConfig&) = default;
};

struct MailConfig {
  std::variant<MaildirConfig, SmtpConfig, SesConfig> transport;
  std::string from;
  std::string from_name = "Curfew";
  std::optional<std::filesystem::path> templates_dir;  // absent: the templates that come with Curfew

  friend bool operator==(const MailConfig&, const MailConfig&) = default;
};

struct NoticesConfig {
  std::vector<std::string> to;               // empty: every manager in the pool
  std::optional<std::string> sns_topic_arn;  // told as well

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
  AwsConfig aws;
  ServerConfig server;
  StoreConfig store;
  IdentityCenterConfig identity_center;
  SignInConfig sign_in;
  RevocationTimerConfig revocation_timer;
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

// Whether what stands in for AWS runs on this machine, for demonstrations and tests.
[[nodiscard]] bool plays_aws_here(const Configuration& configuration);

// Whether some part is AWS's, so that calls have to be signed.
[[nodiscard]] bool calls_aws(const Configuration& configuration);

// Whether some part keeps its state in the SQLite file at store.path.
[[nodiscard]] bool needs_sqlite_file(const Configuration& configuration);

// Whether it is a problem that nothing can be asked for: not for a command that is there to make the catalog.
enum class EmptyCatalog : std::uint8_t { kRefuse, kAllow };

// Reads and checks the file, with what `environment` sets over it. Relative paths become relative to the file. Every
// problem is found, not only the first; a file that is no TOML has one. Reads nothing but this file, except that files
// and folders it names for reading must exist; changes nothing.
[[nodiscard]] std::expected<Configuration, Problems> load(const std::filesystem::path& file,
                                                          const Environment& environment,
                                                          EmptyCatalog empty_catalog = EmptyCatalog::kRefuse);

}  // namespace curfew::config
