#include "main/config/checks.h"
#include "main/config/section_parts.h"
#include "main/config/sections.h"

namespace curfew::config {
namespace {

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

}  // namespace curfew::config
