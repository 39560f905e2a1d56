#include "adapters/keyfile/key_file_examination.h"

#include "adapters/keyfile/key_file.h"

namespace curfew::keyfile {

std::vector<Diagnosis> KeyFileExamination::examine() {
  const std::string subject = "key file " + settings_.path;
  const auto key = read_key_file(settings_.path);
  if (!key) {
    const std::string& why = key.error().log_text;
    return {broken(subject, why.empty() ? "It is refused." : why, key.error().public_text)};
  }
  if (*key) return {works(subject, "It is there, a key, and for its owner only.")};
  if (settings_.may_be_missing) return {works(subject, "There is none yet. " + settings_.if_missing)};
  return {broken(subject, "It is missing.", settings_.if_missing)};
}

}  // namespace curfew::keyfile
