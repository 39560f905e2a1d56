// A store that outlives the processes that use it: what a World stands on. In memory, or in a real file.
#pragma once

#include <functional>
#include <memory>

#include "ports/audit_log.h"
#include "ports/ledger.h"
#include "ports/request_index.h"
#include "ports/work_queue.h"

namespace curfew::test {

// One process's hold on the store. What it did not write is gone with it.
class OpenStore {
 public:
  OpenStore() = default;
  OpenStore(const OpenStore&) = delete;
  OpenStore& operator=(const OpenStore&) = delete;
  virtual ~OpenStore() = default;

  [[nodiscard]] virtual Ledger& ledger() = 0;
  [[nodiscard]] virtual WorkQueue& queue() = 0;
  [[nodiscard]] virtual RequestIndex& index() = 0;
  [[nodiscard]] virtual AuditLog& audit_log() = 0;
};

class DurableStore {
 public:
  DurableStore() = default;
  DurableStore(const DurableStore&) = delete;
  DurableStore& operator=(const DurableStore&) = delete;
  virtual ~DurableStore() = default;

  // For one more process; several may have it open. Gone before the store itself.
  [[nodiscard]] virtual std::unique_ptr<OpenStore> open() = 0;
};

// Makes an empty one.
using StoreMaker = std::function<std::unique_ptr<DurableStore>()>;

}  // namespace curfew::test
