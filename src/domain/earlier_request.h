// Records that the deployment before Curfew wrote into the request table, as Curfew reads them.
//
// They have the manual's attributes and no Version. Whoever wrote them checked little: numbers may have fractions or be
// texts, durations may be nonsense, whatever is not needed to find the access may be missing. What cannot be read is
// taken for what ends access sooner. Pure; whether such a record is taken over is for the lifecycle (command::Adopt).
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "domain/attributes.h"
#include "domain/catalog.h"
#include "domain/request.h"

namespace curfew {

struct EarlierRequest {
  std::string status;             // as stored: PENDING, ACTIVE, ERROR, REVOKED or DENIED
  std::string request_timestamp;  // as stored: a number's digits
  std::string digest;             // hex SHA-256 over the attributes as stored
  Request request;  // as Curfew shows it, with version 0. ERROR is REVOKING: its end is over, and it is not gone
};

// Whether Curfew has not written this record.
[[nodiscard]] bool is_of_earlier_deployment(const Attributes& attributes);

// Numbers come as integers where they are, otherwise as the text of their digits. kDamaged where it is not known for
// sure whose access to what it is about, in which state, or since when.
[[nodiscard]] Result<EarlierRequest> earlier_request_from(const Attributes& attributes);

// Whether Curfew has not taken this record over and has to: it names access that may be there, or a wish that somebody
// may still decide. The others are history.
[[nodiscard]] bool is_to_be_adopted(const Request& request);

// The catalog's short names for what the record names by its ids: the deployment before may have used others. Left as
// they are where the catalog does not have them.
void name_by_catalog(Request& request, const Catalog& catalog);

}  // namespace curfew
