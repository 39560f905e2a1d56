#include "adapters/aws/profile_credentials.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/container_credentials.h"
#include "adapters/aws/environment_credentials.h"
#include "adapters/aws/instance_credentials.h"
#include "adapters/aws/process_credentials.h"
#include "adapters/aws/profile_file.h"
#include "adapters/aws/sts_credentials.h"

namespace curfew::aws {
namespace {

using Found = std::optional<Result<Credentials>>;

// Follows a profile to what it names.
class ProfileReader {
 public:
  ProfileReader(const Profiles& profiles, const CredentialPlaces& places) : profiles_(profiles), places_(places) {}

  Found credentials(const std::string& name) {
    const Profile& profile = profiles_.at(name);
    if (!value(profile, "role_arn").empty()) return role(name, profile);
    for (const char* const key : {"sso_session", "sso_start_url", "sso_account_id", "login_session"}) {
      if (profile.contains(key)) {
        return refuse(name, "signs a person in by a browser (" + std::string(key) +
                                "), which a server cannot renew; give Curfew a role or keys of its own");
      }
    }
    if (!value(profile, "aws_access_key_id").empty()) return keys(name, profile);
    const std::string command = value(profile, "credential_process");
    if (!command.empty()) return process_credentials(command, places_.environment);
    return std::nullopt;
  }

 private:
  static std::string value(const Profile& profile, const std::string& key) {
    const auto found = profile.find(key);
    return found == profile.end() ? std::string() : found->second;
  }

  static std::unexpected<Error> refuse(const std::string& name, const std::string& why) {
    return fail(ErrorCode::kConfiguration, "The AWS profile \"" + name + "\" " + why + ".");
  }

  static Result<Credentials> keys(const std::string& name, const Profile& profile) {
    Credentials credentials;
    credentials.source = "the profile \"" + name + "\"";
    credentials.access_key_id = value(profile, "aws_access_key_id");
    credentials.secret_access_key = Secret(value(profile, "aws_secret_access_key"));
    credentials.session_token = Secret(value(profile, "aws_session_token"));
    if (credentials.secret_access_key.empty()) return refuse(name, "has an aws_access_key_id without its secret");
    return credentials;
  }

  Result<Credentials> role(const std::string& name, const Profile& profile) {
    const Role role{.arn = value(profile, "role_arn"),
                    .session_name = value(profile, "role_session_name"),
                    .external_id = value(profile, "external_id"),
                    .duration_seconds = value(profile, "duration_seconds")};
    const std::string token_file = value(profile, "web_identity_token_file");
    if (!token_file.empty()) return web_identity_role(role, token_file, places_.sender, places_.clock);
    if (profile.contains("mfa_serial")) return refuse(name, "wants a code from a person (mfa_serial)");
    const auto base = base_of(name, profile);
    if (!base) return fail(base.error());
    return assumed_role(role, *base, places_.sender, places_.clock);
  }

  Result<Credentials> base_of(const std::string& name, const Profile& profile) {
    const std::string source = value(profile, "source_profile");
    if (source.empty()) return other_base(name, value(profile, "credential_source"));
    // A profile may lend its own keys to its own role.
    if (source == name) return keys(name, profile);
    seen_.push_back(name);
    if (std::ranges::find(seen_, source) != seen_.end()) return refuse(name, "leads back to itself by source_profile");
    if (!profiles_.contains(source))
      return refuse(name, "names the source_profile \"" + source + "\", which is not there");
    Found found = credentials(source);
    if (!found) return refuse(source, "names no credentials, and \"" + name + "\" builds on it");
    return *std::move(found);
  }

  Result<Credentials> other_base(const std::string& name, const std::string& source) {
    const Variables variables = places_.variables();
    if (source == "Environment") return environment_credentials(variables);
    if (source == "Ec2InstanceMetadata") return instance_credentials(variables, places_.http);
    if (source == "EcsContainer") return container_credentials(variables, places_.http);
    return refuse(name, source.empty() ? "has a role_arn, but neither source_profile nor credential_source"
                                       : "has the unknown credential_source \"" + source + "\"");
  }

  const Profiles& profiles_;
  const CredentialPlaces& places_;
  std::vector<std::string> seen_;
};

}  // namespace

Found profile_credentials(const CredentialPlaces& places) {
  const Variables variables = places.variables();
  const std::string asked = variables.text("AWS_PROFILE");
  const std::string name = asked.empty() ? "default" : asked;
  const auto profiles = read_profiles(variables);
  if (!profiles) return fail(profiles.error());
  if (!profiles->contains(name)) {
    if (asked.empty()) return std::nullopt;
    return fail(ErrorCode::kConfiguration, "The AWS profile \"" + name +
                                               "\" (AWS_PROFILE) is neither in the configuration file nor in the "
                                               "credentials file.");
  }
  return ProfileReader(*profiles, places).credentials(name);
}

}  // namespace curfew::aws
