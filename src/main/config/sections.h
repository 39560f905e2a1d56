// One function for each section of the configuration: what it may hold, the defaults, and the rules within it.
// docs/configuration.md says the same for people. Internal to this folder.
#pragma once

#include "main/config/configuration.h"
#include "main/config/section_reader.h"

namespace curfew::config {

// A region that is not written is taken from the standard environment.
[[nodiscard]] AwsConfig read_aws(SectionReader& section, const Environment& environment);
[[nodiscard]] ServerConfig read_server(SectionReader& section);
[[nodiscard]] StoreConfig read_store(SectionReader& section);
[[nodiscard]] IdentityCenterConfig read_identity_center(SectionReader& section);
// `store` gives the default of key_file.
[[nodiscard]] SignInConfig read_sign_in(SectionReader& section, const StoreConfig& store);
[[nodiscard]] RevocationTimerConfig read_revocation_timer(SectionReader& section);
[[nodiscard]] MailConfig read_mail(SectionReader& section);
[[nodiscard]] NoticesConfig read_notices(SectionReader& section);
[[nodiscard]] PolicyConfig read_policy(SectionReader& section);
[[nodiscard]] LimitsConfig read_limits(SectionReader& section);
[[nodiscard]] ReconcileConfig read_reconcile(SectionReader& section);
[[nodiscard]] CatalogAccount read_account(SectionReader& block);
[[nodiscard]] PermissionSetConfig read_permission_set(SectionReader& block);

}  // namespace curfew::config
