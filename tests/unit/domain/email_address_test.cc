#include "domain/email_address.h"

#include <gtest/gtest.h>

#include <string>

namespace curfew {
namespace {

TEST(EmailAddressTest, TakesPlainAddresses) {
  for (const char* good : {"john.doe@company.com", "o'brien+jit@mail.example.co.uk", "root@localhost", "a@1.example",
                           "UPPER_case-1@Example.COM", "user_1@host-2.example"}) {
    EXPECT_TRUE(is_email_address(good)) << good;
  }
}

TEST(EmailAddressTest, RefusesEverythingThatIsNotOnePlainAddress) {
  for (const std::string bad : {"",
                                "@",
                                "a@",
                                "@b",
                                "a",
                                "a@b@c",
                                "a b@c.de",
                                "a@b c",
                                "a@b.de\r\nBcc: x@y.de",
                                "a@b.de\n",
                                "a@b.de,c@d.de",
                                "a@b.de>",
                                "<a@b.de>",
                                "\"a b\"@c.de",
                                "a@[127.0.0.1]",
                                ".a@b.de",
                                "a.@b.de",
                                "a..b@c.de",
                                "a@b..de",
                                "a@-b.de",
                                "a@b-.de",
                                "a@.de",
                                "a@b.de.",
                                "j\xC3\xB6rg@b.de",
                                "a@b\xC3\xB6.de",
                                "a(c)@b.de",
                                "a:b@c.de",
                                "a;b@c.de"}) {
    EXPECT_FALSE(is_email_address(bad)) << bad;
  }
  EXPECT_FALSE(is_email_address(std::string("a\0@b.de", 7)));
}

TEST(EmailAddressTest, KeepsToTheLengthsOfRfc5321) {
  EXPECT_TRUE(is_email_address(std::string(64, 'a') + "@b.de"));
  EXPECT_FALSE(is_email_address(std::string(65, 'a') + "@b.de"));
  EXPECT_FALSE(is_email_address("a@" + std::string(64, 'b') + ".de"));
  std::string domain;
  for (int i = 0; i < 100; ++i) domain += "bb.";
  EXPECT_FALSE(is_email_address("a@" + domain + "de"));
}

}  // namespace
}  // namespace curfew
