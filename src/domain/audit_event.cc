#include "domain/audit_event.h"

#include "base/digest.h"
#include "base/words.h"

namespace curfew {
namespace {

constexpr Words<ActorKind, 3> kActorWords{{
    {ActorKind::kUser, "USER"},
    {ActorKind::kAdministrator, "ADMINISTRATOR"},
    {ActorKind::kCurfew, "CURFEW"},
}};

void put_actor(Attributes& out, const Actor& actor) {
  out.emplace("ActorKind", std::string(word_in(kActorWords, actor.kind)));
  put(out, "ActorSubject", actor.subject.str());
  put(out, "ActorUserId", actor.user_id ? actor.user_id->str() : std::string{});
  put(out, "ActorEmail", actor.email);
  put(out, "SourceAddress", actor.origin.address);
  put(out, "UserAgent", actor.origin.user_agent);
}

Actor read_actor(AttributeReader& in) {
  Actor actor{.kind = ActorKind::kCurfew,
              .subject = Subject(in.text_or_empty("ActorSubject")),
              .user_id = std::nullopt,
              .email = in.text_or_empty("ActorEmail"),
              .origin = {.address = in.text_or_empty("SourceAddress"), .user_agent = in.text_or_empty("UserAgent")}};
  if (in.has("ActorUserId")) actor.user_id = UserId(in.text("ActorUserId"));
  const auto kind = value_in(kActorWords, in.text("ActorKind"));
  if (!kind) in.reject("ActorKind", "is unknown");
  actor.kind = kind.value_or(ActorKind::kCurfew);
  return actor;
}

}  // namespace

std::string hash_of(const AuditEvent& event) {
  Attributes attributes = to_attributes(event);
  attributes.erase("Hash");
  return hex(sha256(canonical(attributes)));
}

AuditEvent chained(AuditEvent event, std::int64_t last_sequence, const std::string& last_hash) {
  event.sequence = last_sequence + 1;
  event.previous_hash = last_hash;
  event.hash = hash_of(event);
  return event;
}

Attributes to_attributes(const AuditEvent& event) {
  Attributes out{
      {"Chain", event.chain}, {"Sequence", event.sequence}, {"AtMs", unix_millis(event.at)}, {"Action", event.action}};
  put_actor(out, event.actor);
  put(out, "From", event.from);
  put(out, "To", event.to);
  put(out, "Detail", event.detail);
  put(out, "DigestBefore", event.digest_before);
  put(out, "RecordDigest", event.record_digest);
  put(out, "PreviousHash", event.previous_hash);
  put(out, "Hash", event.hash);
  return out;
}

Result<AuditEvent> audit_event_from(const Attributes& attributes) {
  AttributeReader in("audit event", attributes);
  AuditEvent event{.chain = in.text("Chain"),
                   .sequence = in.number("Sequence"),
                   .at = from_unix_millis(in.number("AtMs")),
                   .actor = read_actor(in),
                   .action = in.text("Action"),
                   .from = in.text_or_empty("From"),
                   .to = in.text_or_empty("To"),
                   .detail = in.text_or_empty("Detail"),
                   .digest_before = in.text_or_empty("DigestBefore"),
                   .record_digest = in.text_or_empty("RecordDigest"),
                   .previous_hash = in.text_or_empty("PreviousHash"),
                   .hash = in.text("Hash")};
  if (auto ok = in.check(); !ok) return fail(ok.error());
  return event;
}

}  // namespace curfew
