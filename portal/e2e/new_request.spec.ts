import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./support/test";

// On AWS they are called as AWS calls them.
const s3 = /S3 ?Full ?Access/;
const admin = /Emergency ?Admin/;

async function choose(page: Page, account: RegExp, permissionSet: RegExp): Promise<void> {
  await page.getByRole("button", { name: /^AWS Account/ }).click();
  await page.getByRole("option", { name: account }).click();
  await page.getByRole("button", { name: /^Permission Set/ }).click();
  await page.getByRole("option", { name: permissionSet }).click();
}

test("low risk is granted at once, and asking again says that it extends", async ({ page, stage }) => {
  await signIn(page, stage, "ann@example.com");
  await choose(page, /Log ?Archive/, s3);
  await expect(page.getByText("the access is granted at once, for 60 minutes")).toBeVisible();
  await page
    .getByLabel("Business Justification")
    .fill("Need to investigate S3 bucket permissions for TICKET-1234");
  await page
    .getByRole("radio", { name: "30 min" })
    .or(page.getByRole("button", { name: "30 min" }))
    .first()
    .click();
  await page.screenshot({ path: "../build/portal-tests/new_request.png", fullPage: true });
  await page.getByRole("button", { name: "Submit Request" }).click();
  await expect(page.getByText("Access granted")).toBeVisible();
  await page.screenshot({ path: "../build/portal-tests/granted.png", fullPage: true });
  await page.getByRole("button", { name: "Make another request" }).click();
  await page.getByRole("button", { name: /S3 ?Full ?Access · Log ?Archive/ }).click();
  await expect(page.getByText("You have this access already")).toBeVisible();
  await page.screenshot({ path: "../build/portal-tests/extends.png", fullPage: true });
});

test("high risk waits for a manager, who is told", async ({ page, stage }) => {
  await signIn(page, stage, "ann@example.com");
  await choose(page, /Management/, admin);
  await expect(page.getByText("a manager decides first")).toBeVisible();
  await page.getByLabel("Business Justification").fill("Production database outage, INC-77");
  await page.getByRole("button", { name: "Submit Request" }).click();
  await expect(page.getByText("Sent to the managers")).toBeVisible();
  await expect.poll(async () => (await stage.letters("mia@example.com")).length).toBeGreaterThan(0);
});

test("what is missing is said at its field, and nothing is sent", async ({ page, stage }) => {
  await signIn(page, stage, "bob@example.com");
  await page.getByRole("button", { name: "Submit Request" }).click();
  await expect(page.getByText("Choose an account.")).toBeVisible();
  await expect(page.getByText("Say why you need the access.")).toBeVisible();
  await page.screenshot({ path: "../build/portal-tests/missing.png", fullPage: true });
});

test("a request whose answer is lost is made once, over a reload too", async ({ page, context, stage }) => {
  await signIn(page, stage, "bob@example.com");
  await choose(page, /Audit/, s3);
  await page.getByLabel("Business Justification").fill("Comparing access logs for TICKET-9");
  // The server does its work, and the answer never arrives.
  let lost = 0;
  await context.route("**/requests", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    await route.fetch();
    lost += 1;
    await route.abort("connectionreset");
  });
  await page.getByRole("button", { name: "Submit Request" }).click();
  await expect(page.getByText("It is not known yet whether your request arrived")).toBeVisible();
  await page.screenshot({ path: "../build/portal-tests/unknown.png", fullPage: true });
  await context.unroute("**/requests");
  await page.reload();
  await expect(page.getByText("Access granted")).toBeVisible();
  expect(lost).toBeGreaterThan(0);
  const mine = await stage.person("bob@example.com").then((bob) => bob.list("mine"));
  expect(mine.filter((request) => request.Reason.includes("TICKET-9"))).toHaveLength(1);
});
