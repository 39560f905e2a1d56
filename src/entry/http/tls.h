// The server's side of TLS: versions, ciphers, certificate.
#pragma once

#include <memory>
#include <string>

#include "base/error.h"

namespace boost::asio::ssl {
class context;
}  // namespace boost::asio::ssl

namespace curfew::http {

struct TlsFiles {
  std::string certificate;  // PEM, the server's first, then the chain
  std::string private_key;  // PEM, not encrypted
};

// TLS 1.2 and 1.3 with forward secrecy and authenticated encryption only (RFC 9325 section 4.2), HTTP/1.1 by ALPN.
// Errors: kConfiguration when a file cannot be read or the key does not belong to the certificate.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const TlsFiles& files);

}  // namespace curfew::http
