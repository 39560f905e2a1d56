#include "adapters/system/entropy.h"

#include <openssl/rand.h>

#include <cstdlib>

#include "base/check.h"

namespace curfew::system {
namespace {

// RAND_bytes takes an int. Nobody needs a megabyte of key, and a cut-off count would be a silent disaster.
constexpr std::size_t kMost = std::size_t{1} << 20U;

}  // namespace

std::string SystemEntropy::bytes(std::size_t count) {
  ensure(count <= kMost, "nobody asks for so much randomness at once");
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) std::abort();
  return bytes;
}

}  // namespace curfew::system
