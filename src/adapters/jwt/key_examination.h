// Examines where an issuer publishes its keys: that the document can be fetched, and holds keys that check tokens.
#pragma once

#include <string>

#include "adapters/jwt/documents.h"
#include "ports/examination.h"

namespace curfew::jwt {

[[nodiscard]] Diagnosis examine_keys(Documents& documents, const std::string& url);

}  // namespace curfew::jwt
