// A self-signed certificate made for one test. Verifies for whoever trusts it, for the names it was made for.
#pragma once

#include <string>

namespace curfew::test {

struct TestCertificate {
  std::string certificate_pem;
  std::string key_pem;
};

// `alternative_name` as OpenSSL spells it: "IP:127.0.0.1", "DNS:localhost". Valid from an hour ago for a day.
[[nodiscard]] TestCertificate make_certificate(const std::string& alternative_name);

}  // namespace curfew::test
