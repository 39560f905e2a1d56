# The build step behind curfew_embed_files: writes OUTPUT from FILES.
string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  file(READ "${file}" text)
  get_filename_component(name "${file}" NAME)
  string(APPEND entries "    {\"${name}\", R\"EMBEDDED(${text})EMBEDDED\"},\n")
endforeach()
file(
  WRITE "${OUTPUT}"
  "// Written by cmake/embed_files_step.cmake.
#include \"${HEADER}\"

#include <array>

namespace ${NAMESPACE} {

std::span<const EmbeddedFile> embedded_files() {
  static constexpr auto kFiles = std::to_array<EmbeddedFile>({
${entries}  });
  return kFiles;
}

}  // namespace ${NAMESPACE}
")
