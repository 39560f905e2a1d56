#include "entry/http/portal_files.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "support/temp_dir.h"

namespace curfew::http {
namespace {

namespace fs = std::filesystem;

class PortalFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    write("portal/index.html", "<html>home</html>");
    write("portal/assets/app-1a2b.js", "js");
    write("portal/.env", "hidden");
    write("secret.txt", "secret");
    write("portal-other/x.txt", "other");
    fs::create_symlink(dir_ / "secret.txt", dir_ / "portal" / fs::path("link.txt"));
  }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((dir_ / name).parent_path());
    std::ofstream(dir_ / name) << text;
  }

  Result<HttpResponse> get(std::string path, std::vector<Header> headers = {}) {
    return files_.get({.method = "GET", .path = std::move(path), .headers = std::move(headers)});
  }

  curfew::test::TempDir dir_;
  PortalFiles files_{(dir_.path() / "portal").string(), "https://cognito-idp.us-east-1.amazonaws.com"};
};

TEST_F(PortalFilesTest, ServesTheIndexAndFilesWithTheirTypes) {
  const HttpResponse index = get("/").value();
  EXPECT_EQ(index.body, "<html>home</html>");
  EXPECT_EQ(*find_header(index.headers, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(*find_header(index.headers, "Cache-Control"), "no-cache");
  const HttpResponse script = get("/assets/app-1a2b.js").value();
  EXPECT_EQ(*find_header(script.headers, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(*find_header(script.headers, "Cache-Control"), "public, max-age=31536000, immutable");
  const std::string& csp = *find_header(script.headers, "Content-Security-Policy");
  EXPECT_TRUE(csp.contains("connect-src 'self' https://cognito-idp.us-east-1.amazonaws.com;")) << csp;
}

TEST_F(PortalFilesTest, AFileThatTheBrowserHasIsNotSentAgain) {
  const std::string tag = *find_header(get("/").value().headers, "ETag");
  const HttpResponse again = get("/", {{.name = "If-None-Match", .value = tag}}).value();
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(get("/", {{.name = "If-None-Match", .value = "\"old\""}}).value().status, 200);
}

TEST_F(PortalFilesTest, WhoeverAcceptsGzipGetsWhatWasCompressedBeforehand) {
  write("portal/assets/app-1a2b.js.gz", "gz");
  for (const char* accepted : {"gzip", "br, gzip;q=0.5", "deflate , GZIP ;q=1"}) {
    const HttpResponse script = get("/assets/app-1a2b.js", {{.name = "Accept-Encoding", .value = accepted}}).value();
    EXPECT_EQ(script.body, "gz") << accepted;
    EXPECT_EQ(*find_header(script.headers, "Content-Encoding"), "gzip");
    EXPECT_EQ(*find_header(script.headers, "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(*find_header(script.headers, "Vary"), "Accept-Encoding");
  }
  for (const char* accepted : {"", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip"}) {
    const HttpResponse script = get("/assets/app-1a2b.js", {{.name = "Accept-Encoding", .value = accepted}}).value();
    EXPECT_EQ(script.body, "js") << accepted;
    EXPECT_EQ(find_header(script.headers, "Content-Encoding"), nullptr);
  }
}

TEST_F(PortalFilesTest, AFileThatWasChangedSinceItWasCompressedIsSentAsItIs) {
  write("portal/index.html.gz", "old");
  fs::last_write_time(dir_.path() / "portal/index.html.gz",
                      fs::last_write_time(dir_.path() / "portal/index.html") - std::chrono::seconds(1));
  EXPECT_EQ(get("/", {{.name = "Accept-Encoding", .value = "gzip"}}).value().body, "<html>home</html>");
}

TEST_F(PortalFilesTest, NothingOutsideTheDirectoryIsReachable) {
  for (const char* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
                           "/assets/%2e%2e/%2e%2e/secret.txt", "/link.txt", "/.env", "/%2eenv", "/./index.html",
                           "//etc/passwd", "/etc/passwd", "/..\\secret.txt", "/index.html%00.js", "/assets", "/assets/",
                           "/../portal-other/x.txt", "/missing.js"}) {
    const auto answer = get(path);
    ASSERT_FALSE(answer) << path;
    EXPECT_EQ(answer.error().code, ErrorCode::kNotFound) << path;
  }
}

TEST_F(PortalFilesTest, ABadlyEncodedPathIsTheClientsFault) {
  for (const char* path : {"/%", "/%2", "/%zz"}) EXPECT_EQ(get(path).error().code, ErrorCode::kInvalid) << path;
}

TEST_F(PortalFilesTest, AnAddressOfThePortalsOwnRoutingGetsTheIndex) {
  const std::vector<Header> browser{{.name = "Accept", .value = "text/html,*/*"}};
  EXPECT_EQ(get("/my-requests", browser).value().body, "<html>home</html>");
  EXPECT_FALSE(get("/missing.js", browser));
  EXPECT_FALSE(get("/my-requests"));
}

TEST_F(PortalFilesTest, WithoutAPortalTheServerSaysWhatItIs) {
  const PortalFiles none("", "");
  const HttpResponse welcome = none.get({.method = "GET", .path = "/"}).value();
  EXPECT_TRUE(welcome.body.contains("Curfew"));
  EXPECT_FALSE(none.get({.method = "GET", .path = "/index.html"}));
}

}  // namespace
}  // namespace curfew::http
