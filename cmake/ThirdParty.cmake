# Every library that is not ours, found once and given one name. What each is for, and why it was chosen, is in
# docs/decisions/0005-build-and-dependencies.md; tests/architecture says which folders may include which.
#
#   name to link              what it is
#   OpenSSL::Crypto           hashes, HMAC, random bytes         OpenSSL::SSL          TLS
#   SQLite::SQLite3           the embedded database              Sodium::Sodium        Argon2id, Ed25519, secret boxes
#   Boost::json               JSON                               Boost::url            URLs
#   Asio::Asio                Boost.Asio with Beast's parsers    fmt::fmt              formatting
#   Cjose::Cjose              JOSE (only its JWS)                CURL::libcurl         SMTP
#   tomlplusplus::tomlplusplus  TOML                             CLI11::CLI11          command line
#   Mustache::Mustache        mail templates                     EXPAT::EXPAT          XML
#   yaml-cpp                  YAML, in tests only
#   GTest::gtest GTest::gmock GTest::gtest_main GTest::gmock_main benchmark::benchmark

find_package(PkgConfig REQUIRED)

find_package(OpenSSL 3.0 REQUIRED)

find_package(SQLite3 3.40 REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(tomlplusplus 3 REQUIRED)
find_package(CLI11 2 REQUIRED)
find_package(GTest 1.12 REQUIRED)
find_package(benchmark 1.7 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(EXPAT 2.5 REQUIRED)

pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
add_library(Sodium::Sodium ALIAS PkgConfig::sodium)

pkg_check_modules(cjose REQUIRED IMPORTED_TARGET cjose)
add_library(Cjose::Cjose ALIAS PkgConfig::cjose)

find_path(MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)
add_library(Mustache::Mustache INTERFACE IMPORTED)
target_include_directories(Mustache::Mustache SYSTEM INTERFACE "${MUSTACHE_INCLUDE_DIR}")

find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS headers json url)

# Asio and Beast keep their non-template code in one object file instead of in every file that includes them.
add_library(curfew_asio STATIC "${PROJECT_SOURCE_DIR}/cmake/asio.cc")
target_compile_definitions(curfew_asio PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                                              BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(curfew_asio PUBLIC Boost::headers OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
add_library(Asio::Asio ALIAS curfew_asio)
