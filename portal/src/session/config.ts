import type { components } from "../api/schema";

/** Where everything is: `portal-config.json`, which the server makes, or whoever puts the portal on S3. */
export type PortalConfig = components["schemas"]["PortalConfig"];

export async function loadConfig(): Promise<PortalConfig> {
  const response = await fetch("/portal-config.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`portal-config.json: ${response.status}`);
  return (await response.json()) as PortalConfig;
}
