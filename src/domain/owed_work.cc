#include "domain/owed_work.h"

#include <utility>

#include "base/words.h"

namespace curfew {
namespace {

constexpr Words<WorkKind, 7> kWorkWords{{
    {WorkKind::kDriveAssignment, "drive_assignment"},
    {WorkKind::kEndLease, "end_lease"},
    {WorkKind::kLapse, "lapse"},
    {WorkKind::kLetter, "letter"},
    {WorkKind::kNotice, "notice"},
    {WorkKind::kTimer, "timer"},
    {WorkKind::kTopicNotice, "topic_notice"},
}};

constexpr Words<WorkClass, 3> kClassWords{{
    {WorkClass::kAccess, "access"},
    {WorkClass::kMail, "mail"},
    {WorkClass::kTimer, "timer"},
}};

constexpr Words<LetterKind, 9> kLetterWords{{
    {LetterKind::kAccessGranted, "access_granted"},
    {LetterKind::kApprovalPending, "approval_pending"},
    {LetterKind::kRequestApproved, "request_approved"},
    {LetterKind::kRequestDenied, "request_denied"},
    {LetterKind::kAccessAutoRevoked, "access_auto_revoked"},
    {LetterKind::kAccessManuallyRevoked, "access_manually_revoked"},
    {LetterKind::kAccessFailed, "access_failed"},
    {LetterKind::kRequestExpired, "request_expired"},
    {LetterKind::kApprovalRequired, "approval_required"},
}};

OwedWork request_work(std::string id, WorkKind kind, std::string lane, int priority, const RequestId& request,
                      Instant due) {
  OwedWork work;
  work.id = std::move(id);
  work.kind = kind;
  work.lane = std::move(lane);
  work.priority = priority;
  work.due = due;
  work.request_id = request;
  return work;
}

}  // namespace

std::string_view word(WorkKind kind) { return word_in(kWorkWords, kind); }

std::string_view word(WorkClass work_class) { return word_in(kClassWords, work_class); }

std::string_view word(LetterKind letter) { return word_in(kLetterWords, letter); }

std::optional<WorkKind> work_kind_from(std::string_view text) { return value_in(kWorkWords, text); }

WorkClass work_class(WorkKind kind) {
  switch (kind) {
    case WorkKind::kLetter:
    case WorkKind::kNotice:
    case WorkKind::kTopicNotice: return WorkClass::kMail;
    case WorkKind::kTimer: return WorkClass::kTimer;
    case WorkKind::kDriveAssignment:
    case WorkKind::kEndLease:
    case WorkKind::kLapse: return WorkClass::kAccess;
  }
  return WorkClass::kAccess;
}

OwedWork drive_work(const AssignmentKey& key, Instant due, int priority, bool in_flight) {
  OwedWork work;
  work.id = "drive/" + key.str();
  work.kind = WorkKind::kDriveAssignment;
  work.lane = "account/" + key.account_id.str();
  work.priority = priority;
  work.due = due;
  work.in_flight = in_flight;
  work.assignment = key;
  return work;
}

OwedWork end_lease_work(const RequestId& request, Instant due) {
  return request_work("end/" + request.str(), WorkKind::kEndLease, "request/" + request.str(), kRevokePriority, request,
                      due);
}

OwedWork lapse_work(const RequestId& request, Instant due) {
  return request_work("lapse/" + request.str(), WorkKind::kLapse, "request/" + request.str(), kGrantPriority, request,
                      due);
}

OwedWork timer_work(const RequestId& request, Instant due) {
  return request_work("timer/" + request.str(), WorkKind::kTimer, "timer/" + request.str(), kGrantPriority, request,
                      due);
}

OwedWork letter_work(const RequestId& request, LetterKind letter, const std::string& recipient, Instant due) {
  OwedWork work = request_work("letter/" + request.str() + "/" + std::string(word(letter)) + "/" + recipient,
                               WorkKind::kLetter, "mail/" + request.str(), kMailPriority, request, due);
  work.letter = letter;
  work.recipient = recipient;
  return work;
}

OwedWork notice_work(const RequestId& request, Instant due) {
  return request_work("notice/" + request.str(), WorkKind::kNotice, "mail/" + request.str(), kMailPriority, request,
                      due);
}

OwedWork topic_notice_work(const RequestId& request, Instant due) {
  return request_work("topic/" + request.str(), WorkKind::kTopicNotice, "topic/" + request.str(), kMailPriority,
                      request, due);
}

std::optional<std::string> lane_of(std::string_view work_id) {
  const std::size_t slash = work_id.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view kind = work_id.substr(0, slash);
  const std::string_view rest = work_id.substr(slash + 1);
  if (kind == "drive") {
    const auto key = assignment_key_from(rest);
    return key ? std::optional("account/" + key->account_id.str()) : std::nullopt;
  }
  if (kind == "end" || kind == "lapse") return "request/" + std::string(rest);
  if (kind == "timer" || kind == "topic") return std::string(work_id);
  if (kind == "letter" || kind == "notice") return "mail/" + std::string(rest.substr(0, rest.find('/')));
  return std::nullopt;
}

Attributes to_attributes(const OwedWork& work) {
  Attributes out{{"WorkId", work.id},
                 {"Kind", std::string(word(work.kind))},
                 {"Lane", work.lane},
                 {"Priority", std::int64_t{work.priority}},
                 {"DueMs", unix_millis(work.due)},
                 {"InFlight", std::int64_t{work.in_flight ? 1 : 0}},
                 {"Attempts", work.attempts}};
  if (!work.last_error.empty()) out.emplace("LastError", work.last_error);
  if (work.kind == WorkKind::kDriveAssignment) {
    out.emplace("UserId", work.assignment.user_id.str());
    out.emplace("AccountId", work.assignment.account_id.str());
    out.emplace("PermissionSetArn", work.assignment.permission_set_arn.str());
  } else {
    out.emplace("RequestId", work.request_id.str());
  }
  if (work.letter) {
    out.emplace("Letter", std::string(word(*work.letter)));
    out.emplace("Recipient", work.recipient);
  }
  return out;
}

Result<OwedWork> owed_work_from(const Attributes& attributes) {
  AttributeReader in("owed work", attributes);
  OwedWork work;
  work.id = in.text("WorkId");
  const auto kind = work_kind_from(in.text("Kind"));
  if (!kind) in.reject("Kind", "is unknown");
  work.kind = kind.value_or(WorkKind::kDriveAssignment);
  work.lane = in.text("Lane");
  work.priority = static_cast<int>(in.number("Priority"));
  work.due = from_unix_millis(in.number("DueMs"));
  work.in_flight = in.number("InFlight") != 0;
  work.attempts = in.number("Attempts");
  work.last_error = in.text_or_empty("LastError");
  if (work.kind == WorkKind::kDriveAssignment) {
    work.assignment = {.user_id = UserId(in.text("UserId")),
                       .account_id = AccountId(in.text("AccountId")),
                       .permission_set_arn = PermissionSetArn(in.text("PermissionSetArn"))};
  } else {
    work.request_id = RequestId(in.text("RequestId"));
  }
  if (work.kind == WorkKind::kLetter) {
    work.letter = value_in(kLetterWords, in.text("Letter"));
    if (!work.letter) in.reject("Letter", "is unknown");
    work.recipient = in.text("Recipient");
  }
  if (auto ok = in.check(); !ok) return fail(ok.error());
  return work;
}

}  // namespace curfew
