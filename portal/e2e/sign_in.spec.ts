// "Getting Started" of the manual, and what else there is about a sign-in.
import type { Page } from "@playwright/test";
import { fill, menu, expect, signIn, test } from "./support/test";
import { totp } from "./support/totp";

const chosen = "Chosen-by-me-1";

async function enter(page: Page, email: string, password: string): Promise<void> {
  await fill(page, { Email: email, Password: password });
  await page.getByRole("button", { name: "Sign In" }).click();
}

test("the first sign-in asks for a new password and shows the rules as they are met", async ({
  page,
  stage,
}) => {
  const password = await stage.addTemporary("new@example.com");
  await page.goto("/");
  await enter(page, "new@example.com", password);
  await expect(page.getByText("Set a new password")).toBeVisible();
  const rules = page.getByRole("listitem");
  await page.getByLabel("New password", { exact: true }).fill("short");
  await expect(
    rules.filter({ hasText: "a lowercase letter" }).getByLabel("met", { exact: true }),
  ).toBeVisible();
  await expect(rules.filter({ hasText: "at least 8" }).getByLabel("not met yet")).toBeVisible();
  await fill(page, { "New password": chosen, "New password, once more": "Chosen-by-you" });
  await expect(page.getByText("The two are not the same.")).toBeVisible();
  await page.screenshot({ path: "../build/portal-tests/new_password.png" });
  await fill(page, { "New password, once more": chosen });
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByRole("tab", { name: "New Request" })).toBeVisible();
});

test("a wrong password is refused in words, and nothing tells whether the user exists", async ({
  page,
  stage,
}) => {
  await page.goto("/");
  for (const email of ["ann@example.com", "nobody@example.com"]) {
    await enter(page, email, "not-the-password-1A");
    await expect(page.getByText("The email address or the password is wrong.")).toBeVisible();
  }
  await enter(page, "ann@example.com", "");
  await expect(page.getByText("Enter your password.")).toBeVisible();
  await page.screenshot({ path: "../build/portal-tests/sign_in.png" });
  await enter(page, "ann@example.com", stage.people["ann@example.com"] ?? "");
  await expect(page.getByRole("tab", { name: "New Request" })).toBeVisible();
});

test("a sign-in goes on after a reload and in another tab, and ends in both with the sign-out", async ({
  page,
  context,
  stage,
}) => {
  await signIn(page, stage, "ann@example.com");
  await page.reload();
  await expect(page.getByRole("tab", { name: "My Requests" })).toBeVisible();
  const other = await context.newPage();
  await other.goto("/my-requests");
  await expect(other.getByRole("tab", { name: "My Requests", selected: true })).toBeVisible();
  await menu(page, "ann@example.com", "Sign out");
  for (const one of [page, other]) await expect(one.getByText("You are signed out.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Password")).toBeVisible();
});

test("no script of the page can reach the tokens", async ({ page, stage }) => {
  await signIn(page, stage, "ann@example.com");
  const reached = await page.evaluate(async () => {
    const kept = await fetch("/session-keeper");
    const databases = await indexedDB.databases();
    const caches_ = await caches.keys();
    const stored = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]);
    return { status: kept.status, text: await kept.text(), databases, caches_, stored };
  });
  expect(reached.status).toBe(403);
  expect(reached.text).toBe("");
  expect(reached.databases).toEqual([]);
  expect(reached.caches_).toEqual([]);
  expect(reached.stored).not.toMatch(/eyJ|token/i); // how a JSON web token begins
});

test("no markup becomes script", async ({ page, stage, errors }) => {
  await signIn(page, stage, "ann@example.com");
  const refused = await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.hit = true'>");
      return "";
    } catch (error) {
      return String(error);
    }
  });
  expect(refused).toContain("TrustedHTML");
  expect(errors.splice(0).join()).toContain("TrustedHTML"); // the browser says so itself
});

test("an authenticator app is set up by QR code, and asked for from then on", async ({ page, stage }) => {
  const password = await stage.add("mfa@example.com", "Engineers");
  await page.goto("/");
  await enter(page, "mfa@example.com", password);
  await menu(page, "mfa@example.com", "Set up an authenticator app");
  const dialog = page.getByRole("dialog", { name: "Set up an authenticator app" });
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = await dialog.getByTestId("authenticator-key").innerText();
  await dialog.getByLabel("Six-digit code").fill("000000");
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByText("This code is not right.")).toBeVisible();
  await page.screenshot({ path: "../build/portal-tests/mfa_set_up.png" });
  await dialog.getByLabel("Six-digit code").fill(totp(secret));
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByText("From now on, signing in asks for a code")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await menu(page, "mfa@example.com", "Sign out");
  await enter(page, "mfa@example.com", password);
  await page.getByLabel("Six-digit code").fill(totp(secret, stage.onAws ? 0 : 1)); // our pool takes each code once
  await page.screenshot({ path: "../build/portal-tests/mfa_code.png" });
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("tab", { name: "New Request" })).toBeVisible();
});

test("a password is changed, and the old one no longer counts", async ({ page, stage }) => {
  const password = await stage.add("change@example.com", "Engineers");
  await page.goto("/");
  await enter(page, "change@example.com", password);
  await menu(page, "change@example.com", "Change password");
  const dialog = page.getByRole("dialog", { name: "Change password" });
  await dialog.getByLabel("Present password").fill(password);
  await dialog.getByLabel("New password", { exact: true }).fill(chosen);
  await dialog.getByLabel("New password, once more").fill(chosen);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(dialog.getByText("Your password is changed.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.reload();
  await menu(page, "change@example.com", "Sign out");
  await enter(page, "change@example.com", password);
  await expect(page.getByText("The email address or the password is wrong.")).toBeVisible();
  await enter(page, "change@example.com", chosen);
  await expect(page.getByRole("tab", { name: "New Request" })).toBeVisible();
});

test("who is signed out on all devices has to sign in again here, too", async ({ page, stage, browser }) => {
  await signIn(page, stage, "bob@example.com");
  const elsewhere = await browser.newPage({ baseURL: stage.url });
  await signIn(elsewhere, stage, "bob@example.com");
  await menu(elsewhere, "bob@example.com", "Sign out on all devices");
  await expect(elsewhere.getByText("You are signed out.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Password")).toBeVisible();
  await elsewhere.close();
});
