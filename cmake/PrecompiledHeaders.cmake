# The headers that most sources include are parsed once instead of 600 times, which is half of a cold build
# (docs/decisions/0016-precompiled-headers.md). They only make it faster: every file includes what it uses, and
# `cmake --preset release -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON` builds the tree without them.
#
#   curfew_inner_headers   base to app: only what these layers may use, so that nothing else is in reach by accident
#   curfew_outer_headers   adapters, entry, main, and what tests share
#   curfew_test_headers    curfew_test's executables, which are compiled with flags of their own
#
# Not here: headers of ours, of which one change would rebuild everything, and headers that define static objects
# (<iostream>, Asio's), which would then be in every object file. Nor, outside tests, what brings std::quoted along
# (<filesystem>): a call of our own quoted() with a std::string would find that, too.

set(inner_headers
    <algorithm>
    <array>
    <charconv>
    <chrono>
    <compare>
    <cstddef>
    <cstdint>
    <expected>
    <functional>
    <iterator>
    <map>
    <memory>
    <optional>
    <set>
    <span>
    <string>
    <string_view>
    <tuple>
    <unordered_map>
    <utility>
    <variant>
    <vector>)

set(outer_headers
    ${inner_headers}
    <boost/json/array.hpp>
    <boost/json/object.hpp>
    <boost/json/parse.hpp>
    <boost/json/serialize.hpp>
    <boost/json/value.hpp>
    <deque>
    <fmt/format.h>
    <mutex>
    <system_error>)

set(test_headers
    ${outer_headers}
    <atomic>
    <filesystem>
    <fstream>
    <gmock/gmock.h>
    <gtest/gtest.h>
    <thread>)

# CMake keeps a precompiled header in a target with a source; this one is empty.
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/precompiled_headers.cc" CONTENT "")

# Without the time stamps of headers two builds make the same file, which ccache needs.
function(curfew_precompiled_headers name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;LINKS")
  add_library(${name} OBJECT "${PROJECT_BINARY_DIR}/precompiled_headers.cc")
  target_link_libraries(${name} PRIVATE curfew_warnings ${arg_LINKS})
  target_compile_options(${name} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
endfunction()

curfew_precompiled_headers(curfew_inner_headers HEADERS ${inner_headers})
curfew_precompiled_headers(curfew_outer_headers HEADERS ${outer_headers} LINKS Boost::json fmt::fmt)

# Compiled as curfew_test compiles: clang refuses a precompiled header that was made with other flags.
curfew_precompiled_headers(curfew_test_headers HEADERS ${test_headers} LINKS Boost::json fmt::fmt GTest::gmock GTest::gtest)
set_target_properties(curfew_test_headers PROPERTIES POSITION_INDEPENDENT_CODE OFF) # -fPIC; executables have -fPIE
target_compile_options(curfew_test_headers PRIVATE -fPIE ${CURFEW_TEST_OPTIONS})
