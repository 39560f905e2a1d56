// Play "Viewing your requests", "Manually revoking access" and "Using your AWS access" of the manual.
import type { Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import type { AccessRequest } from "../src/api/client";
import { checkAccess } from "./support/accessible";
import type { Stage } from "./support/stage";
import { expect, signIn, test } from "./support/test";

const s3 = { account_name: "LogArchive", permission_set: "S3FullAccess", duration_minutes: 60 };
const admin = { account_name: "Management", permission_set: "EmergencyAdmin", duration_minutes: 30 };

/** Somebody of whom no other test knows anything. */
async function newcomer(stage: Stage): Promise<string> {
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  stage.people[email] = await stage.add(email);
  return email;
}

const rowOf = (page: Page, what: RegExp | string) => page.getByRole("row").filter({ hasText: what });

test("everything I have asked for, what became of it, and who decided", async ({ page, stage }) => {
  const me = await newcomer(stage);
  const [api, mia] = [await stage.person(me), await stage.person("mia@example.com")];
  const granted = await api.submit({ ...s3, reason: "TICKET-1: read the logs" });
  const denied = await api.submit({ ...admin, reason: "TICKET-2: curious" });
  await mia.decide(denied.request_id, "DENY", "Please use S3 Full Access instead");
  await api.submit({ ...admin, reason: "TICKET-3: production is down" });
  await api.until(granted.request_id, "ACTIVE");

  await signIn(page, stage, me, "/my-requests");
  await expect(page.getByRole("heading", { name: "My requests (3)" })).toBeVisible();
  await expect(rowOf(page, "TICKET-1")).toContainText("Active");
  await expect(rowOf(page, "TICKET-1")).toContainText(/(59:\d\d|1:00:00) left/);
  await expect(rowOf(page, "TICKET-1")).toContainText("Policy (low risk)");
  await expect(rowOf(page, "TICKET-2")).toContainText("Denied");
  await expect(rowOf(page, "TICKET-2")).toContainText("mia@example.com");
  await expect(rowOf(page, "TICKET-3")).toContainText("Pending");

  await page.getByRole("searchbox", { name: "Find requests" }).fill("production");
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByText("1 match").first()).toBeVisible();
  await page.getByRole("searchbox", { name: "Find requests" }).fill("pelican");
  await page.getByRole("button", { name: "Clear filter" }).last().click();
  await expect(page.getByRole("row")).toHaveCount(4);

  await rowOf(page, "TICKET-2").getByRole("link").click();
  await expect(page).toHaveURL(`/my-requests/${denied.request_id}`);
  await expect(page.getByText("Denied by mia@example.com")).toBeVisible();
  const history = page.getByRole("list", { name: "History of the request" });
  await expect(history.getByRole("listitem")).toHaveCount(2);
  await expect(history).toContainText("Asked for; a manager has to decide");
  await expect(history).toContainText("Please use S3 Full Access instead");

  await page.goBack();
  await expect(rowOf(page, "TICKET-2").getByRole("link")).toBeFocused();
});

