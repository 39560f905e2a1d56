// What changes elsewhere appears by itself: by the server's stream, or, without one, by asking.
import { expect, signIn, test } from "./support/test";

const admin = { account_name: "Management", permission_set: "EmergencyAdmin" };

test("changes come by the stream, and nobody asks for them", async ({ page, context, stage }) => {
  const ann = await stage.person("ann@example.com");
  const max = await stage.person("max@example.com");
  const { request_id: id } = await ann.submit({ ...admin, reason: "TICKET-51: live" });
  const streaming = context.waitForEvent("response", (response) => response.url().endsWith("/events"));
  await signIn(page, stage, "ann@example.com", `/my-requests/${id}`);
  await streaming;
  await expect(page.getByText("Pending", { exact: true }).first()).toBeVisible();
  let asked = 0;
  context.on("request", (request) => (asked += request.url().includes(`/requests/${id}`) ? 1 : 0));
  await max.decide(id, "APPROVE", "Go ahead");
  await expect(page.getByText("Active", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Go ahead").first()).toBeVisible();
  // Its history is read once for each change; on a timer it would be far more.
  expect(asked).toBeLessThan(10);
});

test("tabs of one browser share one stream, and go on when the one that had it is closed", async ({
  page,
  context,
  stage,
}) => {
  const streams: string[] = [];
  context.on("request", (request) => request.url().endsWith("/events") && streams.push(request.url()));
  await signIn(page, stage, "bob@example.com");
  await expect.poll(() => streams.length).toBe(1);
  const second = await context.newPage();
  await second.goto("/my-requests");
  await expect(second.getByRole("heading", { name: /My requests/ })).toBeVisible();
  const bob = await stage.person("bob@example.com");
  await bob.submit({ ...admin, reason: "TICKET-52: heard in the second tab" });
  await expect(second.getByText("TICKET-52").first()).toBeVisible();
  expect(streams).toHaveLength(1);
  await page.close();
  await expect.poll(() => streams.length).toBe(2);
  await bob.submit({ ...admin, account_name: "Audit", reason: "TICKET-53: after the first tab is closed" });
  await expect(second.getByText("TICKET-53").first()).toBeVisible();
});

test("without a stream, changes are found by asking", async ({ page, context, stage }) => {
  await context.route("**/events", (route) => route.abort());
  const ann = await stage.person("ann@example.com");
  const max = await stage.person("max@example.com");
  const { request_id: id } = await ann.submit({
    ...admin,
    account_name: "Audit",
    reason: "TICKET-54: asked",
  });
  await signIn(page, stage, "ann@example.com", `/my-requests/${id}`);
  await expect(page.getByText("Pending", { exact: true }).first()).toBeVisible();
  await max.decide(id, "DENY", "Not today");
  await expect(page.getByText("Not today").first()).toBeVisible();
});

test("who is offline is told, and what was missed comes with the connection", async ({
  page,
  context,
  stage,
}) => {
  const ann = await stage.person("ann@example.com");
  const { request_id: id } = await ann.submit({ ...admin, reason: "TICKET-55: offline" });
  await signIn(page, stage, "ann@example.com", `/my-requests/${id}`);
  await expect(page.getByText("Pending", { exact: true }).first()).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText("You are offline")).toBeVisible();
  await ann.cancel(id);
  await context.setOffline(false);
  await expect(page.getByText("You are offline")).toHaveCount(0);
  await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible({ timeout: 30_000 });
});

test("a server that was away is found again, and a manager's tab counts what waits", async ({
  page,
  stage,
}) => {
  await signIn(page, stage, "mia@example.com");
  await stage.stop();
  await stage.start();
  const bob = await stage.person("bob@example.com");
  await bob.submit({ ...admin, account_name: "LogArchive", reason: "TICKET-56: counted" });
  await expect(page.getByRole("tab", { name: /^Pending Approvals.*[1-9]/ })).toBeVisible({ timeout: 40_000 });
});
