#include "adapters/keyfile/shared_key_signer.h"

#include <utility>

#include "adapters/keyfile/key_file.h"
#include "base/digest.h"

namespace curfew::keyfile {
namespace {

// The file's key may come to serve other purposes, each with a key of its own.
constexpr std::string_view kPurpose = "curfew audit checkpoints";

}  // namespace

Result<std::unique_ptr<SharedKeySigner>> SharedKeySigner::open(const std::string& path) {
  const auto key = read_key_file(path);
  if (!key) return fail(key.error());
  if (!*key) {
    return fail(ErrorCode::kConfiguration,
                "There is no key file '" + path +
                    "'. Copy it from another server of this store; `curfew store create` makes it for a new one.");
  }
  return std::unique_ptr<SharedKeySigner>(
      new SharedKeySigner(key_pair_of(Secret(hmac_sha256((*key)->reveal(), kPurpose)))));
}

Result<bool> SharedKeySigner::make_key(const std::string& path, Entropy& entropy) {
  const auto there = read_key_file(path);
  if (!there) return fail(there.error());
  if (*there) return false;
  if (Status made = make_key_file(path, entropy); !made) return fail(std::move(made.error()));
  return true;
}

Result<std::string> SharedKeySigner::sign(const std::string& bytes) { return sign_with(pair_, bytes); }

Result<std::string> SharedKeySigner::public_key() { return pair_.public_key; }

bool SharedKeySigner::verify(const std::string& bytes, const std::string& signature,
                             const std::string& public_key) const {
  return is_signed_by(public_key, bytes, signature);
}

}  // namespace curfew::keyfile
