// The web portal's files, read from one directory and nowhere else. Thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"
#include "entry/http/message.h"

namespace curfew::http {

class PortalFiles {
 public:
  // `directory` empty: no portal; "/" then answers a few plain words. `connect_to` are the origins besides our own that
  // the portal may call (a sign-in endpoint elsewhere).
  PortalFiles(std::string directory, std::string connect_to);

  // The file for a GET of the request's path. A path that looks like none of a file, asked for by a browser, is the
  // portal's own routing and gets index.html. Errors: kNotFound, kInvalid (badly encoded path), kInternal.
  // Where a file lies beside it with ".gz" in its name and not older, that one is sent to whoever accepts gzip.
  [[nodiscard]] Result<HttpResponse> get(const HttpRequest& request) const;

 private:
  [[nodiscard]] Result<HttpResponse> serve(const std::filesystem::path& file, std::string_view type,
                                           const HttpRequest& request) const;
  [[nodiscard]] std::filesystem::path resolve(std::string_view path) const;

  std::filesystem::path root_;  // canonical; empty: none
  std::string content_security_policy_;
};

}  // namespace curfew::http
