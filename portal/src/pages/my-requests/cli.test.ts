import { describe, expect, it } from "vitest";
import { startUrl } from "../../session/config";
import { cliLines, consoleUrl, profileName } from "./cli";

const config = { startUrl: "https://d-9067ab12cd.awsapps.com/start", region: "eu-west-1" };
const access = { AccountId: "269423819609", AccountName: "LogArchive", PermissionSet: "JIT-S3FullAccess" };

describe("the AWS access portal", () => {
  it("is told the account and the permission set", () => {
    expect(consoleUrl(access, config)).toBe(
      "https://d-9067ab12cd.awsapps.com/start/#/console?account_id=269423819609&role_name=JIT-S3FullAccess",
    );
  });

  it("is the same with a slash or a fragment at the end", () => {
    expect(startUrl({ ...config, startUrl: "https://corp.awsapps.com/start/#/" })).toBe(
      "https://corp.awsapps.com/start",
    );
    expect(startUrl({ ...config, startUrl: "https://corp.awsapps.com/start///" })).toBe(
      "https://corp.awsapps.com/start",
    );
  });

  it.each(["", "start", "http://corp.awsapps.com/start", "javascript:alert(1)//", "data:text/html,x"])(
    "is not linked to at %j",
    (address) => {
      expect(consoleUrl(access, { ...config, startUrl: address })).toBeUndefined();
      expect(cliLines(access, { ...config, startUrl: address })).toBeUndefined();
    },
  );

  it("takes no parameters from a name", () => {
    const odd = { ...access, PermissionSet: "Read&account_id=1#+=,.@-" };
    const url = new URL(consoleUrl(odd, config)!.replace("/#/", "/"));
    expect(url.searchParams.get("role_name")).toBe(odd.PermissionSet);
    expect(url.searchParams.getAll("account_id")).toEqual([access.AccountId]);
  });
});

describe("the lines for the AWS CLI", () => {
  it("are a profile, a sign-in, and a try", () => {
    expect(cliLines(access, config)).toEqual({
      profile: [
        "[profile LogArchive-JIT-S3FullAccess]",
        "sso_session = d-9067ab12cd",
        "sso_account_id = 269423819609",
        "sso_role_name = JIT-S3FullAccess",
        "region = eu-west-1",
        "",
        "[sso-session d-9067ab12cd]",
        "sso_start_url = https://d-9067ab12cd.awsapps.com/start",
        "sso_region = eu-west-1",
        "sso_registration_scopes = sso:account:access",
      ].join("\n"),
      login: "aws sso login --profile LogArchive-JIT-S3FullAccess",
      test: "aws sts get-caller-identity --profile LogArchive-JIT-S3FullAccess",
      isComplete: true,
    });
  });

  it.each(["local", "", "us-east-1\ncredential_process = evil"])(
    "leave the region open where it is %j",
    (region) => {
      const lines = cliLines(access, { ...config, region })!;
      expect(lines.isComplete).toBe(false);
      expect(lines.profile).toContain("sso_region = REGION\n");
      expect(lines.profile).not.toMatch(/^region|evil/m);
    },
  );

  it("call an account whose name no shell would take by its ID", () => {
    expect(profileName({ ...access, AccountName: "Log Archive" })).toBe("269423819609-JIT-S3FullAccess");
    expect(profileName({ ...access, AccountName: "журнал" })).toBe("269423819609-JIT-S3FullAccess");
    expect(profileName({ ...access, AccountName: "$(reboot)" })).toBe("269423819609-JIT-S3FullAccess");
  });

  it("name the role as AWS does, and the profile as a shell can", () => {
    const lines = cliLines({ ...access, PermissionSet: "Power+User,@team.x=1" }, config)!;
    expect(lines.profile).toContain("sso_role_name = Power+User,@team.x=1\n");
    expect(lines.login).toBe("aws sso login --profile LogArchive-Power-User-team-x-1");
  });

  it("let no name begin a line of its own", () => {
    const lines = cliLines({ ...access, PermissionSet: "x\ncredential_process = evil" }, config)!;
    expect(lines.profile.split("\n").some((line) => line.startsWith("credential_process"))).toBe(false);
  });
});
