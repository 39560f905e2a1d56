#include "adapters/system/listen_examination.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>

namespace curfew::system {
namespace {

Health health_of(const std::string& address) {
  return ListenExamination("server.listen", address).examine().at(0).health;
}

// Listens on a port that the system chose.
class Somebody {
 public:
  Somebody() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(socket_, raw, size), 0);
    EXPECT_EQ(::listen(socket_, 1), 0);
    EXPECT_EQ(::getsockname(socket_, raw, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  Somebody(const Somebody&) = delete;
  Somebody& operator=(const Somebody&) = delete;
  ~Somebody() { ::close(socket_); }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

TEST(ListenExaminationTest, AFreeAddressWorks) { EXPECT_EQ(health_of("127.0.0.1:0"), Health::kWorks); }

TEST(ListenExaminationTest, AnAddressThatIsTakenMayBeTheServers) {
  const Somebody somebody;
  EXPECT_EQ(health_of("127.0.0.1:" + std::to_string(somebody.port())), Health::kUnproved);
}

TEST(ListenExaminationTest, AnAddressOfAnotherMachineIsBroken) {
  EXPECT_EQ(health_of("192.0.2.1:0"), Health::kBroken);  // RFC 5737: nobody's
  EXPECT_EQ(health_of("localhost:0"), Health::kBroken) << "a name is no address";
}

}  // namespace
}  // namespace curfew::system
