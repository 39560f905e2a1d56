#include "entry/http/tls.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <fstream>
#include <memory>
#include <string>

#include "support/temp_dir.h"
#include "support/test_certificate.h"
#include "unit/entry/http/support/raw_client.h"
#include "unit/entry/http/support/running_server.h"
#include "unit/entry/http/support/scripted_stream.h"

namespace curfew::http::test {
namespace {

constexpr std::string_view kGet = "GET /hello HTTP/1.1\r\nHost: curfew\r\nConnection: close\r\n\r\n";

// OpenSSL's client, blocking, over a socket of its own.
class TlsClient {
 public:
  TlsClient(std::uint16_t port, int version, std::string_view protocols = {})
      : context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free), bio_(nullptr, &BIO_free_all) {
    SSL_CTX_set_min_proto_version(context_.get(), version);
    SSL_CTX_set_max_proto_version(context_.get(), version);
    SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
    bio_.reset(BIO_new_ssl_connect(context_.get()));
    BIO_get_ssl(bio_.get(), &ssl_);
    if (!protocols.empty()) {
      SSL_set_alpn_protos(ssl_, reinterpret_cast<const unsigned char*>(protocols.data()),
                          static_cast<unsigned>(protocols.size()));
    }
    std::string address = "127.0.0.1:" + std::to_string(port);
    BIO_set_conn_hostname(bio_.get(), address.data());
    connected_ = BIO_do_connect(bio_.get()) == 1;
  }

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] std::string version() const { return SSL_get_version(ssl_); }
  [[nodiscard]] std::string protocol() const {
    const unsigned char* chosen = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(ssl_, &chosen, &length);
    return {reinterpret_cast<const char*>(chosen), length};
  }
  // The server's certificate, DER.
  [[nodiscard]] std::string certificate() const {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl_), &X509_free);
    unsigned char* der = nullptr;
    const int length = i2d_X509(certificate.get(), &der);
    std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
    OPENSSL_free(der);
    return bytes;
  }
  void send(std::string_view bytes) { BIO_write(bio_.get(), bytes.data(), static_cast<int>(bytes.size())); }
  std::string exchange(std::string_view bytes) {
    send(bytes);
    std::string received;
    std::array<char, 4096> slice{};
    for (int n = 0; (n = BIO_read(bio_.get(), slice.data(), slice.size())) > 0;) {
      received.append(slice.data(), static_cast<std::size_t>(n));
    }
    return received;
  }

 private:
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<BIO, decltype(&BIO_free_all)> bio_;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
};

class TlsTest : public testing::Test {
 protected:
  void SetUp() override { renew(); }

  // Puts a fresh certificate and key where the server looks for them.
  void renew() {
    const curfew::test::TestCertificate fresh = curfew::test::make_certificate("IP:127.0.0.1");
    std::ofstream(files_.certificate) << fresh.certificate_pem;
    std::ofstream(files_.private_key) << fresh.key_pem;
  }

  curfew::test::TempDir dir_;
  TlsFiles files_{.certificate = (dir_ / "cert.pem").string(), .private_key = (dir_ / "key.pem").string()};
  FunctionHandler handler_{
      [](const HttpRequest& request) { return reply(200, request.tls ? "secret" : "in the clear"); }};
};

TEST_F(TlsTest, AnswersOverBothVersionsInUse) {
  RunningServer server({.tls = files_}, handler_);
  TlsClient newest(server.port(), TLS1_3_VERSION);
  ASSERT_TRUE(newest.connected());
  EXPECT_TRUE(newest.exchange(kGet).ends_with("secret"));
  TlsClient older(server.port(), TLS1_2_VERSION);
  ASSERT_TRUE(older.connected());
  EXPECT_EQ(older.version(), "TLSv1.2");
  EXPECT_TRUE(older.exchange(kGet).ends_with("secret"));
}

