// The manual's section 5, played by managers with a browser while engineers ask by the API.
import type { Browser, Page } from "@playwright/test";
import type { Stage } from "./support/stage";
import { checkAccess } from "./support/accessible";
import { expect, signIn, test, watch } from "./support/test";

test.use({ stageOptions: ["--of", "approvals"] });

const high = { permission_set: "EmergencyAdmin", account_name: "Management" };
const low = { permission_set: "EC2FullAccess", account_name: "Audit" };
const engineer = (stage: Stage) => stage.person("ann@example.com");
const open = (page: Page, stage: Stage, id: string, email = "mia@example.com") =>
  signIn(page, stage, email, `/approvals/${id}`);
const detail = (page: Page) => page.getByRole("region", { name: /asks for/ });
const dialog = (page: Page) => page.getByRole("dialog");

/** A second manager at another machine. */
async function elsewhere(browser: Browser, stage: Stage, errors: string[]): Promise<Page> {
  const context = await browser.newContext({ baseURL: stage.url });
  const page = await context.newPage();
  watch(page, errors);
  return page;
}

// Files share a server: what waits of other stories is not of these.
test.beforeEach(async ({ stage }) => {
  const max = await stage.person("max@example.com");
  const requests = await max.list("pending");
  for (const { RequestId } of requests) await max.decide(RequestId, "DENY", "Left over");
});

