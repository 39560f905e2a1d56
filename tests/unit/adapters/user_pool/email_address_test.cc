#include "adapters/user_pool/email_address.h"

#include <gtest/gtest.h>

#include <string>

namespace curfew::user_pool {
namespace {

TEST(EmailAddress, PlainAddressesAreTaken) {
  for (const char* text : {"alice@example.com", "a.b+tag@mail.example.co.uk", "o'neil@example.com", "x@localhost",
                           "user_1@host-2.example"}) {
    EXPECT_TRUE(is_email_address(text)) << text;
  }
}

TEST(EmailAddress, WhatCouldInjectAHeaderOrNameSeveralPeopleIsNot) {
  for (const std::string& text :
       {std::string(), std::string("alice"), std::string("@example.com"), std::string("alice@"), std::string("a@b@c"),
        std::string("a@example.com,b@example.com"), std::string("a b@example.com"),
        std::string("a@example.com\r\nBcc: x"), std::string("<a@example.com>"), std::string("\"a b\"@example.com"),
        std::string("a..b@example.com"), std::string(".a@example.com"), std::string("a@-example.com"),
        std::string("a@example..com"), std::string("a@[127.0.0.1]"), std::string("ä@example.com"),
        std::string("a\0b@example.com", 15), std::string(65, 'a') + "@example.com", "a@" + std::string(300, 'b')}) {
    EXPECT_FALSE(is_email_address(text)) << text;
  }
}

}  // namespace
}  // namespace curfew::user_pool