test("what I no longer need I revoke, and it is gone", async ({ page, stage }) => {
  const me = await newcomer(stage);
  const api = await stage.person(me);
  const { request_id: id } = await api.submit({ ...s3, reason: "TICKET-1: read the logs" });
  await api.until(id, "ACTIVE");
  await signIn(page, stage, me, "/my-requests");

  await page.getByRole("button", { name: /^Revoke Now/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Revoke JIT-S3FullAccess in LogArchive?");
  await dialog.getByRole("button", { name: "Go back" }).click();
  await expect(page.getByRole("button", { name: /^Revoke Now/ })).toBeFocused();

  await page.getByRole("button", { name: /^Revoke Now/ }).click();
  await dialog.getByRole("button", { name: "Revoke Now" }).click();
  await expect(page.getByText("JIT-S3FullAccess in LogArchive is gone.")).toBeVisible();
  await expect(rowOf(page, "TICKET-1")).toContainText("Revoked");
  await expect(page.getByRole("button", { name: /^Revoke Now/ })).toHaveCount(0);
  expect((await api.request(id)).RevokedBy).toBe(me);
  await expect
    .poll(async () => (await stage.letters(me)).map(({ subject }) => subject).join())
    .toMatch(/revoked/i);
});

test("access that another request holds stays, and I am told until when", async ({ page, stage }) => {
  const me = await newcomer(stage);
  const api = await stage.person(me);
  const first = await api.submit({ ...s3, reason: "TICKET-1" });
  const second = await api.submit({ ...s3, reason: "TICKET-2", duration_minutes: 20 });
  await api.until(first.request_id, "ACTIVE");
  await api.until(second.request_id, "ACTIVE");
  await signIn(page, stage, me, `/my-requests/${first.request_id}`);

  await page.getByRole("button", { name: /^Revoke Now/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("another request of yours holds it until");
  await dialog.getByRole("button", { name: "Revoke Now" }).click();
  await expect(
    page.getByText("The request is over, but JIT-S3FullAccess in LogArchive remains."),
  ).toBeVisible();
  await page.getByRole("link", { name: "that request", exact: true }).click();
  await expect(page).toHaveURL(`/my-requests/${second.request_id}`);
  await expect(page.getByRole("button", { name: /^Revoke Now/ })).toBeVisible();
});

test("a request that waits I take back", async ({ page, stage }) => {
  const me = await newcomer(stage);
  const api = await stage.person(me);
  const { request_id: id } = await api.submit({ ...admin, reason: "TICKET-1" });
  await signIn(page, stage, me, "/my-requests");
  await page.getByRole("button", { name: /^Cancel request/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel request" }).click();
  await expect(
    page.getByText("The request for JIT-EmergencyAdmin in Management is cancelled."),
  ).toBeVisible();
  expect((await api.request(id)).Status).toBe("CANCELLED");
});

test("what had ended already is told as that", async ({ page, stage }) => {
  const me = await newcomer(stage);
  const api = await stage.person(me);
  const { request_id: id } = await api.submit({ ...s3, reason: "TICKET-1" });
  await api.until(id, "ACTIVE");
  await signIn(page, stage, me, "/my-requests");
  await page.getByRole("button", { name: /^Revoke Now/ }).click();
  await api.revoke(id);
  await api.until(id, "REVOKED");
  await page.getByRole("dialog").getByRole("button", { name: "Revoke Now" }).click();
  await expect(page.getByText("Nothing was changed")).toBeVisible();
  await expect(page.getByText("This request is REVOKED; there is nothing left to revoke.")).toBeVisible();
  await expect(rowOf(page, "TICKET-1")).toContainText("Revoked");
});

test("where no answer comes I am told so, and try the same revocation again", async ({
  page,
  context,
  stage,
}) => {
  const me = await newcomer(stage);
  const api = await stage.person(me);
  const { request_id: id } = await api.submit({ ...s3, reason: "TICKET-1" });
  await api.until(id, "ACTIVE");
  await signIn(page, stage, me, "/my-requests");
  await page.getByRole("button", { name: /^Revoke Now/ }).click();
  const dialog = page.getByRole("dialog");

  // The server does it, and its answer is lost.
  const keys: (string | undefined)[] = [];
  let isLost = true;
  await context.route("**/revoke", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    if (!isLost) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await dialog.getByRole("button", { name: "Revoke Now" }).click();
  await expect(dialog).toContainText("It is not known whether this was done");
  isLost = false;
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("JIT-S3FullAccess in LogArchive is gone.")).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
});

test("access that is there leads into the console, and into the CLI", async ({ page, context, stage }) => {
  const me = await newcomer(stage);
  const api = await stage.person(me);
  const { request_id: id } = await api.submit({ ...s3, reason: "TICKET-1" });
  await api.until(id, "ACTIVE");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, stage, me, `/my-requests/${id}`);
  await expect(page.getByRole("link", { name: /Open the AWS console/ })).toHaveAttribute(
    "href",
    "https://d-9067ab12cd.awsapps.com/start/#/console?account_id=269423819609&role_name=JIT-S3FullAccess",
  );
  await expect(page.getByText("[profile LogArchive-JIT-S3FullAccess]")).toBeVisible();
  await page.getByRole("button", { name: "Copy: Sign in" }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe("aws sso login --profile LogArchive-JIT-S3FullAccess");

  await api.revoke(id);
  await expect(page.getByRole("heading", { name: "Use this access" })).toHaveCount(0);
});

test("a request of somebody else, and one that never was, look the same", async ({ page, stage }) => {
  const me = await newcomer(stage);
  const bob = await stage.person("bob@example.com");
  const { request_id: id } = await bob.submit({ ...admin, reason: "TICKET-1" });
  await signIn(page, stage, me, `/my-requests/${id}`);
  for (const other of [id, randomUUID(), "nonsense"]) {
    await page.goto(`/my-requests/${other}`);
    await expect(page.getByRole("heading", { name: "No such request here" })).toBeVisible();
  }
  await page.getByRole("button", { name: "All my requests" }).click();
  await expect(page.getByText("No requests yet")).toBeVisible();
});

test("thousands of requests are paged, searched and sorted", async ({ page, context, stage }) => {
  test.slow(); // a hundred pages go through the test's hands
  const me = await newcomer(stage);
  const many = await madeUp(stage, me, 4_000);
  let reads = 0;
  await context.route(/\/requests\?scope=mine/, async (route) => {
    reads += 1;
    const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
    const requests = many.slice(from, from + 100);
    const next = from + 100 < many.length ? { next_cursor: String(from + 100) } : {};
    await route.fulfill({ json: { requests, count: requests.length, ...next } });
  });
  await signIn(page, stage, me, "/my-requests");
  await expect(page.getByRole("row")).toHaveCount(21);
  await expect(page.getByRole("heading", { name: "My requests (100+)" })).toBeVisible();
  for (let turned = 0; turned < 5; turned += 1) await page.getByRole("button", { name: "Next page" }).click();
  await expect(rowOf(page, "TICKET-100:")).toBeVisible();
  await expect(page.getByRole("heading", { name: "My requests (200+)" })).toBeVisible();
  expect(reads).toBeLessThan(10);

  await page.getByRole("searchbox", { name: "Find requests" }).fill("ticket-3876:");
  await expect(page.getByText(/requests searched so far/)).toBeVisible();
  await expect(rowOf(page, "TICKET-3876:")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("1 match").first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Clear" }).first().click();
  await expect(page.getByRole("heading", { name: "My requests (4,000)" })).toBeVisible();
  await page.getByRole("button", { name: /Business justification/ }).click();
  await expect(page.getByRole("row").nth(1)).toContainText("TICKET-0:");
  await page.getByRole("button", { name: /Business justification/ }).click();
  await expect(page.getByRole("row").nth(1)).toContainText("TICKET-3999:");
});

test("my choices for the table stay", async ({ page, stage }) => {
  const me = await newcomer(stage);
  const api = await stage.person(me);
  for (let made = 0; made < 12; made += 1) await api.submit({ ...admin, reason: `TICKET-${made}` });
  await signIn(page, stage, me, "/my-requests");
  await expect(page.getByRole("row")).toHaveCount(13);
  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("radio", { name: "10 requests", exact: true }).check();
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("row")).toHaveCount(11);
  await page.reload();
  await expect(page.getByRole("row")).toHaveCount(11);
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page.getByRole("row")).toHaveCount(3);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`everybody can use it: ${colorScheme}`, async ({ page, stage }) => {
    const me = await newcomer(stage);
    const [api, mia] = [await stage.person(me), await stage.person("mia@example.com")];
    const active = await api.submit({ ...s3, reason: "TICKET-1: a story\nof two lines" });
    const denied = await api.submit({ ...admin, reason: "TICKET-2" });
    await mia.decide(denied.request_id, "DENY", "No");
    await api.submit({ ...admin, reason: "TICKET-3" });
    await api.until(active.request_id, "ACTIVE");
    await page.emulateMedia({ colorScheme });
    await signIn(page, stage, me, "/my-requests");
    await expect(page.getByRole("row")).toHaveCount(4);
    await checkAccess(page, `my_requests_${colorScheme}`);
    await page.goto(`/my-requests/${active.request_id}`);
    await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
    await expect(page.getByText("Access granted")).toBeVisible();
    await checkAccess(page, `my_request_${colorScheme}`);
    await page.getByRole("button", { name: /^Revoke Now/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await checkAccess(page, `revoke_${colorScheme}`);
  });
}

async function madeUp(stage: Stage, email: string, count: number): Promise<AccessRequest[]> {
  const api = await stage.person(email);
  const { request_id: id } = await api.submit({ ...admin, reason: "TICKET-0: the pattern of the others" });
  const pattern = await api.request(id);
  const days = 86_400;
  return Array.from({ length: count }, (_, at) => {
    const asked = pattern.RequestTimestamp - at * 3_600;
    const isActive = at < 3;
    return {
      ...pattern,
      RequestId: randomUUID(),
      Reason: `TICKET-${at}: ${"what there is to do ".repeat(1 + (at % 7))}`,
      Status: isActive ? "ACTIVE" : "REVOKED",
      RequestTimestamp: asked,
      ApprovalTimestamp: asked,
      GrantedTimestamp: asked,
      ExpirationTimestamp: isActive ? pattern.RequestTimestamp + days : asked + 1_800,
      ...(isActive ? {} : { EndedTimestamp: asked + 1_800, RevocationType: "AUTO" as const }),
    };
  });
}
