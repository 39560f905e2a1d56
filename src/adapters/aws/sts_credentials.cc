#include "adapters/aws/sts_credentials.h"

#include <optional>
#include <utility>

#include "adapters/aws/blot_out.h"
#include "adapters/aws/error_answer.h"
#include "adapters/aws/text_file.h"
#include "adapters/aws/timestamps.h"
#include "adapters/aws/url.h"
#include "adapters/aws/xml.h"

namespace curfew::aws {
namespace {

std::string form_of(const Role& role) {
  std::string form = "RoleArn=" + percent_encoded(role.arn) +
                     "&RoleSessionName=" + percent_encoded(role.session_name.empty() ? "curfew" : role.session_name);
  if (!role.duration_seconds.empty()) form += "&DurationSeconds=" + percent_encoded(role.duration_seconds);
  if (!role.external_id.empty()) form += "&ExternalId=" + percent_encoded(role.external_id);
  return form;
}

Result<Credentials> credentials_of(const Role& role, const std::string& document) {
  const auto elements = read_xml(document);
  Credentials credentials;
  credentials.source = "the role " + role.arn;
  if (elements) {
    const auto text = [&](const char* name) {
      return xml_text(*elements, std::string("Credentials/") + name).value_or("");
    };
    credentials.access_key_id = text("AccessKeyId");
    credentials.secret_access_key = Secret(text("SecretAccessKey"));
    credentials.session_token = Secret(text("SessionToken"));
    credentials.expires_at = parse_timestamp(text("Expiration"));
  }
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty() || credentials.session_token.empty() ||
      !credentials.expires_at) {
    return fail(ErrorCode::kUnavailable, "STS gave no credentials for the role " + role.arn + ".");
  }
  return credentials;
}

// A token that has just expired is replaced by whoever wrote its file; the provider may be back in a moment.
bool may_pass(const CallFailure& failure) {
  return failure.kind != FailureKind::kRefused || failure.code == "ExpiredTokenException" ||
         failure.code == "IDPCommunicationError";
}

std::unexpected<Error> refused(const Role& role, const CallFailure& failure) {
  const std::string why = failure.code.empty() ? failure.message : failure.code + ": " + failure.message;
  return fail(may_pass(failure) && !failure.is_configuration ? ErrorCode::kUnavailable : ErrorCode::kConfiguration,
              "The role " + role.arn + " cannot be taken on through STS: " + why);
}

}  // namespace

Result<Credentials> assumed_role(const Role& role, const Credentials& base, Sender& sender, const Clock& clock) {
  const Call call{.service = service::kSts, .operation = "AssumeRole", .body = form_of(role)};
  Attempt attempt = sender.send(call, &base, clock.now());
  // A machine whose clock is wrong still gets its role.
  if (!attempt.result && is_about_time(attempt.result.error()) && attempt.server_time) {
    attempt = sender.send(call, &base, *attempt.server_time);
  }
  if (!attempt.result) return refused(role, attempt.result.error());
  return credentials_of(role, attempt.result->body);
}

Result<Credentials> web_identity_role(const Role& role, const std::string& token_file, Sender& sender,
                                      const Clock& clock) {
  auto text = read_text_file(token_file);
  if (!text)
    return fail(ErrorCode::kConfiguration, "The web identity token cannot be read: " + text.error().public_text);
  const Secret token(*std::move(text));
  Call call{.service = service::kSts,
            .operation = "AssumeRoleWithWebIdentity",
            .body = form_of(role) + "&WebIdentityToken=" + percent_encoded(token.reveal())};
  call.is_signed = false;
  Attempt attempt = sender.send(call, nullptr, clock.now());
  if (attempt.result) return credentials_of(role, attempt.result->body);
  blot_out(attempt.result.error().message, token);
  return refused(role, attempt.result.error());
}

}  // namespace curfew::aws
