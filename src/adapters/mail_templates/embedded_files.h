// The templates of templates/mail as they were when this program was built, so that it runs without them.
#pragma once

#include <span>
#include <string_view>

namespace curfew::mail_templates {

struct EmbeddedFile {
  std::string_view name;  // "access_granted.txt"
  std::string_view text;
};

[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace curfew::mail_templates
