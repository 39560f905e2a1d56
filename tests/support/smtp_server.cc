#include "support/smtp_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/digest.h"
#include "support/smtp_stream.h"

namespace curfew::test {

class SmtpServer::State {
 public:
  explicit State(SmtpBehaviour behaviour) : behaviour_(std::move(behaviour)) {
    listen_on_any_port();
    acceptor_ = std::thread([this] { accept_all(); });
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() {
    shutdown(listener_, SHUT_RDWR);  // wakes accept
    acceptor_.join();
    for (std::thread& session : sessions_) session.join();
    close(listener_);
  }

  void keep(ReceivedMail mail) {
    const std::scoped_lock lock(mutex_);
    mails_.push_back(std::move(mail));
  }
  void note(const std::string& command) {
    const std::scoped_lock lock(mutex_);
    commands_.push_back(command);
  }
  void behave(SmtpBehaviour behaviour) {
    const std::scoped_lock lock(mutex_);
    behaviour.certificate = behaviour_.certificate;
    behaviour.implicit_tls = behaviour_.implicit_tls;
    behaviour_ = std::move(behaviour);
  }

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] SmtpBehaviour behaviour() const {
    const std::scoped_lock lock(mutex_);
    return behaviour_;
  }
  [[nodiscard]] std::vector<ReceivedMail> mails() const {
    const std::scoped_lock lock(mutex_);
    return mails_;
  }
  [[nodiscard]] std::vector<std::string> commands() const {
    const std::scoped_lock lock(mutex_);
    return commands_;
  }

 private:
  void listen_on_any_port() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || bind(listener_, any, size) != 0 || listen(listener_, 64) != 0 ||
        getsockname(listener_, any, &size) != 0) {
      throw std::system_error(errno, std::generic_category(), "test SMTP server");
    }
    port_ = ntohs(address.sin_port);
  }

  void accept_all();

  int port_ = 0;
  int listener_ = -1;
  mutable std::mutex mutex_;
  SmtpBehaviour behaviour_;  // these three are guarded by mutex_
  std::vector<ReceivedMail> mails_;
  std::vector<std::string> commands_;
  std::thread acceptor_;
  std::vector<std::thread> sessions_;  // of the acceptor alone, until it has ended
};

namespace {

// One connection, from greeting to QUIT.
class Session {
 public:
  using Keep = std::function<void(ReceivedMail)>;
  using Note = std::function<void(const std::string&)>;

  Session(int fd, SmtpBehaviour behaviour, Keep keep, Note note)
      : stream_(fd), behaviour_(std::move(behaviour)), keep_(std::move(keep)), note_(std::move(note)) {}

  void run() {
    if (behaviour_.implicit_tls && !stream_.start_tls(behaviour_.certificate)) return;
    if (!answer(behaviour_.on_connect, "220 test ESMTP")) return;
    while (const auto line = stream_.read_line()) {
      note_(*line);
      if (!obey(*line)) return;
    }
  }

 private:
  // False when the connection is over.
  bool answer(const std::string& special, const std::string& usual) {
    if (special == "drop") return false;
    stream_.write_line(special.empty() ? usual : special);
    return true;
  }

  bool obey(const std::string& line) {
    const std::string verb = line.substr(0, line.find(' '));
    if (verb == "EHLO" || verb == "HELO") return greet();
    if (verb == "STARTTLS" && behaviour_.starttls && !stream_.is_tls()) return begin_tls();
    if (verb == "AUTH") return authenticate(line.substr(5));
    if (verb == "MAIL") return begin_mail(line);
    if (verb == "RCPT") return add_recipient(line);
    if (verb == "DATA") return take_message();
    if (verb == "QUIT") {
      stream_.write_line("221 bye");
      return false;
    }
    return answer({}, verb == "NOOP" || verb == "RSET" ? "250 ok" : "502 not understood");
  }