TEST_F(TlsTest, AStreamEndsInGoodOrderAndWhenItsClientLeaves) {
  Script script;
  FunctionHandler handler([&](const HttpRequest&) {
    return HttpReply{.now = {.status = 200, .headers = {}, .body = {}},
                     .stream = std::make_shared<ScriptedStream>(script)};
  });
  script.say("secret");
  script.end();
  RunningServer server({.tls = files_}, handler);
  EXPECT_TRUE(TlsClient(server.port(), TLS1_3_VERSION).exchange(kGet).ends_with("6\r\nsecret\r\n0\r\n\r\n"));
  EXPECT_TRUE(script.is_gone());

  Script unheard;
  FunctionHandler endless([&](const HttpRequest&) {
    return HttpReply{.now = {.status = 200, .headers = {}, .body = {}},
                     .stream = std::make_shared<ScriptedStream>(unheard)};
  });
  RunningServer other({.tls = files_}, endless);
  {
    TlsClient(other.port(), TLS1_3_VERSION).send(kGet);
  }
  EXPECT_TRUE(unheard.is_gone());
}

TEST_F(TlsTest, RefusesVersionsThatAreBroken) {
  RunningServer server({.tls = files_}, handler_);
  EXPECT_FALSE(TlsClient(server.port(), TLS1_1_VERSION).connected());
  EXPECT_FALSE(TlsClient(server.port(), TLS1_VERSION).connected());
}

TEST_F(TlsTest, AgreesOnHttp11WhereTheClientAsks) {
  RunningServer server({.tls = files_}, handler_);
  EXPECT_EQ(TlsClient(server.port(), TLS1_3_VERSION, "\x02h2\x08http/1.1").protocol(), "http/1.1");
  EXPECT_EQ(TlsClient(server.port(), TLS1_3_VERSION, "\x02h2").protocol(), "");
}

TEST_F(TlsTest, LargeAnswersArriveWhole) {
  const std::string large(3'000'000, 'x');
  FunctionHandler handler([&](const HttpRequest&) { return reply(200, large); });
  RunningServer server({.tls = files_}, handler);
  EXPECT_TRUE(TlsClient(server.port(), TLS1_3_VERSION).exchange(kGet).ends_with(large));
}

TEST_F(TlsTest, PlainRequestsAreNotAnswered) {
  RunningServer server({.tls = files_}, handler_);
  EXPECT_NE(exchange(server.port(), kGet).status, 200);
}

TEST_F(TlsTest, AHandshakeThatNeverEndsIsCutOff) {
  RunningServer server({.tls = files_, .receive_timeout = std::chrono::milliseconds(60)}, handler_);
  RawClient silent(server.port());
  EXPECT_TRUE(silent.closed_by_server());
}

TEST_F(TlsTest, ARenewedCertificateIsTakenUpWithoutARestart) {
  RunningServer server({.tls = files_}, handler_);
  const std::string old = TlsClient(server.port(), TLS1_3_VERSION).certificate();
  renew();
  ASSERT_TRUE(server.server().reload_certificate());
  // The new one is taken up between two connections; which is the first to see it is not promised.
  std::string now = old;
  for (int i = 0; i < 1000 && now == old; ++i) now = TlsClient(server.port(), TLS1_3_VERSION).certificate();
  EXPECT_NE(now, old);
  std::ofstream(files_.certificate) << "no certificate";
  EXPECT_EQ(server.server().reload_certificate().error().code, ErrorCode::kConfiguration);
  EXPECT_EQ(TlsClient(server.port(), TLS1_3_VERSION).certificate(), now);
}

TEST_F(TlsTest, FilesThatCannotBeUsedAreNamed) {
  EXPECT_TRUE(make_tls_context(files_));
  const TlsFiles missing{.certificate = (dir_ / "none.pem").string(), .private_key = files_.private_key};
  EXPECT_TRUE(make_tls_context(missing).error().public_text.contains("none.pem"));
  const TlsFiles wrong_key{.certificate = files_.certificate, .private_key = (dir_ / "other.pem").string()};
  std::ofstream(wrong_key.private_key) << curfew::test::make_certificate("IP:127.0.0.1").key_pem;
  const auto mismatch = make_tls_context(wrong_key);
  ASSERT_FALSE(mismatch);
  EXPECT_EQ(mismatch.error().code, ErrorCode::kConfiguration);
}

}  // namespace
}  // namespace curfew::http::test
