// Records that the deployment before Curfew wrote into the request table: they have no Version. Its functions may still
// run, and write while Curfew reads.
//
// Implementations: adapters/dynamodb. Owned by src/main. All methods may be called at the same time, and block until
// done. What is taken over is stored by Ledger::commit (Step::takes_over) and by nothing else. A number is an integer
// where it is one and the text of its digits otherwise; NULL is absent; anything else is its JSON text.
// Errors: kUnavailable, kConfiguration.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/id.h"
#include "domain/attributes.h"
#include "domain/request.h"

namespace curfew {

// What is not history.
enum class EarlierStatus : std::uint8_t { kError, kActive, kPending };

struct EarlierPage {
  std::vector<Attributes> records;  // as many as the page held: there may be more even when it is empty
  std::optional<std::string> next;  // where the next page begins; absent at the end
};

class EarlierRecords {
 public:
  virtual ~EarlierRecords() = default;

  // Records of this status without a Version, oldest first; about `limit` (1 to 1,000) are looked at. May lag behind.
  [[nodiscard]] virtual Result<EarlierPage> page(EarlierStatus status, std::size_t limit,
                                                 const std::optional<std::string>& after) = 0;

  // The same for those that say that they gave, or could not take away, this access: ACTIVE and ERROR. May lag behind.
  [[nodiscard]] virtual Result<std::vector<Attributes>> given(const AssignmentKey& key) = 0;

  // One record as it stands there, with a Version or without. Consistent.
  [[nodiscard]] virtual Result<std::optional<Attributes>> record(const RequestId& id) = 0;
};

// Whether a deployment before shares the store is for the configuration to say, and for the wiring in so many words.
struct NoEarlierDeployment {};
using EarlierDeployment = std::variant<NoEarlierDeployment, std::reference_wrapper<EarlierRecords>>;

}  // namespace curfew
