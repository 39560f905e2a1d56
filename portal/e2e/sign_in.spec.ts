import { expect, signIn, test } from "./support/test";

test("a sign-in goes on after a reload, and ends with the sign-out", async ({ page, stage }) => {
  await signIn(page, stage, "ann@example.com");
  await page.reload();
  await expect(page.getByRole("tab", { name: "My Requests" })).toBeVisible();
  await page.screenshot({ path: "../build/portal-tests/x.png" });
});
