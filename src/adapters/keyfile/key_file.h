// The file that holds the sealing key: 32 random bytes, readable by its owner only. Internal to this folder.
//
// Whoever has this file and the store can read the store's secrets, so a file that others could have read or replaced
// is refused, never repaired: an administrator has to know about it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/secret.h"
#include "ports/entropy.h"

namespace curfew::keyfile {

inline constexpr std::size_t kKeyBytes = 32;

// The key; empty when there is no file. kConfiguration when it is no regular file, belongs to somebody else, may be
// read or written by others than its owner, or has another size: the public text says what to do. kUnavailable when the
// file system fails.
[[nodiscard]] Result<std::optional<Secret>> read_key_file(const std::string& path);

// Makes the file, durably and all at once: after a crash it is there whole or not at all. When another process makes it
// at the same time, the first one's key stands. kUnavailable; may have taken effect, so read again.
[[nodiscard]] Status make_key_file(const std::string& path, Entropy& entropy);

}  // namespace curfew::keyfile
