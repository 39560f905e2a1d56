# The three ways in which this tree makes targets. Sources are always listed by name.

include(GoogleTest)

# Compiled twice to three times as fast, and what is tested is in libraries; only the simulation runs for long itself.
set(CURFEW_TEST_OPTIONS "$<$<CONFIG:Release>:-O0>")

include(PrecompiledHeaders)

# curfew_library(<name> [SOURCES <file>...] [PUBLIC <target>...] [PRIVATE <target>...])
#
# One folder of src/ or one shared part of tests/. PUBLIC is what its headers include, PRIVATE what only its sources do.
# Without sources it is a header-only library.
function(curfew_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
  curfew_reject_unknown(${name} "${arg_UNPARSED_ARGUMENTS}")
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE curfew_warnings ${arg_PRIVATE})
    file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    if(folder MATCHES "^src/(base|domain|ports|app)$")
      target_precompile_headers(${name} REUSE_FROM curfew_inner_headers)
    else()
      target_precompile_headers(${name} REUSE_FROM curfew_outer_headers)
    endif()
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(${name} INTERFACE ${arg_PUBLIC} ${arg_PRIVATE})
  endif()
endfunction()

# curfew_executable(<name> SOURCES <file>... [LINKS <target>...])
function(curfew_executable name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  curfew_reject_unknown(${name} "${arg_UNPARSED_ARGUMENTS}")
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(${name} PRIVATE curfew_warnings ${arg_LINKS})
endfunction()

# curfew_test(<name> SOURCES <file>... [LINKS <target>...] [TIMEOUT <seconds>] [ONE_PROCESS])
#
# A GoogleTest executable. Each of its cases becomes a ctest test of its own, which must end within TIMEOUT (60 s; five
# times that under a sanitizer), labelled with its folder under tests/, so that `./dev test -L unit` runs the unit tests.
# ONE_PROCESS makes the whole executable a single ctest test, for suites whose common set-up is dear.
function(curfew_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ONE_PROCESS" "TIMEOUT" "SOURCES;LINKS")
  curfew_reject_unknown(${name} "${arg_UNPARSED_ARGUMENTS}")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  if(CURFEW_SANITIZE)
    math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 5")
  endif()
  file(RELATIVE_PATH label "${PROJECT_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(REGEX REPLACE "/.*" "" label "${label}")

  curfew_executable(${name} SOURCES ${arg_SOURCES} LINKS ${arg_LINKS} GTest::gmock GTest::gtest GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  if(NOT label STREQUAL "simulation")
    target_compile_options(${name} PRIVATE ${CURFEW_TEST_OPTIONS})
    target_precompile_headers(${name} REUSE_FROM curfew_test_headers)
  endif()

  if(arg_ONE_PROCESS)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${label}")
  else()
    gtest_discover_tests(
      ${name}
      NO_PRETTY_VALUES
      TEST_PREFIX "${name}: "
      DISCOVERY_MODE PRE_TEST
      DISCOVERY_TIMEOUT 60
      PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${label}")
  endif()
endfunction()

function(curfew_reject_unknown name arguments)
  if(arguments)
    message(FATAL_ERROR "${name}: unknown arguments: ${arguments}")
  endif()
endfunction()
