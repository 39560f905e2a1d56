#include "app/import_catalog.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "app/short_names.h"

namespace curfew {
namespace {

// What people see of an account stands on one line; a name of nothing else is no title.
std::string title_of(const std::string& name, const std::string& otherwise) {
  std::string title = name;
  std::ranges::replace_if(title, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return title.find_first_not_of(' ') == std::string::npos ? otherwise : title;
}

using namespace std::chrono_literals;
using std::chrono::minutes;

constexpr std::string_view kNamePrefix = "JIT-";  // what permission sets for Curfew are called, by custom
constexpr minutes kLongestSession = 12h;          // AWS's limit, and the configuration's

bool equals_without_case(std::string_view left, std::string_view lower) {
  return std::ranges::equal(
      left, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; });
}

struct JudgedRisk {
  Risk risk = Risk::kHigh;
  std::string why;
};

std::string described(const Tags& tags, std::string_view name) {
  const auto tag = tags.find(name);
  return std::string(name) + (tag == tags.end() ? " is missing" : " is \"" + tag->second + "\"");
}

bool says(const Tags& tags, std::string_view name, std::string_view value) {
  const auto tag = tags.find(name);
  return tag != tags.end() && equals_without_case(tag->second, value);
}

JudgedRisk judged(const Result<Tags>& tags) {
  if (!tags) return {.why = "its tags cannot be read"};
  const bool low = says(*tags, kRiskTag, "low") && says(*tags, kApprovalTag, "false");
  return {.risk = low ? Risk::kLow : Risk::kHigh,
          .why = described(*tags, kRiskTag) + ", " + described(*tags, kApprovalTag)};
}

// What the configuration has to say so that a set of this session duration may be granted; nothing where its default
// does, or where nothing would.
std::optional<minutes> max_session_for(const PermissionSetFacts& facts) {
  if (!facts.session || *facts.session <= 1h || *facts.session > kLongestSession) return std::nullopt;
  return std::chrono::ceil<minutes>(*facts.session);
}

std::string_view without_prefix(std::string_view name) {
  if (name.starts_with(kNamePrefix) && name.size() > kNamePrefix.size()) name.remove_prefix(kNamePrefix.size());
  return name;
}

// Makes one import; what it is given has to outlive it.
class Import {
 public:
  explicit Import(const Catalog& catalog) : catalog_(catalog) {}

  CatalogImport run(std::vector<OrganizationAccount> accounts, std::vector<PermissionSetFacts> sets) {
    // In an order of their own, so that the same accounts get the same names at each run.
    std::ranges::sort(accounts, {}, &OrganizationAccount::id);
    std::ranges::sort(sets, {}, &PermissionSetFacts::arn);
    take_names();
    for (const OrganizationAccount& account : accounts) add(account);
    for (const PermissionSetFacts& set : sets) add(set);
    tell_gone();
    std::ranges::sort(import_.accounts, {}, [](const ImportedAccount& one) { return one.entry.name; });
    std::ranges::sort(import_.permission_sets, {}, [](const ImportedPermissionSet& one) { return one.entry.name; });
    return std::move(import_);
  }

 private:
  void take_names() {
    for (const CatalogAccount& account : catalog_.accounts) account_names_.take(account.name);
    for (const CatalogPermissionSet& set : catalog_.permission_sets) set_names_.take(set.name);
  }

  void add(const OrganizationAccount& account) {
    const auto known = std::ranges::find(catalog_.accounts, account.id, &CatalogAccount::id);
    if (known != catalog_.accounts.end()) {
      import_.accounts.push_back({.entry = *known, .is_known = true});
      return;
    }
    import_.accounts.push_back({.entry = {.name = account_names_.give(account.name, "Account"),
                                          .id = account.id,
                                          .title = title_of(account.name, account.id.str())}});
  }

  void add(const PermissionSetFacts& set) {
    const JudgedRisk by_tags = judged(set.tags);
    const auto known = std::ranges::find(catalog_.permission_sets, set.arn, &CatalogPermissionSet::arn);
    ImportedPermissionSet added{.why = by_tags.why, .max_session = max_session_for(set)};
    added.is_known = known != catalog_.permission_sets.end();
    if (added.is_known) {
      added.entry = *known;
      compare(*known, set, by_tags);
      added.entry.aws_name = set.name;
      // The careful one of the two: an import lowers no risk that somebody raised.
      if (by_tags.risk == Risk::kHigh) added.entry.risk = Risk::kHigh;
    } else {
      added.entry = {.name = set_names_.give(without_prefix(set.name), "Set"),
                     .title = set.name,
                     .arn = set.arn,
                     .aws_name = set.name,
                     .risk = by_tags.risk};
    }
    remark_on(set);
    import_.permission_sets.push_back(std::move(added));
  }

  void remark_on(const PermissionSetFacts& set) {
    if (!set.tags) remark(set.name + " is of high risk, for its tags cannot be read. " + set.tags.error().public_text);
    if (!set.session) {
      remark(set.name + " has a session duration that is not understood; max_session is not written for it.");
    } else if (*set.session > kLongestSession) {
      remark(set.name + " has a session duration over 12 hours; max_session cannot allow that.");
    }
  }

  void compare(const CatalogPermissionSet& known, const PermissionSetFacts& set, const JudgedRisk& by_tags) {
    if (known.aws_name != set.name) {
      remark("Permission set " + known.name + " is called " + set.name + " in AWS, not " + known.aws_name +
             " as the configuration has it.");
    }
    if (known.risk != by_tags.risk && set.tags) {
      const bool raised = known.risk == Risk::kHigh;
      remark("Permission set " + known.name + " is of " + (raised ? "high" : "low") +
             " risk in the configuration, and of " + (raised ? "low" : "high") + " risk by its tags in AWS (" +
             by_tags.why + ").");
    }
  }

  void tell_gone() {
    for (const CatalogAccount& account : catalog_.accounts) {
      const auto is_it = [&](const ImportedAccount& one) { return one.entry.id == account.id; };
      if (std::ranges::any_of(import_.accounts, is_it)) continue;
      remark("Account " + account.name + " (" + account.id.str() +
             ") of the configuration is not among the organization's active accounts.");
    }
    for (const CatalogPermissionSet& set : catalog_.permission_sets) {
      const auto is_it = [&](const ImportedPermissionSet& one) { return one.entry.arn == set.arn; };
      if (std::ranges::any_of(import_.permission_sets, is_it)) continue;
      remark("Permission set " + set.name + " (" + set.arn.str() +
             ") of the configuration is not in IAM Identity Center.");
    }
  }

  void remark(std::string text) { import_.remarks.push_back(std::move(text)); }

  const Catalog& catalog_;
  CatalogImport import_;
  ShortNames account_names_;
  ShortNames set_names_;
};

}  // namespace

Result<CatalogImport> ImportCatalog::operator()(const Catalog& catalog) {
  auto accounts = organization_.accounts();
  if (!accounts) return fail(std::move(accounts.error()));
  auto sets = organization_.permission_sets();
  if (!sets) return fail(std::move(sets.error()));
  return Import(catalog).run(*std::move(accounts), *std::move(sets));
}

}  // namespace curfew
