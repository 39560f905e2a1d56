// What `curfew catalog import` prints: blocks of TOML to put behind the configuration, or JSON for programs. Pure.
//
// Names in AWS hold any characters; whatever they hold, the blocks are what the configuration's own reader reads back,
// and nothing in a name ends a text or a comment. https://toml.io/en/v1.0.0#string
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "app/import_catalog.h"

namespace curfew::cli {

// With quotes around it, and everything escaped that has to be or would not be seen.
[[nodiscard]] std::string toml_text(std::string_view text);

// What the catalog does not name yet, or, with `all`, everything; empty where there is nothing.
[[nodiscard]] std::string toml_of(const CatalogImport& import, bool all);
[[nodiscard]] boost::json::object json_of(const CatalogImport& import, bool all);

// For standard error: what to know before using it, and how much there is. One a line.
[[nodiscard]] std::string remarks_of(const CatalogImport& import, bool all);

}  // namespace curfew::cli
