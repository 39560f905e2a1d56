#include "entry/cli/anchor_file.h"

#include <boost/json.hpp>
#include <fstream>
#include <string>

#include "base/digest.h"

namespace curfew::cli {
namespace {

constexpr std::size_t kLongestLine = std::size_t{64} * 1024;
constexpr std::size_t kHashBytes = 32;

}  // namespace

Result<AuditAnchor> read_anchor(const std::string& path) {
  const auto refuse = [&](const std::string& why) { return fail(ErrorCode::kInvalid, path + ": " + why); };
  std::ifstream file(path);
  if (!file) return refuse("cannot be read.");
  std::string last;
  for (std::string line; std::getline(file, line);) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) last = line;
  }
  if (last.size() > kLongestLine) return refuse("holds no checkpoint.");
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(last, error);
  const boost::json::object* object = error ? nullptr : value.if_object();
  const boost::json::value* number = object == nullptr ? nullptr : object->if_contains("number");
  const boost::json::value* hash = object == nullptr ? nullptr : object->if_contains("hash");
  if (number == nullptr || !number->is_int64() || hash == nullptr || !hash->is_string()) {
    return refuse("its last line is no checkpoint: a JSON object with number and hash.");
  }
  AuditAnchor anchor{.number = number->as_int64(), .hash = std::string(hash->as_string())};
  const auto bytes = from_hex(anchor.hash);
  if (anchor.number < 1 || !bytes || bytes->size() != kHashBytes) return refuse("its number or hash is malformed.");
  return anchor;
}

}  // namespace curfew::cli
