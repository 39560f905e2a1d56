#include "main/serve.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/system/clock.h"
#include "adapters/system/entropy.h"
#include "adapters/telemetry/json_log.h"
#include "adapters/telemetry/prometheus_metrics.h"
#include "entry/http/api.h"
#include "entry/http/event_hub.h"
#include "entry/http/server.h"
#include "main/background.h"
#include "main/catalog_holder.h"
#include "main/change_feed.h"
#include "main/mail_parts.h"
#include "main/pacing_ledger.h"
#include "main/parts.h"
#include "main/settings.h"
#include "main/signals.h"
#include "main/use_cases.h"
#include "main/version.h"
#include "main/work_pace.h"

namespace curfew::wiring {
namespace {

http::PortalConfig portal_settings(const config::Configuration& configuration, const std::string& url) {
  http::PortalConfig portal{.api_url = url,
                            .sign_in_endpoint = url,
                            .region = configuration.aws.region.empty() ? "local" : configuration.aws.region,
                            .client_id = configuration.sign_in.client_id,
                            .start_url = configuration.identity_center.start_url.value_or("")};
  if (const auto* builtin = std::get_if<config::BuiltinSignInConfig>(&configuration.sign_in.kind)) {
    portal.user_pool_id = builtin->pool_id;
  } else if (const auto* cognito = std::get_if<config::CognitoSignInConfig>(&configuration.sign_in.kind)) {
    portal.user_pool_id = cognito->user_pool_id;
    portal.sign_in_endpoint =
        configuration.aws.endpoint_url.value_or("https://cognito-idp." + configuration.aws.region + ".amazonaws.com");
  }
  return portal;
}

http::ApiSettings api_settings(const config::Configuration& configuration) {
  const config::ServerConfig& server = configuration.server;
  const std::string url = public_url_of(configuration);
  return {.public_url = url,
          .portal_dir = server.portal_dir ? server.portal_dir->string() : std::string{},
          .allowed_origins = server.allowed_origins,
          .separate_metrics = server.metrics_listen.has_value(),
          .portal = portal_settings(configuration, url),
          .throttle = {.requests_per_second = static_cast<double>(configuration.limits.requests_per_second),
                       .caller_per_second = static_cast<double>(configuration.limits.caller_per_second),
                       .caller_burst = static_cast<double>(configuration.limits.caller_burst)}};
}

Result<http::ServerSettings> server_settings(const config::Configuration& configuration) {
  const config::ServerConfig& server = configuration.server;
  http::ServerSettings settings{.listen = server.listen,
                                .metrics_listen = server.metrics_listen.value_or(""),
                                .body_bytes = configuration.limits.body_bytes};
  if (server.tls_certificate && server.tls_private_key) {
    settings.tls = http::TlsFiles{.certificate = *server.tls_certificate, .private_key = *server.tls_private_key};
  }
  for (const std::string& proxy : server.trusted_proxies) {
    auto range = http::AddressRange::parse(proxy);
    if (!range) return fail(range.error());
    settings.trusted_proxies.push_back(*range);
  }
  return settings;
}

// A look for owed work in the SQLite file costs next to nothing. One in DynamoDB is paid; docs/costs.md has the sum.
constexpr Pauses kPausesWithSqlite{.shortest = Millis{100}, .longest = Millis{100}};
constexpr Pauses kPausesWithDynamoDb{.shortest = Millis{100}, .longest = Millis{1000}};

// Ready means that the store answers: everything else is retried in the background.
Status check_ready(WorkQueue& queue, const Clock& clock) {
  const auto backlog = queue.backlog(WorkClass::kAccess, clock.now());
  return backlog ? Status{} : fail(backlog.error());
}

void reload(const ServeOptions& options, CatalogHolder& catalog, RecordCatalog& record_catalog, http::Server& server,
            Log& log) {
  auto configuration = options.reload();
  if (!configuration) {
    log.error("reload_refused", {{"problems", config::to_text(configuration.error())}});
    return;
  }
  // On record before it is in force: nothing may be granted by a catalog that nobody can look up.
  const Catalog next = config::catalog_of(*configuration);
  if (const auto recorded = record_catalog(next, curfew_itself()); !recorded) {
    log.error("reload_refused", {{"problems", recorded.error().public_text}, {"cause", recorded.error().log_text}});
    return;
  }
  catalog.replace(next);
  if (const auto read = server.reload_certificate(); !read) {
    log.error("certificate_not_reloaded", {{"cause", read.error().public_text}});
  }
  log.info("reloaded");
}

// Each connection is an open file, and the usual soft limit of 1,024 is below the server's own.
void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Of one process.
struct ServerSurroundings {
  ServerSurroundings(std::int32_t clock_speed, std::ostream& log_to)
      : clock(system_clock, system_clock.now(), clock_speed), log(log_to, clock) {}

  [[nodiscard]] Surroundings as_ports() { return {.clock = clock, .entropy = entropy, .log = log, .metrics = metrics}; }

