#include "entry/http/portal_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <ranges>
#include <system_error>
#include <utility>

#include "entry/http/answers.h"
#include "entry/http/router.h"

namespace curfew::http {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = std::uintmax_t{32} * 1024 * 1024;

constexpr std::string_view kWelcome =
    "This is Curfew: just-in-time access to AWS accounts.\n\n"
    "The web portal is not installed on this server (portal_dir in its configuration).\n"
    "The API is described in docs/api/openapi.yaml; GET /health/live tells that it runs.\n";

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".webp", "image/webp"},
    {".woff", "font/woff"},
    {".woff2", "font/woff2"},
}};

std::string_view type_of(const fs::path& file) {
  const std::string extension = file.extension().string();
  const auto* found = std::ranges::find(kTypes, extension, &std::pair<std::string_view, std::string_view>::first);
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

// Hidden files are nobody's business, and "." and ".." would leave the directory.
bool is_safe(std::string_view path) {
  if (path.find_first_of(std::string_view("\0\\", 2)) != std::string_view::npos) return false;
  return std::ranges::none_of(std::views::split(path, '/'), [](const auto& segment) {
    return std::string_view(segment.begin(), segment.end()).starts_with('.');
  });
}

// Of one coding in Accept-Encoding, "gzip;q=0.5": every weight but zero has such a digit (RFC 9110 section 12.4.2).
bool is_wanted_gzip(std::string_view coding) {
  const std::size_t end_of_name = coding.find(';');
  std::string_view name = coding.substr(0, end_of_name);
  name.remove_prefix(std::min(name.find_first_not_of(" \t"), name.size()));
  name = name.substr(0, name.find_last_not_of(" \t") + 1);
  if (!equal_ignoring_case(name, "gzip")) return false;
  return end_of_name == std::string_view::npos ||
         coding.substr(end_of_name).find_first_of("123456789") != std::string_view::npos;
}

bool accepts_gzip(const HttpRequest& request) {
  const std::string* accepted = find_header(request.headers, "Accept-Encoding");
  return accepted != nullptr && std::ranges::any_of(std::views::split(*accepted, ','), [](const auto& coding) {
           return is_wanted_gzip(std::string_view(coding.begin(), coding.end()));
         });
}

// The same file, compressed when the portal was built; empty where there is none, or `file` was changed since.
fs::path compressed(const fs::path& file) {
  const fs::path sibling = file.native() + ".gz";
  std::error_code error;
  if (fs::symlink_status(sibling, error).type() != fs::file_type::regular || error) return {};
  const bool fresh = fs::last_write_time(sibling, error) >= fs::last_write_time(file, error);
  return fresh && !error ? sibling : fs::path{};
}

// Changes whenever the file is written anew.
std::string tag_of(const fs::path& file, std::uintmax_t size, std::error_code& error) {
  const auto written = fs::last_write_time(file, error).time_since_epoch().count();
  return '"' + std::to_string(size) + "-" + std::to_string(written) + '"';
}

bool names_tag(const HttpRequest& request, std::string_view tag) {
  const std::string* known = find_header(request.headers, "If-None-Match");
  return known != nullptr && (*known == "*" || known->find(tag) != std::string::npos);
}

bool is_for_a_browser(const HttpRequest& request) {
  const std::string* accept = find_header(request.headers, "Accept");
  const std::string_view last = std::string_view(request.path).substr(request.path.rfind('/') + 1);
  return accept != nullptr && accept->find("text/html") != std::string::npos && !last.contains('.');
}

std::unexpected<Error> nothing_there() { return fail(ErrorCode::kNotFound, "There is nothing at this address."); }

}  // namespace

PortalFiles::PortalFiles(std::string directory, std::string connect_to)
    : content_security_policy_(
          "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; "
          "font-src 'self'; connect-src 'self'" +
          (connect_to.empty() ? "" : " " + connect_to) +
          "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
          "trusted-types default") {
  if (directory.empty()) return;
  std::error_code error;
  root_ = fs::canonical(directory, error);
  if (error) root_ = std::move(directory);  // not there (yet): every file is then not found
}

Result<HttpResponse> PortalFiles::get(const HttpRequest& request) const {
  if (root_.empty()) {
    if (request.path != "/") return nothing_there();
    return text_answer(200, "text/plain; charset=utf-8", std::string(kWelcome));
  }
  const auto path = percent_decoded(request.path, false);
  if (!path) return fail(ErrorCode::kInvalid, "The address is badly encoded: % must be followed by two digits.");
  if (!is_safe(*path)) return nothing_there();
  fs::path file = resolve(path->ends_with('/') ? *path + "index.html" : *path);
  if (file.empty() && is_for_a_browser(request)) file = resolve("/index.html");
  if (file.empty()) return nothing_there();
  const fs::path smaller = accepts_gzip(request) ? compressed(file) : fs::path{};
  if (smaller.empty()) return serve(file, type_of(file), request);
  auto response = serve(smaller, type_of(file), request);
  if (response) response->headers.push_back({.name = "Content-Encoding", .value = "gzip"});
  return response;
}

// The regular file below the root, whatever links lead there; empty when there is none or a link leads out.
fs::path PortalFiles::resolve(std::string_view path) const {
  std::error_code error;
  fs::path file = fs::canonical(root_ / fs::path(path).relative_path(), error);
  if (error || !fs::is_regular_file(file, error)) return {};
  const auto [in_root, in_file] = std::ranges::mismatch(root_, file);
  return in_root == root_.end() ? file : fs::path{};
}

Result<HttpResponse> PortalFiles::serve(const fs::path& file, std::string_view type, const HttpRequest& request) const {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  const std::string tag = error ? std::string{} : tag_of(file, size, error);
  if (error || size > kLargestFile) return nothing_there();
  // Vite names what lies in assets/ by its contents.
  const bool for_good = request.path.starts_with("/assets/");
  const std::vector<Header> headers{
      {.name = "Content-Type", .value = std::string(type)},
      {.name = "ETag", .value = tag},
      {.name = "Vary", .value = "Accept-Encoding"},
      {.name = "Cache-Control", .value = for_good ? "public, max-age=31536000, immutable" : "no-cache"},
      {.name = "Content-Security-Policy", .value = content_security_policy_}};
  if (names_tag(request, tag)) return HttpResponse{.status = 304, .headers = headers, .body = {}};
  std::ifstream in(file, std::ios::binary);
  std::string body{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.good() && !in.eof()) return fail(ErrorCode::kInternal, "", "cannot read " + file.string());
  return HttpResponse{.status = 200, .headers = headers, .body = std::move(body)};
}

}  // namespace curfew::http
