import type { components } from "../api/schema";

/** Where everything is: `portal-config.json`, which the server makes, or whoever puts the portal on S3. */
export type PortalConfig = components["schemas"]["PortalConfig"];

export async function loadConfig(): Promise<PortalConfig> {
  const response = await fetch("/portal-config.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`portal-config.json: ${response.status}`);
  return (await response.json()) as PortalConfig;
}

/** The AWS access portal, without what follows its path; undefined unless it is one that a browser may be sent to. */
export function startUrl(config: Pick<PortalConfig, "startUrl">): string | undefined {
  if (!URL.canParse(config.startUrl)) return undefined;
  const { protocol, origin, pathname } = new URL(config.startUrl);
  return protocol === "https:" ? origin + pathname.replace(/\/+$/, "") : undefined;
}
