// How to use access that is there: the AWS access portal's address for it, and lines for the AWS CLI.
import type { AccessRequest } from "../../api/client";
import { startUrl, type PortalConfig } from "../../session/config";

type Access = Pick<AccessRequest, "AccountId" | "AccountName" | "PermissionSet">;
type Where = Pick<PortalConfig, "startUrl" | "region">;

export interface CliLines {
  /** For ~/.aws/config. */
  profile: string;
  login: string;
  test: string;
  /** False when `REGION` stands in the profile, for the reader to fill in. */
  isComplete: boolean;
}

// As the server checks its own configuration. Without AWS's parts it has no region.
const region = /^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$/;

/**
 * Signs in to the account with the permission set: the form of AWS's "shortcut links"
 * (IAM Identity Center user guide, "Creating shortcut links to AWS Management Console destinations").
 */
export function consoleUrl(access: Access, config: Where): string | undefined {
  const start = startUrl(config);
  const role = encodeURIComponent(access.PermissionSet);
  return start && `${start}/#/console?account_id=${encodeURIComponent(access.AccountId)}&role_name=${role}`;
}

/** Undefined without the address of an AWS access portal. */
export function cliLines(access: Access, config: Where): CliLines | undefined {
  const start = startUrl(config);
  if (!start) return undefined;
  const profile = profileName(access);
  const session = plain(new URL(start).hostname.split(".")[0] ?? "");
  const isComplete = region.test(config.region);
  const lines = [
    `[profile ${profile}]`,
    `sso_session = ${session}`,
    `sso_account_id = ${oneLine(access.AccountId)}`,
    `sso_role_name = ${oneLine(access.PermissionSet)}`,
    ...(isComplete ? [`region = ${config.region}`] : []),
    "",
    `[sso-session ${session}]`,
    `sso_start_url = ${start}`,
    `sso_region = ${isComplete ? config.region : "REGION"}`,
    "sso_registration_scopes = sso:account:access",
  ];
  return {
    profile: lines.join("\n"),
    login: `aws sso login --profile ${profile}`,
    test: `aws sts get-caller-identity --profile ${profile}`,
    isComplete,
  };
}

/** One word for any shell. An account whose name is not such a word goes by its ID, so that no two get one name. */
export function profileName(access: Access): string {
  const account = plain(access.AccountName) === access.AccountName ? access.AccountName : access.AccountId;
  return [account, access.PermissionSet].map(plain).filter(Boolean).join("-") || "curfew";
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "");
}

// AWS allows no such names; a line break would begin a setting of its own.
function oneLine(value: string): string {
  return value.replace(/\p{Cc}+/gu, "");
}
