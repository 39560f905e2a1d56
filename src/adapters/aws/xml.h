// Answers of the query protocol: a small tree of elements that hold either elements or text. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::aws {

struct XmlText {
  std::string path;  // "ErrorResponse/Error/Code", without name spaces
  std::string text;  // not trimmed
};

// The elements without children, in order. Empty for what is not well-formed, is larger than 1 MiB, nests deeper than
// 32, or declares a document type.
[[nodiscard]] std::optional<std::vector<XmlText>> read_xml(std::string_view document);

// The text of the first element whose path is `path` or ends with it: "Error/Code".
[[nodiscard]] std::optional<std::string> xml_text(const std::vector<XmlText>& elements, std::string_view path);

}  // namespace curfew::aws
