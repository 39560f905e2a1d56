#include "entry/cli/reconcile_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

#include "entry/cli/exit_code.h"

namespace curfew::cli {

std::string text_of(const ReconcileReport& report) {
  std::string text = fmt::format("{} assignments compared: {} findings.\n", report.compared, report.findings.size());
  if (!report.findings.empty()) {
    text += fmt::format("\n{:<12} {:<13} {:<9} {:<47} {:<20} {}\n", "KIND", "OUTCOME", "STATE", "USER", "ACCOUNT",
                        "PERMISSION SET");
  }
  for (const auto& [finding, outcome] : report.findings) {
    text += fmt::format("{:<12} {:<13} {:<9} {:<47} {:<20} {}\n", word(finding.kind), word(outcome),
                        word(finding.state), finding.key.user_id.str(), finding.account, finding.permission_set);
  }
  if (report.told) text += "\nThe managers were told.\n";
  if (report.not_compared.empty()) return text;
  text += fmt::format("\nNOT EVERYTHING COULD BE COMPARED: {} times.\n", report.not_compared.size());
  for (const NotCompared& missed : report.not_compared) {
    text += fmt::format("  {}: {}\n", missed.what, missed.error.public_text);
  }
  return text;
}

boost::json::object json_of(const ReconcileReport& report) {
  boost::json::array findings;
  for (const auto& [finding, outcome] : report.findings) {
    findings.push_back({{"kind", std::string(word(finding.kind))},
                        {"outcome", std::string(word(outcome))},
                        {"state", std::string(word(finding.state))},
                        {"user_id", finding.key.user_id.str()},
                        {"account_id", finding.key.account_id.str()},
                        {"permission_set_arn", finding.key.permission_set_arn.str()},
                        {"account", finding.account},
                        {"permission_set", finding.permission_set}});
  }
  boost::json::array not_compared;
  for (const NotCompared& missed : report.not_compared) {
    not_compared.push_back(
        {{"what", missed.what}, {"code", std::string(word(missed.error.code))}, {"error", missed.error.public_text}});
  }
  return {{"compared", report.compared},
          {"findings", std::move(findings)},
          {"not_compared", std::move(not_compared)},
          {"told", report.told}};
}

int exit_code_of(const ReconcileReport& report) {
  const auto is_damaged = [](const NotCompared& missed) { return missed.error.code == ErrorCode::kDamaged; };
  if (std::ranges::any_of(report.not_compared, is_damaged)) return kDamaged;
  if (!report.not_compared.empty()) return kUnavailable;
  return report.findings.empty() ? kOk : kFound;
}

}  // namespace curfew::cli
