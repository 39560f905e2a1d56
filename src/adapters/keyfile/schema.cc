#include "adapters/keyfile/schema.h"

namespace curfew::keyfile {
namespace {

// seal_check holds one known value, sealed when the key was first used: it tells that the store holds sealed data, and
// whether a key file belongs to it. Binary values are base64url.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE seal_check (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sealed TEXT NOT NULL
) STRICT;

CREATE TABLE checkpoint_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  public_key TEXT NOT NULL,
  sealed_seed TEXT NOT NULL
) STRICT;
)sql";

}  // namespace

sqlite_file::Schema keys_schema() { return {.component = "keys", .migrations = {kVersion1}}; }

}  // namespace curfew::keyfile
