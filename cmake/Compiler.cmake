# The language, the warnings and the hardening that every target of this tree is compiled with.

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "Curfew is built with clang 19 or newer (docs/decisions/0005-build-and-dependencies.md); "
                      "configure with `cmake --preset release` or run `./dev build`.")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# Assertions guard against our own mistakes, in production too: no build type defines NDEBUG.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -gline-tables-only -fno-omit-frame-pointer")

# Executables are built where people look for them: build/<preset>/curfew. Tests override this.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # What ccache's manual asks for with precompiled headers, whose own contents it still compares.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${CCACHE_PROGRAM}")
endif()

find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM)
  add_link_options(-fuse-ld=lld)
endif()

include(CheckPIESupported)
check_pie_supported()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_package(Threads REQUIRED)

add_compile_definitions(_GLIBCXX_ASSERTIONS)

set(CURFEW_SANITIZE "" CACHE STRING "Sanitizers to build with, comma-separated (set by the presets)")
if(CURFEW_SANITIZE)
  add_compile_options(-fsanitize=${CURFEW_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CURFEW_SANITIZE})
else()
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero)
  add_compile_definitions(_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
endif()

# Only our own targets are held to these (see curfew_library); third-party headers are system headers and stay silent.
add_library(curfew_warnings INTERFACE)
target_compile_options(
  curfew_warnings
  INTERFACE -Werror
            -Wall
            -Wextra
            -Wpedantic
            -Wcast-align
            -Wcast-qual
            -Wconversion
            -Wcovered-switch-default
            -Wdouble-promotion
            -Wno-missing-designated-field-initializers # members that are not named have defaults
            -Wextra-semi
            -Wformat=2
            -Wimplicit-fallthrough
            -Wnon-virtual-dtor
            -Wnull-dereference
            -Wold-style-cast
            -Woverloaded-virtual
            -Wshadow
            -Wsign-conversion
            -Wthread-safety
            -Wundef
            -Wunreachable-code
            -Wunused)
