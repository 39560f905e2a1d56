// What managers and auditors look back with: a month in numbers, its tables, and the audit trail.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Download, Page } from "@playwright/test";
import { checkAccess } from "./support/accessible";
import type { Person } from "./support/api";
import type { Stage } from "./support/stage";
import { expect, signIn, test } from "./support/test";

test.use({ stageOptions: ["--of", "reports"] });

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
  const back = await ask(bob, "Audit", "EmergencyAdmin", "Wrong account");
  await ask(ann, "LogArchive", "EmergencyAdmin", "Agent is stuck, TICKET-2");
  await mia.decide(approved, "APPROVE", "Go ahead");
  await max.decide(denied, "DENY", "Not without a ticket");
  await bob.revoke(back);
  await ann.until(given, "ACTIVE");
  await ann.revoke(given);
  await ann.until(given, "REVOKED");
  await ann.until(approved, "ACTIVE");
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

test("a month is told in numbers, in light and dark", async ({ page, stage }) => {
  await openReports(page, stage);
  for (const [label, count] of Object.entries({
    Requests: "6",
    "Granted at once": "2",
    Approved: "1",
    Denied: "1",
    "Waiting now": "1",
    "Taken back": "1",
    "Nobody decided in time": "0",
    "Active now": "2",
    "Ended early by people": "1",
    "Decided by people": "2",
  })) {
    await expect(figure(page, label)).toHaveText(new RegExp(`^${count}(\\D|\\d+ %|$)`));
  }
  await expect(figure(page, "Time asked for")).toContainText("3 h");
  await expect(figure(page, "Longest")).toHaveText(/^\d+ (s|min)/);
  const chart = page.getByRole("application", { name: /^Requests a day in/ });
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText(/^\w{3},? 1 \w+$/)).toBeVisible(); // the first day, in a popover
  await page.screenshot({ path: `${shots}/reports_popover.png` });
  await page.keyboard.press("Escape");
  for (const theme of ["Light", "Dark"]) {
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByRole("menuitemcheckbox", { name: theme, exact: true }).click();
    await checkAccess(page, `reports_${theme.toLowerCase()}`);
  }
});

test("on a narrow screen everything is reached without scrolling sideways", async ({ page, stage }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await openReports(page, stage);
  await expect(figure(page, "Requests")).toHaveText("6");
  const [wide, shown] = await page.evaluate(() => [document.body.scrollWidth, innerWidth]);
  expect(wide).toBeLessThanOrEqual(shown ?? 0);
});

test("tables are sorted by their headings and saved as files", async ({ page, stage }) => {
  await openReports(page, stage);
  const details = page.getByRole("tablist", { name: "Tables of the month" });
  const table = page.getByRole("grid", { name: "Permission sets" });
  await details.getByRole("tab", { name: "Permission sets" }).click();
  await expect(table.getByRole("row")).toHaveText([/^Permission set/, /^EmergencyAdmin4/, /^S3FullAccess2/]);
  await table.getByRole("columnheader", { name: "Requests" }).getByRole("button").click();
  await expect(table.getByRole("row")).toHaveText([/^Permission set/, /^S3FullAccess/, /^EmergencyAdmin/]);
  await details.getByRole("tab", { name: "Approvers" }).click();
  await expect(page.getByRole("row", { name: /^max@example.com/ })).toContainText("100");
  await page.screenshot({ path: `${shots}/reports_approvers.png`, fullPage: true });

  await details.getByRole("tab", { name: "People" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV: People" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe(`curfew-${month}-people.csv`);
  const lines = (await contentOf(file)).split("\r\n");
  expect(lines[0]).toMatch(/^\uFEFFuser_email,user_id,requests,auto_approved,/);
  expect(lines[1]).toMatch(/^ann@example.com,[\w-]+,3,1,1,0,0,1,90,\d+$/);
  expect(lines).toHaveLength(4);
});

test("the month's requests are saved, and what somebody wrote does not run in a spreadsheet", async ({
  page,
  stage,
}) => {
  await openReports(page, stage);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download requests (CSV)" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe(`curfew-${month}.csv`);
  const content = await contentOf(file);
  expect(content).toMatch(/^\uFEFFrequest_id,requested_at,user_email,/);
  expect(content).toContain(`"'${evil.replaceAll('"', '""')}"`);
  expect(content.split("\r\n")).toHaveLength(8);
});

test("earlier months have addresses, and later ones there are none", async ({ page, stage }) => {
  await openReports(page, stage);
  await expect(page.getByRole("button", { name: /^On to/ })).toBeDisabled();
  await page.getByRole("button", { name: /^Back to/ }).click();
  await expect(page.getByText(/^Nothing was asked for in/).first()).toBeVisible();
  await expect(page).toHaveURL(/\?month=\d{4}-\d{2}$/);
  await page.screenshot({ path: `${shots}/reports_empty.png`, fullPage: true });
  await page.getByRole("button", { name: /^Show / }).click();
  await expect(page.getByRole("region", { name: /\w+ \d{4}/ })).toBeFocused();
  await page.getByRole("button", { name: /^On to/ }).click();
  await page.getByRole("button", { name: /^On to/ }).click();
  await expect(page).toHaveURL(new RegExp(`\\?month=${month}$`));
  await expect(figure(page, "Requests")).toHaveText("6");
  await page.goBack();
  await expect(page.getByText(/^Nothing was asked for in/).first()).toBeVisible();
  await page.goto(`${reports}?month=2999-01`);
  await expect(page.getByText("The address names no month that has a report")).toBeVisible();
  await expect(figure(page, "Requests")).toHaveText("6");
});

test("a month is chosen with the keyboard alone", async ({ page, stage }) => {
  await openReports(page, stage);
  await page.getByRole("button", { name: /^Choose a month/ }).focus();
  await page.keyboard.press("Enter");
  const months = page.getByRole("grid", { name: /^\d{4}$/ });
  await expect(months).toBeVisible();
  for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press("Tab"); // over the arrows of the years
  await expect(months.getByRole("gridcell", { selected: true })).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.screenshot({ path: `${shots}/reports_picker.png` });
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Nothing was asked for in/).first()).toBeVisible();
});