test.describe("a manager", () => {
  test("approves with a comment, and sees what became of it", async ({ page, stage }) => {
    const ann = await engineer(stage);
    const { request_id: id } = await ann.submit({
      ...high,
      reason: "INC-4711: outage\nsecond line",
      duration_minutes: 15,
    });
    await open(page, stage, id);
    const shown = detail(page);
    for (const fact of ["Management", "533267321107", "JIT-EmergencyAdmin", "High risk", "15 minutes"]) {
      await expect(shown.getByText(fact, { exact: true }).first()).toBeVisible();
    }
    await expect(shown.getByRole("group", { name: "Business justification" })).toHaveText(
      "INC-4711: outage\nsecond line",
      { useInnerText: true },
    );
    await shown.getByRole("button", { name: "Approve" }).click();
    await dialog(page).getByLabel("Comment").fill("Go ahead, and tell us when it is done");
    await dialog(page).getByRole("button", { name: "Approve" }).click();
    await expect(shown.getByText("Approved by you").first()).toBeVisible();
    await expect(shown.getByText(/Active until|until \d/).first()).toBeVisible();
    await expect(shown.getByRole("button", { name: "Approve" })).toHaveCount(0);
    const record = await ann.until(id, "ACTIVE");
    expect(record).toMatchObject({
      ApproverEmail: "mia@example.com",
      ApprovalComments: "Go ahead, and tell us when it is done",
    });
  });

  test("cannot deny without a reason; a phrase gives one, and the requester's history keeps it", async ({
    page,
    stage,
  }) => {
    const ann = await engineer(stage);
    const { request_id: id } = await ann.submit({ ...high, account_name: "Audit", reason: "need admin" });
    await open(page, stage, id);
    await detail(page).getByRole("button", { name: "Deny" }).click();
    const asked = dialog(page);
    await asked.getByRole("button", { name: "Deny", exact: true }).click();
    await expect(asked.getByText("Give a reason: the requester reads it.")).toBeVisible();
    expect((await ann.request(id)).Status).toBe("PENDING");

    await asked.getByRole("button", { name: /S3 ?Full ?Access would do/ }).click();
    const written = asked.getByLabel("Reason", { exact: true });
    await expect(written).toHaveValue(
      /^Please use \S*S3 ?Full ?Access instead of \S*Emergency ?Admin for this task\.$/,
    );
    await written.press("End");
    await written.pressSequentially(" Thanks!");
    const reason = await written.inputValue();
    await asked.getByRole("button", { name: "Deny", exact: true }).click();
    await expect(detail(page).getByText("Denied by you").first()).toBeVisible();
    expect(await ann.request(id)).toMatchObject({ Status: "DENIED", ApprovalComments: reason });

    const { request_id: again } = await ann.submit({
      ...high,
      account_name: "Audit",
      reason: "need admin, please",
    });
    await page.goto(`/approvals/${again}`);
    const before = detail(page).getByRole("region", { name: "What came before" });
    await expect(before.getByText(/^Asked for this same access .* before: .*\d denied/)).toBeVisible();
    await expect(before.getByText(reason)).toBeVisible();
    await ann.cancel(again);
  });

  test("decides by keys alone", async ({ page, stage }) => {
    const ann = await engineer(stage);
    const first = await ann.submit({ ...high, reason: "TICKET-1: first" });
    await open(page, stage, first.request_id);
    await expect(detail(page)).toBeFocused();
    const second = await ann.submit({ ...high, account_name: "LogArchive", reason: "TICKET-2: second" });
    await expect(page.getByRole("radio")).toHaveCount(2);

    await page.keyboard.press("?");
    await expect(dialog(page).getByText("Next request")).toBeVisible();
    await page.keyboard.press("a"); // not while the help is open
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toHaveCount(0);

    await page.keyboard.press("j");
    await expect(detail(page).getByText("TICKET-2: second")).toBeVisible();
    await page.keyboard.press("k");
    await page.keyboard.press("ArrowDown");
    await expect(page).toHaveURL(`/approvals/${second.request_id}`);
    await page.keyboard.press("d");
    await page.getByLabel("Reason", { exact: true }).waitFor();
    await page.keyboard.type("jade: ask again?"); // letters are letters here
    await page.keyboard.press("Enter");
    await page.keyboard.type("ok");
    await page.keyboard.press("Control+Enter");
    await expect(detail(page).getByText("Denied by you").first()).toBeVisible();
    await expect(detail(page)).toBeFocused();
    expect((await ann.request(second.request_id)).ApprovalComments).toBe("jade: ask again?\nok");

    await page.keyboard.press("k");
    await page.keyboard.press("a");
    await page.getByLabel("Comment").waitFor();
    await page.keyboard.press("Control+Enter");
    await expect(detail(page).getByText("Approved by you").first()).toBeVisible();
    await ann.until(first.request_id, "ACTIVE");
  });

  test("cannot decide a request of one's own", async ({ page, stage }) => {
    const mia = await stage.person("mia@example.com");
    const { request_id: id } = await mia.submit({ ...high, reason: "TICKET-3: mine" });
    await open(page, stage, id);
    await expect(detail(page).getByText("Somebody else has to decide this")).toBeVisible();
    await expect(detail(page).getByRole("button", { name: /Approve|Deny/ })).toHaveCount(0);
    await page.keyboard.press("a");
    await expect(dialog(page)).toHaveCount(0);
    await expect(page.getByRole("tab", { name: "Pending Approvals" })).toHaveText("Pending Approvals");
    await mia.cancel(id);
    await expect(
      detail(page).getByText("Cancelled by the requester before a decision").first(),
    ).toBeVisible();
  });

  test("takes away somebody's access", async ({ page, stage }) => {
    const bob = await stage.person("bob@example.com");
    const first = await bob.submit({ ...low, reason: "TICKET-4: first" });
    const second = await bob.submit({ ...low, reason: "TICKET-4: second", duration_minutes: 20 });
    await Promise.all([bob.until(first.request_id, "ACTIVE"), bob.until(second.request_id, "ACTIVE")]);
    await signIn(page, stage, "mia@example.com", "/pending-approvals?view=active");
    await page.getByLabel("Find a person, account or permission set").fill("bob");
    const buttons = page.getByRole("button", {
      name: "Revoke JIT-EC2FullAccess in Audit of bob@example.com",
    });
    await expect(buttons).toHaveCount(2);
    await buttons.first().click();
    await expect(dialog(page).getByText("It ends 2 requests that are active on it now.")).toBeVisible();
    await dialog(page).getByRole("button", { name: "Revoke", exact: true }).click();
    await expect(page.getByText("Revoked by mia@example.com")).toHaveCount(2);
    await bob.until(first.request_id, "REVOKED");
    await bob.until(second.request_id, "REVOKED");
    await expect(buttons).toHaveCount(0);
  });
});

