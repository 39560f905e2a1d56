#include "adapters/smtp/curl_handles.h"

namespace curfew::smtp {

// Never cleaned up: the library's own advice for a program that uses it until it ends.
bool curl_is_ready() {
  static const bool kReady = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return kReady;
}

}  // namespace curfew::smtp
