// The pictures in README and guides: `./dev screenshots` takes them anew, from the real server with some work in it.
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./support/test";

test.describe.configure({ mode: "serial" });
test.use({ viewport: { width: 1200, height: 800 }, deviceScaleFactor: 1 });

const take = (page: Page, name: string) =>
  page.screenshot({ path: `../docs/images/${name}.png`, animations: "disabled" });

test("a day's work", async ({ stage }) => {
  const [ann, bob] = [await stage.person("ann@example.com"), await stage.person("bob@example.com")];
  const [mia, max] = [await stage.person("mia@example.com"), await stage.person("max@example.com")];
  const s3 = { account_name: "LogArchive", permission_set: "S3FullAccess" };
  const ec2 = { account_name: "Audit", permission_set: "EC2FullAccess" };
  const admin = { account_name: "Management", permission_set: "EmergencyAdmin" };
  const early = await ann.submit({
    ...s3,
    reason: "TICKET-1201: comparing the bucket policies of two trails",
  });
  await ann.until(early.request_id, "ACTIVE");
  await ann.revoke(early.request_id);
  const denied = await ann.submit({ ...admin, reason: "need admin" });
  await max.decide(
    denied.request_id,
    "DENY",
    "Please name the task. S3 Full Access may do for reading buckets.",
  );
  const granted = await bob.submit({
    ...admin,
    reason: "INC-77: production database outage, failing over by hand",
  });
  await mia.decide(granted.request_id, "APPROVE", "Incident confirmed, go ahead");
  await bob.submit({ ...ec2, reason: "TICKET-1207: instance i-0abc does not answer", duration_minutes: 30 });
  await ann.submit({
    ...s3,
    reason: "TICKET-1234: S3 bucket permissions of the log archive",
    duration_minutes: 45,
  });
  await ann.submit({
    ...admin,
    reason: "INC-81: the organization trail is switched off.\nI turn it on again and look who did it.",
    duration_minutes: 30,
  });
  await bob.submit({ ...admin, account_name: "Audit", reason: "TICKET-1240: rotating the break-glass key" });
});

test("what engineers see", async ({ page, stage }) => {
  await page.goto("/");
  await expect(page.getByLabel("Password")).toBeVisible();
  await take(page, "sign-in");
  await signIn(page, stage, "ann@example.com", "/?account=LogArchive&permission_set=S3FullAccess&minutes=45");
  await page
    .getByLabel("Business Justification")
    .fill("Need to investigate S3 bucket permissions issue for TICKET-1234");
  await expect(page.getByText("You have this access already")).toBeVisible();
  await take(page, "new-request");
  await page.getByRole("tab", { name: "My Requests" }).click();
  await expect(page.getByRole("row")).toHaveCount(5);
  await take(page, "my-requests");
  await page
    .getByRole("row", { name: /TICKET-1234/ })
    .getByRole("link")
    .first()
    .click();
  await expect(page.getByText("Access granted").first()).toBeVisible();
  await page.screenshot({ path: "../docs/images/request.png", fullPage: true, animations: "disabled" });
});

test("what managers see", async ({ page, stage }) => {
  await signIn(page, stage, "mia@example.com", "/pending-approvals");
  await expect(page.getByText("What came before")).toBeVisible();
  await take(page, "pending-approvals");
  await page.getByRole("button", { name: "Deny" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await take(page, "deny");
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Reports" }).click();
  await expect(page.getByText("Requests a day").or(page.getByText("Requests")).first()).toBeVisible();
  await page.screenshot({ path: "../docs/images/reports.png", fullPage: true, animations: "disabled" });
});

test("in the dark", async ({ page, stage }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await signIn(page, stage, "ann@example.com", "/my-requests");
  await expect(page.getByRole("row")).toHaveCount(5);
  await take(page, "my-requests-dark");
});
