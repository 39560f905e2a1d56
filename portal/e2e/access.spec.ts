// Everybody can use what leads to a request: axe finds nothing, wide and narrow, light and dark.
import { checkAccess } from "./support/accessible";
import { expect, fill, menu, signIn, test } from "./support/test";

for (const colorScheme of ["light", "dark"] as const) {
  test(`signing in: ${colorScheme}`, async ({ page, stage }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("/");
    await page.getByRole("button", { name: "Sign In" }).click();
    await expect(page.getByText("Enter your email address.")).toBeVisible();
    await checkAccess(page, `sign_in_${colorScheme}`);
    const email = `${colorScheme}@example.com`;
    await fill(page, { Email: email, Password: await stage.addTemporary(email) });
    await page.getByRole("button", { name: "Sign In" }).click();
    await page.getByLabel("New password", { exact: true }).fill("half");
    await checkAccess(page, `new_password_${colorScheme}`);
  });

  test(`asking: ${colorScheme}`, async ({ page, stage }) => {
    await page.emulateMedia({ colorScheme });
    await signIn(page, stage, "ann@example.com", "/?account=LogArchive&permission_set=S3FullAccess");
    await page.getByRole("button", { name: "Submit Request" }).click();
    await expect(page.getByText("Say why you need the access.")).toBeVisible();
    await checkAccess(page, `new_request_${colorScheme}`);
    await page.getByLabel("Business Justification").fill("Comparing access logs for TICKET-12");
    await page.getByRole("button", { name: "Submit Request" }).click();
    await expect(page.getByText("Access granted")).toBeVisible();
    await checkAccess(page, `granted_${colorScheme}`);
    await menu(page, "ann@example.com", "Set up an authenticator app");
    await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
    await checkAccess(page, `authenticator_${colorScheme}`);
  });
}

test("the reader's choice of light or dark stays", async ({ page, stage }) => {
  await signIn(page, stage, "bob@example.com");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe("rgb(255, 255, 255)");
  await page.getByRole("button", { name: "Appearance" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Dark" }).click();
  await expect.poll(background).not.toBe("rgb(255, 255, 255)");
  await page.reload();
  await expect(page.getByRole("tab", { name: "My Requests" })).toBeVisible();
  expect(await background()).not.toBe("rgb(255, 255, 255)");
});

test("the whole way to a request goes by keyboard", async ({ page, stage }) => {
  await page.goto("/");
  await expect(page.getByLabel("Email")).toBeFocused();
  await page.keyboard.type("bob@example.com");
  await page.keyboard.press("Tab");
  await page.keyboard.type(stage.people["bob@example.com"] ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Request access" })).toBeVisible();
  await page.getByRole("button", { name: /^AWS Account/ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("audit");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.type("ec2");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Looking at an instance that hangs, TICKET-31");
  await expect(page.getByText("Low risk: the access is granted at once")).toBeVisible();
  await page.getByRole("button", { name: "Submit Request" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Access granted")).toBeVisible();
});
