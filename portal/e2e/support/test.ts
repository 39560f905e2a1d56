// What all browser tests share: a stage for each worker, a page that fails the test on any error in its console, and
// the steps that every story begins with.
import { test as base, expect, type Page } from "@playwright/test";
import { Stage } from "./stage";

export { expect };

// What a browser says by itself about answers that the tests ask for: 4xx, and a server that is stopped on purpose.
const expected = /Failed to load resource: (the server responded with a status of 4|net::ERR_)/;

export interface StageOptions {
  /** Which parts the server has: a project says so. */
  parts: "embedded" | "aws";
  /** What else tests/e2e/portal_stage.py is told: a file says so. */
  stageOptions: string[];
}

export const test = base.extend<{ errors: string[] }, StageOptions & { stage: Stage }>({
  parts: ["embedded", { scope: "worker", option: true }],
  stageOptions: [[], { scope: "worker", option: true }],
  stage: [
    async ({ parts, stageOptions }, use) => {
      const stage = await Stage.open(...(parts === "aws" ? ["--aws"] : []), ...stageOptions);
      await use(stage);
      await stage.close();
    },
    { scope: "worker" },
  ],
  errors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      watch(page, errors);
      await use(errors);
      expect(errors, "errors in the console").toEqual([]);
    },
    { auto: true },
  ],
  baseURL: async ({ stage }, use) => use(stage.url),
});

export function watch(page: Page, errors: string[]): void {
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text())) errors.push(message.text());
  });
}

export async function signIn(page: Page, stage: Stage, email: string, path = "/"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(stage.people[email] ?? "");
  await page.getByRole("button", { name: "Sign In" }).click();
  await expect(page.getByRole("tab", { name: "My Requests" })).toBeVisible();
}

/** Fills fields by their labels. */
export async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(value);
}

/** Chooses from a menu of the top bar. */
export async function menu(page: Page, name: string, item: string): Promise<void> {
  await page
    .getByRole("button", { name: /^Account/ })
    .or(page.getByRole("button", { name }))
    .first()
    .click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}
