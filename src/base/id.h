// Tagged identifiers: an account id cannot be passed where a user id is wanted.
//
// An Id is a plain value around the text AWS or Curfew uses on the wire; identifiers compare byte by byte. Validation
// is the business of whoever reads the text from outside: the configuration, the HTTP edge, an adapter.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace curfew {

template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] const std::string& str() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  std::string text_;
};

using RequestId = Id<struct RequestIdTag>;                // lower-case UUIDv4, made by Curfew
using UserId = Id<struct UserIdTag>;                      // Identity Center user id (identitystore UserId)
using AccountId = Id<struct AccountIdTag>;                // 12 digits
using PermissionSetArn = Id<struct PermissionSetArnTag>;  // arn:aws:sso:::permissionSet/ssoins-…/ps-…
using Subject = Id<struct SubjectTag>;                    // the `sub` claim of a verified token
using OperationId = Id<struct OperationIdTag>;            // AWS's request id of one asynchronous create or delete

}  // namespace curfew

template <class Tag>
struct std::hash<curfew::Id<Tag>> {
  std::size_t operator()(const curfew::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
