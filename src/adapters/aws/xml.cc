#include "adapters/aws/xml.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <type_traits>
#include <utility>

namespace curfew::aws {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1024} * 1024;
constexpr std::size_t kDeepest = 32;

struct Free {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free>;

// What expat's callbacks fill. They are called by C: nothing may be thrown through it, so memory running out ends here.
struct Reading {
  XML_Parser parser = nullptr;
  std::vector<std::string> open;  // the names of the elements that are open
  bool is_leaf = false;           // nothing but text since the newest of them opened
  std::string text;
  std::vector<XmlText> found;
};

std::string path_of(const std::vector<std::string>& names) {
  std::string path;
  for (const std::string& name : names) path.append(path.empty() ? "" : "/").append(name);
  return path;
}

void on_start(void* data, const XML_Char* name, const XML_Char**) noexcept {
  auto& reading = *static_cast<Reading*>(data);
  const std::string_view full(name);
  reading.open.emplace_back(full.substr(full.rfind(':') + 1));
  reading.is_leaf = true;
  reading.text.clear();
  if (reading.open.size() > kDeepest) XML_StopParser(reading.parser, XML_FALSE);
}

void on_end(void* data, const XML_Char*) noexcept {
  auto& reading = *static_cast<Reading*>(data);
  if (std::exchange(reading.is_leaf, false)) reading.found.push_back({path_of(reading.open), std::move(reading.text)});
  reading.text.clear();
  reading.open.pop_back();
}

void on_text(void* data, const XML_Char* text, int size) noexcept {
  static_cast<Reading*>(data)->text.append(text, static_cast<std::size_t>(size));
}

// Entities of a document's own are never needed, and known for attacks.
void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) noexcept {
  XML_StopParser(static_cast<Reading*>(data)->parser, XML_FALSE);
}

}  // namespace

std::optional<std::vector<XmlText>> read_xml(std::string_view document) {
  if (document.size() > kMostBytes) return std::nullopt;
  const Parser parser(XML_ParserCreate("UTF-8"));
  if (!parser) return std::nullopt;
  Reading reading{.parser = parser.get(), .open = {}, .is_leaf = false, .text = {}, .found = {}};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), &on_start, &on_end);
  XML_SetCharacterDataHandler(parser.get(), &on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), &on_doctype);
  if (XML_Parse(parser.get(), document.data(), static_cast<int>(document.size()), XML_TRUE) != XML_STATUS_OK) {
    return std::nullopt;
  }
  return std::move(reading.found);
}

std::optional<std::string> xml_text(const std::vector<XmlText>& elements, std::string_view path) {
  const auto found = std::ranges::find_if(elements, [&](const XmlText& element) {
    return element.path.ends_with(path) &&
           (element.path.size() == path.size() || element.path[element.path.size() - path.size() - 1] == '/');
  });
  if (found == elements.end()) return std::nullopt;
  return found->text;
}

}  // namespace curfew::aws
