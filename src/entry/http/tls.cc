#include "entry/http/tls.h"

#include <openssl/ssl.h>

#include <boost/asio/ssl/context.hpp>
#include <string_view>

namespace curfew::http {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

constexpr const char* kTls12Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!SHA1";

// RFC 7301: the protocols the client offers, each after its length. Ours is http/1.1; a client that offers only others
// is told nothing and may still speak it.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                    unsigned offered_length, void*) {
  constexpr std::string_view kOurs = "http/1.1";
  const unsigned char* const end = offered + offered_length;
  for (const unsigned char* at = offered; at < end && at + 1 + *at <= end; at += 1 + *at) {
    if (std::string_view(reinterpret_cast<const char*>(at + 1), *at) != kOurs) continue;
    *chosen = at + 1;
    *length = *at;
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_NOACK;
}

std::unexpected<Error> bad_file(const std::string& what, const std::string& file, const error_code& error) {
  return fail(ErrorCode::kConfiguration, "The " + what + " in " + file + " cannot be used: " + error.message() + ".");
}

void harden(ssl::context& context) {
  context.set_options(ssl::context::default_workarounds | ssl::context::no_compression | ssl::context::no_sslv2 |
                      ssl::context::no_sslv3 | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                      ssl::context::single_dh_use);
  SSL_CTX* const handle = context.native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_options(handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(handle, kTls12Ciphers);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);  // an idle connection needs no record buffers
  SSL_CTX_set_alpn_select_cb(handle, &choose_protocol, nullptr);
}

}  // namespace

Result<std::shared_ptr<ssl::context>> make_tls_context(const TlsFiles& files) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  harden(*context);
  error_code error;
  context->use_certificate_chain_file(files.certificate, error);
  if (error) return bad_file("TLS certificate", files.certificate, error);
  context->use_private_key_file(files.private_key, ssl::context::pem, error);
  if (error) return bad_file("TLS private key", files.private_key, error);
  if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
    return fail(ErrorCode::kConfiguration, "The TLS private key in " + files.private_key +
                                               " does not belong to the certificate in " + files.certificate + ".");
  }
  return context;
}

}  // namespace curfew::http