test.describe("what others do", () => {
  test("shows in place and explains itself, also in a dialog that is open", async ({
    page,
    stage,
    browser,
    errors,
  }) => {
    const ann = await engineer(stage);
    const raced = await ann.submit({ ...high, reason: "TICKET-5: raced" });
    const cancelled = await ann.submit({
      ...high,
      account_name: "Audit",
      reason: "TICKET-6: not needed any more",
    });
    await open(page, stage, raced.request_id);
    await detail(page).getByRole("button", { name: "Approve" }).click();
    await dialog(page).getByLabel("Comment").fill("I was about to");

    const other = await elsewhere(browser, stage, errors);
    await open(other, stage, raced.request_id, "max@example.com");
    await detail(other).getByRole("button", { name: "Deny" }).click();
    await dialog(other).getByLabel("Reason", { exact: true }).fill("Ask for less");
    await dialog(other).getByRole("button", { name: "Deny", exact: true }).click();
    await expect(detail(other).getByText("Denied by you").first()).toBeVisible();

    const told = dialog(page);
    await expect(told.getByText("Denied by max@example.com")).toBeVisible();
    await expect(told.getByText("Ask for less")).toBeVisible();
    await expect(told.getByRole("button", { name: "Approve" })).toHaveCount(0);
    await told.getByRole("button", { name: "Close" }).last().click();
    await expect(detail(page).getByText("Denied by max@example.com").first()).toBeVisible();
    await expect(detail(page).getByRole("button", { name: /^(Approve|Deny)$/ })).toHaveCount(0);
    await expect(page.getByRole("radio")).toHaveCount(2); // it stays until it is taken off

    await ann.cancel(cancelled.request_id);
    const cards = page.getByRole("group", { name: "Requests" });
    await expect(cards.getByText("Cancelled by the requester before a decision")).toBeVisible();
    await detail(page).getByRole("button", { name: "Take off the list" }).click();
    await expect(page.getByRole("radio")).toHaveCount(1);
    await other.context().close();
  });

  test("is told as it was when the answer comes before the news", async ({ page, context, stage }) => {
    await context.route("**/events", (route) => route.abort()); // the news come by asking, seconds later
    const ann = await engineer(stage);
    const max = await stage.person("max@example.com");
    const { request_id: id } = await ann.submit({ ...high, reason: "TICKET-7: late" });
    await open(page, stage, id);
    await detail(page).getByRole("button", { name: "Deny" }).click();
    await dialog(page).getByLabel("Reason", { exact: true }).fill("No");
    await max.decide(id, "APPROVE", "It is an emergency");
    await dialog(page).getByRole("button", { name: "Deny", exact: true }).click();
    await expect(dialog(page).getByText("Approved by max@example.com")).toBeVisible();
    await expect(dialog(page).getByText("It is an emergency")).toBeVisible();
    expect((await ann.request(id)).ApproverEmail).toBe("max@example.com");
  });

  test("does not lose a decision that got no answer: trying again is the same one", async ({
    page,
    stage,
  }) => {
    const ann = await engineer(stage);
    const { request_id: id } = await ann.submit({
      ...high,
      account_name: "LogArchive",
      reason: "TICKET-8: shaky line",
    });
    await open(page, stage, id);
    await detail(page).getByRole("button", { name: "Approve" }).click();
    await stage.stop();
    await dialog(page).getByRole("button", { name: "Approve" }).click();
    await expect(dialog(page).getByText("It is not known whether this was done")).toBeVisible();
    await stage.start();
    await dialog(page).getByRole("button", { name: "Try again" }).click();
    await expect(detail(page).getByText("Approved by you").first()).toBeVisible();
    await ann.until(id, "ACTIVE");
  });
});

