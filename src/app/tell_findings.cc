#include "app/tell_findings.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "app/on_record.h"
#include "base/digest.h"

namespace curfew {
namespace {

constexpr const char* kChain = "reconcile";
constexpr const char* kFound = "FOUND";
constexpr const char* kTold = "TOLD";
// Longer than anybody reads; the command line and the log have the rest.
constexpr std::size_t kMostLines = 100;

// One a line, and no more than somebody reads; a mark tells apart two long lists that begin alike.
std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  std::string rest;
  for (std::size_t i = 0; i < lines.size(); ++i) (i < kMostLines ? text : rest) += lines[i] + "\n";
  if (!rest.empty()) {
    text += "… and " + std::to_string(lines.size() - kMostLines) + " more (" + hex(sha256(rest)).substr(0, 8) + ")\n";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

// Those of `lines` that `others` does not have.
std::vector<std::string> without(std::vector<std::string> lines, const std::vector<std::string>& others) {
  std::erase_if(lines, [&](const std::string& line) { return std::ranges::find(others, line) != others.end(); });
  return lines;
}

}  // namespace

std::string sentence(const Finding& finding) {
  const std::string access = finding.permission_set + " in " + finding.account;
  const std::string user = finding.key.user_id.str();
  switch (finding.kind) {
    case FindingKind::kStanding: return "standing: " + user + " has " + access + ", and Curfew did not give it.";
    case FindingKind::kLeftBehind:
      return "left behind: " + access + " for " + user + " is " + std::string(word(finding.state)) +
             ", and the work that it is owed is lost.";
    case FindingKind::kMissing:
      return "missing: " + access + " for " + user + " is " + std::string(word(finding.state)) +
             ", but Identity Center does not have it. Somebody outside Curfew took it away.";
  }
  return {};
}

std::optional<News> TellFindings::note(const Differences& differences) {
  std::vector<std::string> lines;
  for (const Finding& finding : differences.findings) lines.push_back(sentence(finding));
  const auto last = ledger_.last_event(kChain);
  if (!last) log_failure(last.error());
  const bool untold = last && *last && (*last)->to == kFound;
  const std::vector<std::string> before = last && *last ? lines_of((*last)->detail) : std::vector<std::string>{};

  News news{.current = joined(lines), .earlier = {}};
  if (untold) {
    news.earlier = without(before, lines);
  } else {
    // A run that could not see everything does not make news of what it misses.
    const bool partial = !differences.not_compared.empty() && without(lines, before).empty();
    if (partial || lines_of(news.current) == before) return std::nullopt;
  }
  const bool silent = lines.empty() && news.earlier.empty();
  lines.insert(lines.end(), news.earlier.begin(), news.earlier.end());
  if (lines_of(joined(lines)) != before) {
    if (const auto stored = append(silent ? kTold : kFound, joined(lines)); !stored) log_failure(stored.error());
  }
  return silent ? std::nullopt : std::optional(std::move(news));
}

bool TellFindings::tell(const News& news, const std::vector<std::string>& lines) {
  std::string text = joined(lines);
  if (!news.earlier.empty()) {
    text += (text.empty() ? "" : "\n") + std::string("Found before, and not told until now:\n") + joined(news.earlier);
  }
  Status told = send_to_all(text);
  if (told) told = append(kTold, news.current);
  if (!told) log_failure(told.error());
  return told.has_value();
}

Status TellFindings::send_to_all(const std::string& findings) {
  const auto managers = managers_.approvers();
  if (!managers) return fail(managers.error());
  if (managers->empty()) {
    return fail(ErrorCode::kUnavailable, "There is nobody who could be told what reconcile found.",
                "no manager is known; add one to the group Managers, or set notices.to");
  }
  Status all;
  for (const std::string& manager : *managers) {
    const auto mail = letters_.write({.recipient = manager, .findings = findings, .written_at = clock_.now()});
    const Status sent = mail ? mailer_.send(*mail) : fail(mail.error());
    metrics_.count("curfew_mail_total", {{"result", sent ? "sent" : "failed"}});
    if (!sent) all = sent;
  }
  return all;
}

Status TellFindings::append(const std::string& to, const std::string& detail) {
  AuditEvent event;
  event.chain = kChain;
  event.at = clock_.now();
  event.actor = curfew_itself();
  event.action = "reconcile.findings";
  event.to = to;
  event.detail = detail;
  return append_event(ledger_, event);
}

void TellFindings::log_failure(const Error& error) {
  log_.error("reconcile_not_told", {{"cause", error.log_text.empty() ? error.public_text : error.log_text}});
}

}  // namespace curfew
