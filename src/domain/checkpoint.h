// Checkpoints: once a minute, a signed statement that seals all audit events so far into one chain.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "domain/attributes.h"

namespace curfew {

struct Checkpoint {
  std::int64_t number = 0;    // 1, 2, 3 … without gaps
  std::int64_t position = 0;  // of the last event it covers: also the count of all events so far
  std::string merkle_root;    // hex; over the hashes of the events since the previous checkpoint, in order
  std::string previous_hash;  // hex; hash of the previous checkpoint, empty for the first
  Instant at;
  std::string public_key;  // hex; of the key that signed
  std::string signature;   // hex; Ed25519 over signed_bytes()
  std::string hash;        // hex SHA-256 over all of the above
};

// Root of the Merkle tree over hexadecimal event hashes (leaf: SHA-256(0x00 ‖ hash), node: SHA-256(0x01 ‖ left ‖
// right), as in RFC 9162 section 2.1.1), hex. Of no events: the hash of nothing.
[[nodiscard]] std::string merkle_root(const std::vector<std::string>& event_hashes);

[[nodiscard]] std::string signed_bytes(const Checkpoint& checkpoint);
[[nodiscard]] std::string hash_of(const Checkpoint& checkpoint);

[[nodiscard]] Attributes to_attributes(const Checkpoint& checkpoint);
[[nodiscard]] Result<Checkpoint> checkpoint_from(const Attributes& attributes);

}  // namespace curfew