  system::SystemClock system_clock;
  system::ScaledClock clock;
  system::SystemEntropy entropy;
  telemetry::JsonLog log;
  telemetry::PrometheusMetrics metrics;
};

Ports ports_of(ServerSurroundings& around, const Parts& parts, Ledger& ledger, MailParts& mail,
               const CatalogSource& catalog) {
  return {.ledger = ledger,
          .queue = parts.store().queue,
          .index = parts.store().index,
          .audit_log = parts.store().audit_log,
          .earlier = parts.store().earlier,
          .signer = parts.store().signer,
          .identity_center = parts.directory().center,
          .timer_outside = parts.timer_outside(),
          .catalog = catalog,
          .letter_writer = mail.letter_writer(),
          .findings_writer = mail.findings_writer(),
          .mailer = mail.mailer(),
          .approvers = mail.approvers(),
          .notice_writer = mail.notice_writer(),
          .notice_topic = parts.notice_topic(),
          .clock = around.clock,
          .entropy = around.entropy,
          .log = around.log,
          .metrics = around.metrics};
}

// Streams take a quarter of the connections at most: each is one for as long as it lasts.
http::EventLimits event_limits(const http::ServerSettings& settings) {
  return {.streams = std::max<std::size_t>(1, settings.max_connections / 4)};
}

http::ApiParts api_parts(ServerSurroundings& around, const Parts& parts, UseCases& use_cases, http::EventHub& events,
                         const CatalogSource& catalog) {
  return {.use_cases = {.submit = use_cases.submit,
                        .decide = use_cases.decide,
                        .revoke = use_cases.revoke,
                        .cancel = use_cases.cancel,
                        .read = use_cases.read},
          .follow_changes = use_cases.follow_changes,
          .events = events,
          .reports = {.report_month = use_cases.report_month, .export_audit = use_cases.export_audit},
          .catalog = catalog,
          .tokens = parts.sign_in().tokens,
          .sign_in = parts.sign_in().endpoint,
          .ready = [&] { return check_ready(parts.store().queue, around.clock); },
          .clock = around.clock,
          .entropy = around.entropy,
          .log = around.log,
          .metrics = around.metrics,
          .metrics_reader = around.metrics};
}

void note_started(Log& log, const config::Configuration& configuration, const ServeOptions& options,
                  const http::Server& server) {
  log.info("started", {{"version", std::string(kVersion)},
                       {"listen", configuration.server.listen},
                       {"port", static_cast<std::int64_t>(server.port())},
                       {"store", configuration.store.dynamodb ? configuration.store.dynamodb->ledger_table
                                                              : configuration.store.path.string()},
                       {"clock_speed", static_cast<std::int64_t>(options.clock_speed)}});
}

}  // namespace

Status serve(const config::Configuration& configuration, const ServeOptions& options, std::ostream& log_to) {
  if (options.clock_speed > 1 && !config::is_all_embedded(configuration) && !config::plays_aws_here(configuration)) {
    return fail(
        ErrorCode::kConfiguration,
        "--clock-speed is for demonstrations: it works with embedded parts, and with a stand-in for AWS on this "
        "machine (aws.endpoint_url).");
  }
  block_signals();
  raise_file_limit();
  ServerSurroundings around(options.clock_speed, log_to);
  const auto parts = Parts::open(configuration, options.environment, around.as_ports());
  if (!parts) return fail(parts.error());
  auto mail = MailParts::open(configuration, (*parts)->sign_in().approvers, (*parts)->aws());
  if (!mail) return fail(mail.error());
  CatalogHolder catalog(config::catalog_of(configuration));

  WorkPaces paces(configuration.store.dynamodb ? kPausesWithDynamoDb : kPausesWithSqlite);
  WorkPace feed_pace(kFeedPauses);
  PacingLedger ledger((*parts)->store().ledger, paces, feed_pace, around.clock);
  UseCases use_cases(ports_of(around, **parts, ledger, **mail, catalog),
                     rules_of(configuration, (*parts)->directory().center));
  if (auto recorded = use_cases.record_catalog(*catalog.current(), curfew_itself()); !recorded) return recorded;

  static_cast<void>((*parts)->sign_in().tokens.warm());  // the log tells when it fails; the first token tries again

  const auto settings = server_settings(configuration);
  if (!settings) return fail(settings.error());
  http::EventHub events(event_limits(*settings), (*parts)->sign_in().tokens, around.clock, around.metrics,
                        [&] { feed_pace.expect(Millis{0}); });
  http::Api api(api_settings(configuration), api_parts(around, **parts, use_cases, events, catalog));
  auto server = http::Server::open(*settings, api, around.clock, around.log, around.metrics);
  if (!server) return fail(server.error());

  Background background(use_cases.owed_work, paces, use_cases.sweep, use_cases.seal_audit, use_cases.reconcile,
                        configuration.reconcile, use_cases.writer.rules().timer_outside, around.clock, around.log);
  ChangeFeed feed(use_cases.follow_changes, events, feed_pace, around.log);
  background.start();
  feed.start();
  const SignalThread signals(
      {.stop = [&] { (*server)->stop(); },
       .reload = [&] { reload(options, catalog, use_cases.record_catalog, **server, around.log); }});
  note_started(around.log, configuration, options, **server);
  (*server)->run();
  feed.stop();
  background.stop();
  around.log.info("stopped");
  return {};
}

}  // namespace curfew::wiring