test.describe("the link of the mail", () => {
  test("opens the request, after the sign-in, and when it is decided too", async ({ page, stage }) => {
    const ann = await engineer(stage);
    const { request_id: id } = await ann.submit({ ...high, reason: "TICKET-9: by mail" });
    await expect
      .poll(async () => (await stage.letters("mia@example.com")).map((letter) => letter.text).join("\n"))
      .toContain(id);
    await page.goto(`/approvals/${id}`);
    await signIn(page, stage, "mia@example.com", `/approvals/${id}`);
    await expect(page).toHaveURL(`/approvals/${id}`);
    await expect(detail(page).getByText("TICKET-9: by mail")).toBeVisible();
    const max = await stage.person("max@example.com");
    await max.decide(id, "DENY", "Use the runbook");
    await page.goto(`/approvals/${id}`);
    await expect(
      detail(page)
        .getByText(/Denied by max@example.com/)
        .first(),
    ).toBeVisible();
    await expect(detail(page).getByText("Use the runbook").first()).toBeVisible();
  });

  test("that was cut off says so", async ({ page, stage }) => {
    await open(page, stage, "26509964-dbcf-4c35");
    await expect(page.getByText("There is no such request")).toBeVisible();
  });

  test("tells an engineer that managers decide this", async ({ page, stage }) => {
    const ann = await engineer(stage);
    const { request_id: id } = await ann.submit({ ...high, reason: "TICKET-10: mine" });
    await signIn(page, stage, "ann@example.com");
    await page.goto(`/approvals/${id}`);
    await expect(page.getByText("This page is for managers")).toBeVisible();
    await page.getByRole("button", { name: "Open My Requests" }).click();
    await expect(page).toHaveURL("/my-requests");
    await ann.cancel(id);
  });
});

test("a long queue keeps the open request in sight", async ({ page, stage }) => {
  const ann = await engineer(stage);
  for (let minutes = 5; minutes < 13; ++minutes)
    await ann.submit({ ...high, reason: "TICKET-11", duration_minutes: minutes });
  await signIn(page, stage, "mia@example.com", "/pending-approvals");
  await expect(page.getByRole("radio")).toHaveCount(8);
  for (let step = 1; step < 8; ++step) await page.keyboard.press("j");
  await expect(page.getByRole("radio").last()).toBeChecked();
  await expect(page.getByRole("radio").last()).toBeInViewport();
  await page.keyboard.press("j"); // the end is the end
  await expect(page.getByRole("radio").last()).toBeChecked();
});

test("what is written is text, whatever is written", async ({ page, stage }) => {
  const ann = await engineer(stage);
  const reason = `<img src=x onerror=alert(1)> {{x}} \u202Egnp.exe\u202C 🔥👩‍🚒 نظام الإنتاج معطل\n<b>line</b> `;
  const long = (reason + "word ".repeat(1000)).slice(0, 4000).trimEnd();
  const { request_id: id } = await ann.submit({ ...high, reason: long });
  page.on("dialog", () => expect(false, "a script of the reason ran").toBe(true));
  await open(page, stage, id);
  const why = detail(page).getByRole("group", { name: "Business justification" });
  await expect(why).toBeVisible();
  expect(await why.textContent()).toBe(long);
  await expect(why.locator("img, b")).toHaveCount(0);
  await expect(detail(page).getByText("turn its order around")).toBeVisible();
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await expect.poll(overflow).toBeLessThanOrEqual(0);
  }
  await ann.cancel(id);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`everybody can use it: ${colorScheme}`, async ({ page, stage }) => {
    const ann = await engineer(stage);
    const { request_id: id } = await ann.submit({ ...high, reason: "TICKET-11: look" });
    await page.emulateMedia({ colorScheme });
    await open(page, stage, id);
    await expect(detail(page).getByText("What came before")).toBeVisible();
    await checkAccess(page, `approvals_${colorScheme}`);
    for (const [key, name] of [
      ["d", "deny"],
      ["?", "keys"],
    ] as const) {
      await page.keyboard.press(key);
      await expect(dialog(page)).toBeVisible();
      await checkAccess(page, `${name}_${colorScheme}`);
      await page.keyboard.press("Escape");
      await expect(dialog(page)).toHaveCount(0);
    }
    await ann.cancel(id);
    const active = await ann.submit({ ...low, reason: "TICKET-12: held" });
    await ann.until(active.request_id, "ACTIVE");
    await page.goto("/pending-approvals?view=active");
    await expect(page.getByRole("button", { name: /^Revoke/ }).first()).toBeVisible();
    await checkAccess(page, `active_${colorScheme}`);
    await ann.revoke(active.request_id);
  });
}
