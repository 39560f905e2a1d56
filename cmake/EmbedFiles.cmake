# curfew_embed_files(<source to write> NAMESPACE <c++ namespace> HEADER <its header> FILES <file>...)
#
# Writes, at build time, a source that defines embedded_files() of that header: the files' names (without folders) and
# contents. Only text files that hold no `)EMBEDDED"`, each at most 60,000 bytes.
function(curfew_embed_files output)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAMESPACE;HEADER" "FILES")
  list(JOIN arg_FILES "|" files) # a semicolon would end the argument of the command
  add_custom_command(
    OUTPUT "${output}"
    COMMAND
      "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DNAMESPACE=${arg_NAMESPACE}" "-DHEADER=${arg_HEADER}" "-DFILES=${files}"
      -P "${PROJECT_SOURCE_DIR}/cmake/embed_files_step.cmake"
    DEPENDS ${arg_FILES} "${PROJECT_SOURCE_DIR}/cmake/embed_files_step.cmake"
    COMMENT "Embedding files for ${arg_NAMESPACE}"
    VERBATIM)
endfunction()
