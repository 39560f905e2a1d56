// What managers and auditors look back with: a month in numbers, its tables, and the audit trail.
import { mkdtemp, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Download, Page } from "@playwright/test";
import type { Person } from "./support/api";
import type { Stage } from "./support/stage";
import { expect, signIn, test } from "./support/test";

const month = new Date().toISOString().slice(0, 7);
const reports = "/monthly-report";
const shots = "../build/portal-tests";
const evil = '=HYPERLINK("https://evil.example","Zoë, klick")';

test.beforeAll(async ({ stage }) => makeHistory(stage));

/** Two granted at once (one given back), one approved, one denied, one taken back, one that waits. */
async function makeHistory(stage: Stage): Promise<void> {
  const [ann, bob, mia, max] = await Promise.all(
    ["ann", "bob", "mia", "max"].map((name) => stage.person(`${name}@example.com`)),
  );
  if (!ann || !bob || !mia || !max) throw new Error("the stage has four people");
  const ask = async (who: Person, account_name: string, permission_set: string, reason: string) =>
    (await who.submit({ account_name, permission_set, reason, duration_minutes: 30 })).request_id;
  const given = await ask(ann, "LogArchive", "S3FullAccess", "Bucket policy, TICKET-1");
  await ask(bob, "Audit", "S3FullAccess", evil);
  const approved = await ask(ann, "Management", "EmergencyAdmin", "Outage, INC-77");
  const denied = await ask(bob, "Management", "EmergencyAdmin", "Curious");
  const back = await ask(bob, "Audit", "EC2FullAccess", "Wrong account");
  await ask(ann, "LogArchive", "EC2FullAccess", "Agent is stuck, TICKET-2");
  await mia.decide(approved, "APPROVE", "Go ahead");
  await max.decide(denied, "DENY", "Not without a ticket");
  await bob.revoke(back);
  await expect.poll(async () => (await ann.request(given)).Status).toBe("ACTIVE");
  await ann.revoke(given);
  await expect.poll(async () => (await ann.request(given)).Status).toBe("REVOKED");
  await expect.poll(async () => (await ann.request(approved)).Status).toBe("ACTIVE");
}

async function openReports(page: Page, stage: Stage, query = ""): Promise<void> {
  await signIn(page, stage, "mia@example.com", reports + query);
  await expect(page.getByRole("heading", { name: "Reports", level: 1 })).toBeVisible();
}

function figure(page: Page, label: string) {
  const pair = page.locator("dt", { has: page.getByText(label, { exact: true }) });
  return pair.locator("xpath=following-sibling::dd[1]");
}

async function contentOf(download: Download): Promise<string> {
  return readFile(await download.path(), "utf8");
}

test("a month is told in numbers", async ({ page, stage }) => {
  await openReports(page, stage);
  await expect(figure(page, "Requests")).toHaveText("6");
  await page.screenshot({ path: `${shots}/reports.png`, fullPage: true });
});
