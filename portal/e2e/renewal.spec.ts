// A sign-in lasts longer than its tokens: the server's clock runs 600 times faster here, and an hour is six seconds.
import { expect, signIn, test } from "./support/test";

test.use({ stageOptions: ["--speed", "600"] });

test("tokens that ended are renewed without anybody's doing", async ({ page, context, stage }) => {
  await signIn(page, stage, "ann@example.com");
  const refused = context.waitForEvent("response", (response) => response.status() === 401);
  await refused;
  await page.getByRole("tab", { name: "My Requests" }).click();
  await expect(page.getByRole("heading", { name: "My Requests" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("tab", { name: "My Requests", selected: true })).toBeVisible();
});

test("who is removed meanwhile is signed out", async ({ page, stage }) => {
  await stage.add("leaver@example.com").then((password) => (stage.people["leaver@example.com"] = password));
  await signIn(page, stage, "leaver@example.com");
  await stage.curfew(["user", "remove", "leaver@example.com"]);
  await expect(page.getByText("You are signed out.")).toBeVisible({ timeout: 45_000 });
});
