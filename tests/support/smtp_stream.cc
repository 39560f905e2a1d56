#include "support/smtp_stream.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>

namespace curfew::test {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

bool use(SSL_CTX* context, const TestCertificate& certificate) {
  const std::unique_ptr<BIO, Free> certificate_text(BIO_new_mem_buf(certificate.certificate_pem.data(), -1));
  const std::unique_ptr<X509, Free> x509(PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr));
  const std::unique_ptr<BIO, Free> key_text(BIO_new_mem_buf(certificate.key_pem.data(), -1));
  const std::unique_ptr<EVP_PKEY, Free> key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
  return x509 && key && SSL_CTX_use_certificate(context, x509.get()) == 1 &&
         SSL_CTX_use_PrivateKey(context, key.get()) == 1;
}

}  // namespace

SmtpStream::SmtpStream(int fd) : fd_(fd) {
  const timeval patience{.tv_sec = 5, .tv_usec = 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const int at_once = 1;  // an answer of several lines must not wait for the client's acknowledgement of the first
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
}

SmtpStream::~SmtpStream() { close(fd_); }

bool SmtpStream::start_tls(const TestCertificate& certificate) {
  context_.reset(SSL_CTX_new(TLS_server_method()));
  if (!context_ || !use(context_.get(), certificate)) return false;
  tls_.reset(SSL_new(context_.get()));
  unread_.clear();
  return tls_ && SSL_set_fd(tls_.get(), fd_) == 1 && SSL_accept(tls_.get()) == 1;
}

std::optional<std::string> SmtpStream::read_line() {
  for (;;) {
    if (const std::size_t end = unread_.find("\r\n"); end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 2);
      return line;
    }
    std::array<char, 4096> buffer{};
    const long count = read_some(buffer.data(), buffer.size());
    if (count <= 0) return std::nullopt;
    unread_.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

void SmtpStream::write_line(std::string_view line) {
  const std::string bytes = std::string(line) + "\r\n";
  if (tls_) {
    SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
  } else {
    [[maybe_unused]] const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
}

long SmtpStream::read_some(char* buffer, std::size_t size) {
  return tls_ ? SSL_read(tls_.get(), buffer, static_cast<int>(size)) : recv(fd_, buffer, size, 0);
}

}  // namespace curfew::test