test("the audit trail is exported page by page, and holds against its checkpoint", async ({
  page,
  context,
  stage,
}) => {
  // The trail of a test fits on one page; the server gives five events at a time, and takes a moment for each.
  await context.route("**/audit?*", async (route) => {
    await new Promise((resume) => setTimeout(resume, 150));
    await route.continue({ url: `${route.request().url()}&limit=5` });
  });
  await stage.stop(); // a server seals the trail when it starts
  await stage.start();
  await openReports(page, stage);
  const begin = page.getByRole("button", { name: "Export the audit trail" });

  await begin.click();
  await expect(page.getByText(/events so far/)).toBeVisible();
  await page.screenshot({ path: `${shots}/reports_audit_reading.png`, fullPage: true });
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Cancelled. Nothing was saved.")).toBeVisible();
  await expect(begin).toBeFocused();

  const saved = page.waitForEvent("download");
  await begin.click();
  const file = await saved;
  const events = (await contentOf(file))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Placed);
  expect(events.length).toBeGreaterThan(20);
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ Action }) => Action === "request.denied")).toHaveLength(1);
  expect(file.suggestedFilename()).toBe(`curfew-audit-1-${events.length}.ndjson`);
  await expect(page.getByText(`Next time go on after ${events.length}.`)).toBeVisible();
  await page.screenshot({ path: `${shots}/reports_audit.png`, fullPage: true });

  const kept = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the checkpoint" }).click();
  const anchor = join(await mkdtemp(join(tmpdir(), "curfew-anchor-")), (await kept).suggestedFilename());
  await (await kept).saveAs(anchor);
  expect(await stage.curfew(["audit", "verify", "--anchor", anchor])).toContain("whole");
  await writeFile(
    anchor,
    JSON.stringify({ ...JSON.parse(await readFile(anchor, "utf8")), hash: "0".repeat(64) }),
  );
  await expect(stage.curfew(["audit", "verify", "--anchor", anchor])).rejects.toThrow();
  await rm(dirname(anchor), { recursive: true });

  await page.getByLabel("Only events after position").fill(String(events.length));
  await begin.click();
  await expect(page.getByText(`There are no events after position ${events.length}.`)).toBeVisible();
  await checkAccess(page, "reports_audit");
});

test("what does not answer is told, and tried again", async ({ page, context, stage }) => {
  await openReports(page, stage);
  await expect(figure(page, "Requests")).toHaveText("6");
  await context.route("**/reports/monthly?*", (route) =>
    route.fulfill({ status: 413, json: { error: "More than 200,000 requests.", code: "too_large" } }),
  );
  await page.getByRole("button", { name: "Download requests (CSV)" }).click();
  await expect(page.getByText("More than 200,000 requests.")).toBeVisible();
  await page.getByRole("button", { name: /^Back to/ }).click();
  await expect(page.getByText("More than 200,000 requests.")).toHaveCount(1);
  await context.unroute("**/reports/monthly?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText(/^Nothing was asked for in/).first()).toBeVisible();

  await context.setOffline(true);
  await page.getByRole("button", { name: /^Back to/ }).click();
  await expect(page.getByText("The report is made as soon as the connection is back.")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/^Nothing was asked for in/).first()).toBeVisible();
});

test("engineers have no reports", async ({ page, stage }) => {
  await signIn(page, stage, "ann@example.com");
  await expect(page.getByRole("tab", { name: "Reports" })).toHaveCount(0);
  await page.goto(reports);
  await expect(page.getByText("This page is for managers")).toBeVisible();
});

interface Placed {
  position: number;
  Action: string;
}
