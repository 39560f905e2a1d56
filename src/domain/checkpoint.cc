#include "domain/checkpoint.h"

#include "base/digest.h"

namespace curfew {
namespace {

// The largest power of two smaller than `count` (RFC 9162 section 2.1.1); `count` is at least 2.
std::size_t split_point(std::size_t count) {
  std::size_t half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

std::string raw_root(const std::string* begin, std::size_t count) {
  if (count == 0) return sha256("");
  if (count == 1) return sha256(std::string(1, '\x00') + *begin);
  const std::size_t half = split_point(count);
  return sha256(std::string(1, '\x01') + raw_root(begin, half) + raw_root(begin + half, count - half));
}

Attributes without(Attributes attributes, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) attributes.erase(attributes.find(name));
  return attributes;
}

}  // namespace

std::string merkle_root(const std::vector<std::string>& event_hashes) {
  return hex(raw_root(event_hashes.data(), event_hashes.size()));
}

std::string signed_bytes(const Checkpoint& checkpoint) {
  return canonical(without(to_attributes(checkpoint), {"Signature", "Hash"}));
}

std::string hash_of(const Checkpoint& checkpoint) {
  return hex(sha256(canonical(without(to_attributes(checkpoint), {"Hash"}))));
}

Attributes to_attributes(const Checkpoint& checkpoint) {
  return {{"Number", checkpoint.number},          {"Position", checkpoint.position},
          {"MerkleRoot", checkpoint.merkle_root}, {"PreviousHash", checkpoint.previous_hash},
          {"AtMs", unix_millis(checkpoint.at)},   {"PublicKey", checkpoint.public_key},
          {"Signature", checkpoint.signature},    {"Hash", checkpoint.hash}};
}

Result<Checkpoint> checkpoint_from(const Attributes& attributes) {
  AttributeReader in("checkpoint", attributes);
  Checkpoint checkpoint{.number = in.number("Number"),
                        .position = in.number("Position"),
                        .merkle_root = in.text("MerkleRoot"),
                        .previous_hash = in.text("PreviousHash"),
                        .at = from_unix_millis(in.number("AtMs")),
                        .public_key = in.text("PublicKey"),
                        .signature = in.text("Signature"),
                        .hash = in.text("Hash")};
  if (auto ok = in.check(); !ok) return fail(ok.error());
  return checkpoint;
}

}  // namespace curfew
