#include "adapters/jwt/jwks.h"

#include <boost/json/array.hpp>
#include <set>
#include <utility>

#include "adapters/jwt/strict_json.h"

namespace curfew::jwt {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestKid = 255;

// Collects the keys of one document.
class Reader {
 public:
  void read(const json::object& jwk) {
    const auto kid = text_member(jwk, "kid");
    if (!kid || kid->empty() || kid->size() > kLongestKid) {
      set_.left_out.emplace_back("a key without a kid");
      return;
    }
    // Which of two is meant cannot be told, so neither counts.
    if (!kids_.insert(*kid).second) {
      set_.left_out.push_back(*kid + ": twice");
      set_.keys.erase(*kid);
      return;
    }
    auto key = PublicKey::from_jwk(jwk);
    if (!key) {
      set_.left_out.push_back(*kid + ": " + key.error());
      return;
    }
    set_.keys.emplace(*kid, std::make_shared<const PublicKey>(*std::move(key)));
  }

  [[nodiscard]] KeySet take() { return std::move(set_); }

 private:
  KeySet set_;
  std::set<std::string> kids_;
};

}  // namespace

std::optional<KeySet> parse_jwks(std::string_view document) {
  const auto object = parse_object(document);
  const json::value* keys = object ? object->if_contains("keys") : nullptr;
  if (keys == nullptr || !keys->is_array() || keys->get_array().size() > kMostKeys) return std::nullopt;
  Reader reader;
  for (const json::value& key : keys->get_array()) {
    if (!key.is_object()) return std::nullopt;
    reader.read(key.get_object());
  }
  return reader.take();
}

}  // namespace curfew::jwt
