// Configuration files for tests: a good one, lines to change in it, and the loading of the result.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <expected>
#include <filesystem>
#include <fstream>
#include <string>

#include "main/config/configuration.h"
#include "support/temp_dir.h"

namespace curfew::config {

// Line numbers of the tests count from its first line.
inline constexpr const char* kGoodFile = R"([server]
listen = "127.0.0.1:8080"
[store]
kind = "sqlite"
path = "curfew.db"
[identity_center]
kind = "sandbox"
[sign_in]
kind = "builtin"
[mail]
kind = "maildir"
path = "mail"
from = "access@example.com"
[[accounts]]
name = "Audit"
id = "329668418788"
[[permission_sets]]
name = "S3FullAccess"
arn = "arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba5"
aws_name = "JIT-S3FullAccess"
risk = "low"
)";

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "the file of the test does not hold: " << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

class ConfigTest : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, const std::string& text) {
    std::ofstream(dir_ / name) << text;
    return dir_ / name;
  }

  std::expected<Configuration, Problems> load_text(const std::string& text, const Environment& environment = {}) {
    return load(write("curfew.toml", text), environment);
  }

  // The configuration of a text that must be good.
  Configuration good(const std::string& text, const Environment& environment = {}) {
    auto loaded = load_text(text, environment);
    EXPECT_TRUE(loaded.has_value()) << to_text(loaded.error());
    return loaded.value_or(Configuration{});
  }

  test::TempDir dir_;
};

}  // namespace curfew::config
