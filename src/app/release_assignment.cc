#include "app/release_assignment.h"

#include "domain/text.h"

namespace curfew {

Result<Request> ReleaseAssignment::operator()(const RequestId& id, const std::string& reason,
                                              const Actor& administrator) {
  const auto text = clean_text("reason", reason);
  if (!text) return fail(text.error());
  return writer_.change({.request_id = id, .actor = administrator, .decide = [&](const Request&) -> Result<Command> {
                           return command::Release{*text};
                         }});
}

}  // namespace curfew
