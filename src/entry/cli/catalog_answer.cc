#include "entry/cli/catalog_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <chrono>
#include <cstdint>
#include <ranges>
#include <utility>

#include "base/utf8.h"
#include "entry/cli/visible_text.h"

namespace curfew::cli {
namespace {

using std::chrono::minutes;

std::string duration(minutes length) {
  const std::int64_t count = length.count();
  return count % 60 == 0 ? fmt::format("{}h", count / 60) : fmt::format("{}m", count);
}

std::string toml_of(const CatalogAccount& account) {
  return fmt::format("\n[[accounts]]\nname = {}\nid = {}\ntitle = {}\n", toml_text(account.name),
                     toml_text(account.id.str()), toml_text(account.title));
}

std::string_view risk_of(const CatalogPermissionSet& set) { return set.risk == Risk::kLow ? "low" : "high"; }

std::string toml_of(const ImportedPermissionSet& set) {
  std::string text =
      fmt::format("\n[[permission_sets]]\nname = {}\ntitle = {}\narn = {}\naws_name = {}\n", toml_text(set.entry.name),
                  toml_text(set.entry.title), toml_text(set.entry.arn.str()), toml_text(set.entry.aws_name));
  text += fmt::format("risk = \"{}\"  # {}\n", risk_of(set.entry), visible(set.why));
  if (set.entry.max_duration != kLongestDuration) {
    text += fmt::format("max_duration_minutes = {}\n", set.entry.max_duration.count());
  }
  if (set.max_session) {
    text += fmt::format(
        "# A session that was opened before the access ends lives on for as long. Better shorten it in AWS to an "
        "hour.\n"
        "max_session = \"{}\"\n",
        duration(*set.max_session));
  }
  return text;
}

// Those of `list` that are to be printed.
template <class List>
auto chosen(const List& list, bool all) {
  return std::views::filter(list, [all](const auto& one) { return all || !one.is_known; });
}

template <class List>
std::ptrdiff_t count_new(const List& list) {
  return std::ranges::count_if(list, [](const auto& one) { return !one.is_known; });
}

}  // namespace

std::string toml_text(std::string_view text) { return "\"" + visible(text, "\"\\") + "\""; }

std::string toml_of(const CatalogImport& import, bool all) {
  std::string text;
  for (const ImportedAccount& account : chosen(import.accounts, all)) text += toml_of(account.entry);
  for (const ImportedPermissionSet& set : chosen(import.permission_sets, all)) text += toml_of(set);
  return text.empty() ? text : "\n# From AWS, by curfew catalog import. Leave out what nobody is to ask for.\n" + text;
}

boost::json::object json_of(const CatalogImport& import, bool all) {
  boost::json::array accounts;
  for (const ImportedAccount& account : chosen(import.accounts, all)) {
    accounts.push_back({{"name", account.entry.name},
                        {"id", account.entry.id.str()},
                        {"title", to_utf8(account.entry.title)},
                        {"known", account.is_known}});
  }
  boost::json::array sets;
  for (const ImportedPermissionSet& set : chosen(import.permission_sets, all)) {
    boost::json::object entry{{"name", set.entry.name},
                              {"title", to_utf8(set.entry.title)},
                              {"arn", set.entry.arn.str()},
                              {"aws_name", to_utf8(set.entry.aws_name)},
                              {"risk", risk_of(set.entry)},
                              {"why", to_utf8(set.why)},
                              {"max_duration_minutes", set.entry.max_duration.count()},
                              {"known", set.is_known}};
    if (set.max_session) entry["max_session"] = duration(*set.max_session);
    sets.push_back(std::move(entry));
  }
  boost::json::array remarks;
  for (const std::string& remark : import.remarks) remarks.emplace_back(to_utf8(remark));
  return {{"accounts", std::move(accounts)}, {"permission_sets", std::move(sets)}, {"remarks", std::move(remarks)}};
}

std::string remarks_of(const CatalogImport& import, bool all) {
  std::string text;
  for (const std::string& remark : import.remarks) text += "curfew: " + visible(remark) + "\n";
  text += fmt::format("curfew: {} accounts, of which {} are new; {} permission sets, of which {} are new.\n",
                      import.accounts.size(), count_new(import.accounts), import.permission_sets.size(),
                      count_new(import.permission_sets));
  if (!all && count_new(import.accounts) + count_new(import.permission_sets) == 0) {
    text += "curfew: the configuration names all of it already; --all prints it anew.\n";
  }
  return text;
}

}  // namespace curfew::cli
