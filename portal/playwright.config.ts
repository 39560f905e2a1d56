import { defineConfig } from "@playwright/test";
import type { StageOptions } from "./e2e/support/test";

// Debian's Chromium, and nothing of it that calls home.
const chromium = {
  executablePath: process.env.CURFEW_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

const outputOf = (project: string) => `../build/portal-tests/${project}`;

export default defineConfig<object, StageOptions>({
  testDir: "e2e",
  fullyParallel: false, // tests of one file share a server
  workers: 2,
  forbidOnly: process.env.CI === "true",
  timeout: 180_000, // patience with a busy machine; nothing waits for them to pass
  expect: { timeout: 45_000 },
  reporter: "list",
  projects: [
    { name: "embedded", testIgnore: "screenshots.spec.ts", outputDir: outputOf("embedded") },
    // The manual's stories with sign-in by Cognito; what only concerns the page is told once.
    {
      name: "aws",
      testMatch: ["sign_in.spec.ts", "new_request.spec.ts", "my_requests.spec.ts", "approvals.spec.ts"],
      grepInvert: /everybody can use it|thousands|long queue|choices for the table/,
      use: { parts: "aws" },
      outputDir: outputOf("aws"),
    },
    { name: "screenshots", testMatch: "screenshots.spec.ts", outputDir: outputOf("screenshots") },
  ],
  use: {
    launchOptions: chromium,
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    screenshot: "only-on-failure",
    contextOptions: { reducedMotion: "reduce" },
  },
});
