#include "main/config/configuration.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "main/config/checks.h"
#include "main/config/cross_checks.h"
#include "main/config/section_reader.h"
#include "main/config/sections.h"
#include "main/config/toml_file.h"
#include "main/config/values.h"

namespace curfew::config {
namespace {

constexpr std::array<std::string_view, 11> kSections{"aws",     "server",           "store",    "identity_center",
                                                     "sign_in", "revocation_timer", "mail",     "notices",
                                                     "policy",  "limits",           "reconcile"};
constexpr std::array<std::string_view, 2> kLists{"accounts", "permission_sets"};

// Reads one tree into one Configuration.
class Loader {
 public:
  Loader(const std::filesystem::path& file, const ConfigNode& tree, const Environment& environment,
         EmptyCatalog empty_catalog, Problems& problems)
      : file_(file),
        base_(std::filesystem::absolute(file).parent_path()),
        tree_(tree),
        environment_(environment),
        empty_catalog_(empty_catalog),
        problems_(problems) {}

  Configuration run();

 private:
  void report_unknown_sections();
  [[nodiscard]] Place whole_file() const { return {.source = file_.string(), .line = 0}; }
  [[nodiscard]] std::unique_ptr<SectionReader> section(const std::string& name);
  [[nodiscard]] std::unique_ptr<SectionReader> required_section(const std::string& name);

  // Calls `read` with a reader for each block of the list, which must have at least one unless it may be empty.
  void each_block(const std::string& list, const std::function<void(SectionReader&)>& read);
  // Of two blocks with the same `value`, the later one is a problem that names the earlier one.
  void check_unique(SectionReader& block, const std::string& key, const std::string& value);
  void check_one_instance(SectionReader& block, const std::string& arn);

  const std::filesystem::path& file_;
  std::filesystem::path base_;
  const ConfigNode& tree_;
  const Environment& environment_;
  const EmptyCatalog empty_catalog_;
  Problems& problems_;
  std::map<std::string, Place> seen_;  // "accounts.id=123456789012"
  std::string instance_;               // of the first permission set
};

Configuration Loader::run() {
  report_unknown_sections();
  Configuration found;
  found.file = file_;
  // `reads` is one of sections.h.
  const auto read = [&](const std::string& name, const auto& reads) { return reads(*section(name)); };
  const auto read_required = [&](const std::string& name, const auto& reads) { return reads(*required_section(name)); };
  found.aws = read("aws", [&](SectionReader& reader) { return read_aws(reader, environment_); });
  found.server = read("server", read_server);
  found.store = read_required("store", read_store);
  found.identity_center = read_required("identity_center", read_identity_center);
  found.sign_in = read_required("sign_in", [&](SectionReader& reader) { return read_sign_in(reader, found.store); });
  found.revocation_timer = read("revocation_timer", read_revocation_timer);
  found.mail = read_required("mail", read_mail);
  found.notices = read("notices", read_notices);
  found.policy = read("policy", read_policy);
  found.limits = read("limits", read_limits);
  found.reconcile = read("reconcile", read_reconcile);
  each_block("accounts", [&](SectionReader& block) {
    found.accounts.push_back(read_account(block));
    check_unique(block, "name", found.accounts.back().name);
    check_unique(block, "id", found.accounts.back().id.str());
  });
  each_block("permission_sets", [&](SectionReader& block) {
    found.permission_sets.push_back(read_permission_set(block));
    const CatalogPermissionSet& entry = found.permission_sets.back().entry;
    check_unique(block, "name", entry.name);
    check_unique(block, "arn", entry.arn.str());
    check_unique(block, "aws_name", entry.aws_name);
    check_one_instance(block, entry.arn.str());
  });
  check_across(found, [&](const std::string& name, const std::string& key, std::string text) {
    section(name)->report(key, std::move(text));
  });
  return found;
}

void Loader::report_unknown_sections() {
  std::vector<std::string> known(kSections.begin(), kSections.end());
  known.insert(known.end(), kLists.begin(), kLists.end());
  for (const ConfigEntry& entry : tree_.entries) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    problems_.push_back({.place = entry.value.place,
                         .key = entry.key,
                         .text = "there is no such section." + did_you_mean(entry.key, known)});
  }
}

std::unique_ptr<SectionReader> Loader::section(const std::string& name) {
  const ConfigNode* node = tree_.find(name);
  return std::make_unique<SectionReader>(name, node, node == nullptr ? whole_file() : node->place, base_, problems_);
}

std::unique_ptr<SectionReader> Loader::required_section(const std::string& name) {
  auto reader = section(name);
  if (tree_.find(name) == nullptr) {
    reader->report("", "the section [" + name + "] is missing.");
    reader->ignore_rest();
  }
  return reader;
}

void Loader::each_block(const std::string& list, const std::function<void(SectionReader&)>& read) {
  const ConfigNode* blocks = tree_.find(list);
  if (blocks == nullptr || (blocks->kind == ConfigNode::Kind::kList && blocks->items.empty())) {
    if (empty_catalog_ == EmptyCatalog::kAllow) return;
    problems_.push_back({.place = whole_file(),
                         .key = list,
                         .text = "there is none, so nothing can be asked for. Add a block [[" + list + "]]."});
    return;
  }
  if (blocks->kind != ConfigNode::Kind::kList) {
    problems_.push_back(
        {.place = blocks->place, .key = list, .text = "must be blocks, each headed [[" + list + "]] in two brackets."});
    return;
  }
  int number = 0;
  for (const ConfigNode& item : blocks->items) {
    SectionReader block(list + "[" + std::to_string(++number) + "]", &item, item.place, base_, problems_);
    read(block);
  }
}

void Loader::check_unique(SectionReader& block, const std::string& key, const std::string& value) {
  if (value.empty()) return;
  const std::string list = block.name().substr(0, block.name().find('['));
  const auto [earlier, is_new] = seen_.emplace(list + "." + key + "=" + value, block.place_of(key));
  if (!is_new) block.report(key, "\"" + value + "\" stands already at " + to_text(earlier->second) + ".");
}

void Loader::check_one_instance(SectionReader& block, const std::string& arn) {
  if (!is_permission_set_arn(arn)) return;
  if (instance_.empty()) instance_ = instance_of(arn);
  if (instance_of(arn) != instance_) {
    block.report("arn", "belongs to another instance of IAM Identity Center than the first permission set's.");
  }
}

}  // namespace

