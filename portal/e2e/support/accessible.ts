// What axe-core finds on a page as it stands, in a wide and in a narrow window; and what it looks like, for people.
import { expect, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

interface Finding {
  id: string;
  help: string;
  nodes: { html: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** `name`: of the pictures in build/portal-tests. */
export async function checkAccess(page: Page, name: string): Promise<void> {
  const usual = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const width of [usual.width, 360]) {
    await page.setViewportSize({ ...usual, width });
    await settled(page);
    await page.screenshot({ path: `../build/portal-tests/${name}_${width}.png`, fullPage: true });
    expect(await findings(page), `${name}, ${width} pixels wide`).toEqual([]);
  }
  await page.setViewportSize(usual);
}

async function findings(page: Page): Promise<string[]> {
  // By evaluate: the Content-Security-Policy lets no script tag in.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } };
    return (await checker.run()).violations;
  });
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

// Fades and slides are over: half faded in, no text has enough contrast.
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity) // a spinner never is over
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
}
