// Whatever people and administrators write is text: in every page, and in the mail.
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./support/test";

test.use({ stageOptions: ["--hostile"] });

const script = `<img src=x onerror="window.hit = 'img'"><script>window.hit = 'script'</script>`;
const turned = "invoice\u202Efdp.exe \u2066hidden\u2069 \u200Bzero";
const emoji = "🚒👩‍💻 naïve 日本語 العربية";
const long = "W".repeat(4000);
// What an address may have in it.
const email = "o'neil+{{x}}&$`|~@example.com";
const title = `Log <b>Archive</b> ${script}`;

async function isHarmless(page: Page): Promise<void> {
  expect(await page.evaluate(() => (window as { hit?: string }).hit)).toBeUndefined();
  expect(await page.locator("img[src=x]").count()).toBe(0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, "the page is no wider than the window").toBeLessThanOrEqual(0);
}

test("hostile text is shown as text, wherever it goes", async ({ page, stage }) => {
  stage.people[email] = await stage.add(email);
  const requester = await stage.person(email);
  const made: Record<string, string> = {};
  for (const reason of [script, turned, emoji, long]) {
    const { request_id: id } = await requester.submit({
      account_name: "Hostile",
      permission_set: "EmergencyAdmin",
      reason,
    });
    made[id] = reason;
  }
  const mia = await stage.person("mia@example.com");
  const [first = ""] = Object.keys(made);

  await signIn(page, stage, "mia@example.com", `/approvals/${first}`);
  await expect(page.getByText(script).first()).toBeVisible();
  await expect(page.getByText(email).first()).toBeVisible();
  await isHarmless(page);
  await page.screenshot({ path: "../build/portal-tests/hostile_approvals.png" });

  await mia.decide(first, "DENY", `${script} ${turned} ${emoji}`);
  await page.goto("/monthly-report");
  await expect(page.getByText(email).first()).toBeVisible();
  await isHarmless(page);

  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((one) => one?.unregister()));
  await page.reload();
  await signIn(page, stage, email, "/my-requests");
  await expect(page.getByText("onerror=").first()).toBeVisible();
  await isHarmless(page);
  for (const [id, reason] of Object.entries(made)) {
    await page.goto(`/my-requests/${id}`);
    await expect(page.getByText(reason).first()).toBeVisible();
    await isHarmless(page);
  }
  await page.goto(`/my-requests/${first}`);
  await expect(page.getByText(`${script} ${turned} ${emoji}`).first()).toBeVisible();
  await isHarmless(page);
  await page.goto("/?account=Hostile&permission_set=EmergencyAdmin");
  await expect(page.getByText(title).first()).toBeVisible();
  await isHarmless(page);
});

test("a mail has no markup of anybody's but ours", async ({ stage }) => {
  stage.people[email] ??= await stage.add(email);
  const requester = await stage.person(email);
  const { request_id: id } = await requester.submit({
    account_name: "Hostile",
    permission_set: "EmergencyAdmin",
    reason: `${script} TICKET-77`,
  });
  const about = async () => (await stage.letters("mia@example.com")).filter(({ text }) => text.includes(id));
  await expect.poll(async () => (await about()).length).toBeGreaterThan(0);
  const [letter] = await about();
  expect(letter?.text).toContain(script); // as it was written: this part is plain text
  expect(letter?.html).toContain("&lt;img src=x onerror=");
  expect(letter?.html).not.toMatch(/<(img|script)[^>]*(onerror|>window)/);
  expect(letter?.subject).not.toContain("\n");
});