Catalog catalog_of(const Configuration& configuration) {
  Catalog catalog;
  catalog.accounts = configuration.accounts;
  for (const PermissionSetConfig& set : configuration.permission_sets) catalog.permission_sets.push_back(set.entry);
  return catalog;
}

bool is_all_embedded(const Configuration& configuration) {
  return std::holds_alternative<MaildirConfig>(configuration.mail.transport) && !calls_aws(configuration) &&
         !std::holds_alternative<OidcSignInConfig>(configuration.sign_in.kind);
}

// The configuration takes http:// for this machine only.
bool plays_aws_here(const Configuration& configuration) {
  return configuration.aws.endpoint_url && configuration.aws.endpoint_url->starts_with("http://");
}

bool calls_aws(const Configuration& configuration) {
  return configuration.store.dynamodb ||
         std::holds_alternative<AwsIdentityCenterConfig>(configuration.identity_center.kind) ||
         std::holds_alternative<CognitoSignInConfig>(configuration.sign_in.kind) ||
         configuration.revocation_timer.eventbridge ||
         std::holds_alternative<SesConfig>(configuration.mail.transport) || configuration.notices.sns_topic_arn;
}

bool needs_sqlite_file(const Configuration& configuration) {
  return !configuration.store.dynamodb || std::holds_alternative<SandboxConfig>(configuration.identity_center.kind) ||
         std::holds_alternative<BuiltinSignInConfig>(configuration.sign_in.kind);
}

std::expected<Configuration, Problems> load(const std::filesystem::path& file, const Environment& environment,
                                            EmptyCatalog empty_catalog) {
  auto tree = read_toml_file(file);
  if (!tree) return std::unexpected(Problems{std::move(tree.error())});
  Problems problems;
  apply_environment(environment, *tree, problems);
  Configuration configuration = Loader(file, *tree, environment, empty_catalog, problems).run();
  if (problems.empty()) return configuration;
  sort_by_place(problems);
  return std::unexpected(std::move(problems));
}

}  // namespace curfew::config
