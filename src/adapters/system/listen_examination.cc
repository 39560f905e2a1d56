#include "adapters/system/listen_examination.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace curfew::system {
namespace {

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Addresses literal(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return nullptr;
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), address.c_str() + colon + 1, &hints, &found) != 0) return nullptr;
  return Addresses(found);
}

// 0, or why not.
int listen_once(const addrinfo& address) {
  const int socket = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return errno;
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);  // as the server does
  const bool bound = ::bind(socket, address.ai_addr, address.ai_addrlen) == 0 && ::listen(socket, 1) == 0;
  const int error = bound ? 0 : errno;
  ::close(socket);
  return error;
}

}  // namespace

std::vector<Diagnosis> ListenExamination::examine() {
  const std::string subject = key_ + " " + address_;
  const Addresses found = literal(address_);
  if (found == nullptr) return {broken(subject, "It is no address.", "Correct " + key_ + ".")};
  const int error = listen_once(*found);
  if (error == 0) return {works(subject, "It is free to listen at.")};
  if (error == EADDRINUSE) {
    return {unproved(subject, "Somebody listens there: the running server, or another program.",
                     "If Curfew is not running, find out who does: ss -ltnp")};
  }
  const std::string why = std::generic_category().message(error);
  if (error == EACCES) {
    return {broken(subject, why + ".", "Choose a port from 1024 on, or give Curfew CAP_NET_BIND_SERVICE.")};
  }
  return {broken(subject, why + ".", "Correct " + key_ + ": an address of this machine.")};
}

}  // namespace curfew::system
