#include "architecture/layer_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace curfew::architecture {
namespace {

struct LayerRule {
  std::string_view layer;
  std::vector<std::string_view> may_include;  // besides its own module
};

// The whole picture. An adapter serves ports and knows no use case; an entry calls use cases and knows no adapter.
const std::vector<LayerRule>& layer_rules() {
  static const std::vector<LayerRule> kRules = {
      {"base", {}},
      {"domain", {"base"}},
      {"ports", {"domain", "base"}},
      {"app", {"ports", "domain", "base"}},
      {"adapters", {"ports", "domain", "base", "adapters/sqlite_file", "adapters/aws", "adapters/jwt"}},
      {"entry", {"app", "ports", "domain", "base"}},
      {"main", {"entry", "adapters", "app", "ports", "domain", "base"}},
  };
  return kRules;
}

const LayerRule* rule_for(std::string_view module) {
  const auto& rules = layer_rules();
  const auto rule = std::ranges::find_if(rules, [&](const LayerRule& r) { return lies_in(module, r.layer); });
  return rule == rules.end() ? nullptr : &*rule;
}

bool may_include(const LayerRule& rule, std::string_view from, std::string_view to) {
  if (from == to) return true;
  return std::ranges::any_of(rule.may_include, [&](std::string_view place) { return lies_in(to, place); });
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text.empty() ? "nothing" : text;
}

std::optional<std::string> fault_in(const LayerRule& rule, const std::string& module, const std::string& target,
                                    const std::set<std::string>& known) {
  const std::string path = "src/" + target;
  if (!known.contains(path)) {
    return "\"" + target + "\" is no file of src/; our own files are included by their path from there";
  }
  if (may_include(rule, module, module_of(path))) return std::nullopt;
  return module + " must not include \"" + target + "\"; besides itself it may include " + joined(rule.may_include);
}

using FolderGraph = std::map<std::string, std::map<std::string, Violation>>;

std::string folder_of(std::string_view path) { return std::string(path.substr(0, path.rfind('/'))); }

FolderGraph folder_graph(const std::vector<SourceFile>& files) {
  FolderGraph graph;
  for (const SourceFile& file : files) {
    for (const Include& include : file.includes) {
      const std::string from = folder_of(file.path);
      const std::string to = folder_of("src/" + include.target);
      if (include.quoted && from != to) graph[from].try_emplace(to, file.path, include.line, "");
    }
  }
  return graph;
}

// Depth-first search that reports every include which closes a circle of folders.
class CycleSearch {
 public:
  explicit CycleSearch(const FolderGraph& graph) : graph_(graph) {}

  Violations run() {
    for (const auto& [folder, targets] : graph_) visit(folder);
    return std::move(found_);
  }

 private:
  void visit(const std::string& folder) {
    if (!seen_.insert(folder).second) return;
    path_.push_back(folder);
    if (const auto edges = graph_.find(folder); edges != graph_.end()) {
      for (const auto& [target, where] : edges->second) follow(target, where);
    }
    path_.pop_back();
  }

  void follow(const std::string& target, const Violation& where) {
    const auto start = std::ranges::find(path_, target);
    if (start == path_.end()) {
      visit(target);
      return;
    }
    std::string circle;
    for (auto folder = start; folder != path_.end(); ++folder) circle += *folder + " -> ";
    found_.push_back({where.file, where.line, "folders include each other in a circle: " + circle + target});
  }

  const FolderGraph& graph_;
  std::vector<std::string> path_;
  std::set<std::string> seen_;
  Violations found_;
};

}  // namespace

Violations check_layers(const std::vector<SourceFile>& files) {
  std::set<std::string> known;
  for (const SourceFile& file : files) known.insert(file.path);

  Violations violations;
  for (const SourceFile& file : files) {
    const std::string module = module_of(file.path);
    const LayerRule* rule = rule_for(module);
    if (rule == nullptr) {
      violations.push_back({file.path, 1, "lies in no layer; see the table in tests/architecture/layer_rules.cc"});
      continue;
    }
    for (const Include& include : file.includes) {
      if (!include.quoted) continue;
      if (auto fault = fault_in(*rule, module, include.target, known)) {
        violations.push_back({file.path, include.line, *std::move(fault)});
      }
    }
  }
  return violations;
}

Violations check_cycles(const std::vector<SourceFile>& files) {
  const FolderGraph graph = folder_graph(files);
  return CycleSearch(graph).run();
}

}  // namespace curfew::architecture
