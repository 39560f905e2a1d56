// libcurl's C handles with owners. Private to this folder.
#pragma once

#include <curl/curl.h>

#include <memory>

namespace curfew::smtp {

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};

using EasyHandle = std::unique_ptr<CURL, FreeEasy>;
using TextList = std::unique_ptr<curl_slist, FreeList>;
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;
using CurlText = std::unique_ptr<char, FreeText>;

// Must have returned true once before any of these is made; the first call initialises the library, whoever makes it.
[[nodiscard]] bool curl_is_ready();

}  // namespace curfew::smtp
