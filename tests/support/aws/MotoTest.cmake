# curfew_moto_test(<name> SOURCES <file>... [LINKS <target>...] [TIMEOUT <seconds>])
#
# A GoogleTest executable that uses the_moto() of support/aws/moto.h: one ctest test, because each process starts a
# server of its own, and shown as skipped where moto is missing.
function(curfew_moto_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LINKS")
  curfew_reject_unknown(${name} "${arg_UNPARSED_ARGUMENTS}")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 180)
  endif()
  curfew_test(${name} SOURCES ${arg_SOURCES} LINKS ${arg_LINKS} curfew_test_moto TIMEOUT ${arg_TIMEOUT} ONE_PROCESS)
  set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "the AWS suites are skipped")
endfunction()
