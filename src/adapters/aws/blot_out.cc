#include "adapters/aws/blot_out.h"

#include <string_view>

namespace curfew::aws {

void blot_out(std::string& text, const Secret& secret) {
  constexpr std::string_view kBlot = "***";
  if (secret.empty()) return;
  const std::string& hidden = secret.reveal();
  for (std::size_t at = text.find(hidden); at != std::string::npos; at = text.find(hidden, at + kBlot.size())) {
    text.replace(at, hidden.size(), kBlot);
  }
}

}  // namespace curfew::aws