  bool greet() {
    stream_.write_line("250-test");
    if (behaviour_.starttls && !stream_.is_tls()) stream_.write_line("250-STARTTLS");
    if (!behaviour_.username.empty()) stream_.write_line(behaviour_.login_only ? "250-AUTH LOGIN" : "250-AUTH PLAIN");
    return answer({}, "250 8BITMIME");
  }

  bool begin_tls() {
    stream_.write_line("220 go ahead");
    return stream_.start_tls(behaviour_.certificate);
  }

  bool authenticate(const std::string& mechanism) {
    bool right = false;
    if (behaviour_.login_only) {
      stream_.write_line("334 VXNlcm5hbWU6");
      const auto user = stream_.read_line();
      stream_.write_line("334 UGFzc3dvcmQ6");
      const auto password = stream_.read_line();
      right = user == base64(behaviour_.username) && password == base64(behaviour_.password);
    } else {
      std::string proof = mechanism.substr(std::min(mechanism.size(), mechanism.find(' ') + 1));
      if (mechanism == "PLAIN") {
        stream_.write_line("334 ");
        proof = stream_.read_line().value_or("");
      }
      right = proof == base64(std::string(1, '\0') + behaviour_.username + '\0' + behaviour_.password);
    }
    if (right) user_ = behaviour_.username;
    return answer({}, right ? "235 welcome" : "535 5.7.8 wrong");
  }

  static std::string address_in(const std::string& line) {
    const std::size_t begin = line.find('<') + 1;
    return line.substr(begin, line.find('>') - begin);
  }

  bool begin_mail(const std::string& line) {
    if (!behaviour_.username.empty() && user_.empty()) return answer({}, "530 5.7.0 authentication required");
    mail_ = {.from = address_in(line),
             .recipients = {},
             .message = {},
             .over_tls = stream_.is_tls(),
             .authenticated_as = user_};
    return answer(behaviour_.on_mail, "250 ok");
  }

  bool add_recipient(const std::string& line) {
    mail_.recipients.push_back(address_in(line));
    return answer(behaviour_.on_rcpt, "250 ok");
  }

  bool take_message() {
    if (!answer(behaviour_.on_data, "354 go on")) return false;
    if (!behaviour_.on_data.empty()) return true;
    for (;;) {
      const auto line = stream_.read_line();
      if (!line) return false;
      if (*line == ".") break;
      mail_.message += (line->starts_with('.') ? line->substr(1) : *line) + "\r\n";
    }
    const bool lost_answer = behaviour_.on_message == "keep and drop";
    if (lost_answer || behaviour_.on_message.empty()) keep_(std::exchange(mail_, {}));
    return lost_answer ? false : answer(behaviour_.on_message, "250 taken");
  }

  SmtpStream stream_;
  const SmtpBehaviour behaviour_;
  const Keep keep_;
  const Note note_;
  std::string user_;
  ReceivedMail mail_;
};

}  // namespace

void SmtpServer::State::accept_all() {
  for (;;) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    sessions_.emplace_back([this, fd, behaviour = behaviour()] {
      Session(
          fd, behaviour, [this](ReceivedMail mail) { keep(std::move(mail)); },
          [this](const std::string& line) { note(line); })
          .run();
    });
  }
}

SmtpServer::SmtpServer(SmtpBehaviour behaviour) {
  // OpenSSL writes without MSG_NOSIGNAL; a client that goes away in the middle is part of the tests.
  (void)std::signal(SIGPIPE, SIG_IGN);
  state_ = std::make_unique<State>(std::move(behaviour));
}

SmtpServer::~SmtpServer() = default;

int SmtpServer::port() const { return state_->port(); }

std::string SmtpServer::url() const {
  return (state_->behaviour().implicit_tls ? "smtps" : "smtp") + std::string("://127.0.0.1:") + std::to_string(port());
}

void SmtpServer::behave(SmtpBehaviour behaviour) { state_->behave(std::move(behaviour)); }

std::vector<ReceivedMail> SmtpServer::mails() const { return state_->mails(); }

std::vector<std::string> SmtpServer::commands() const { return state_->commands(); }

}  // namespace curfew::test
