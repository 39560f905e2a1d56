import { proxy, wrap, type Remote } from "comlink";
import { allowOwnWorkersOnly } from "./trusted_types";
import type { VaultDoor } from "./vault.worker";
import type { VaultEvent } from "./vault";

/** The page's side of the vault. */
export type Session = Omit<Remote<VaultDoor>, "open">;

const keeperPatience = 2_000;

/** Starts the keeper and the vault. `signedIn`: a sign-in from before the reload, or of another tab, goes on. */
export async function connect(
  listener: (event: VaultEvent) => void,
): Promise<{ session: Session; signedIn: boolean }> {
  if (import.meta.env.PROD) allowOwnWorkersOnly(); // the development server has other addresses, and no policy
  await startKeeper();
  const worker = new Worker(new URL("./vault.worker.ts", import.meta.url), { type: "module", name: "vault" });
  const door = wrap<VaultDoor>(worker);
  return { session: door, signedIn: await door.open(proxy(listener)) };
}

// The vault is only served by a keeper that rules the page already. Without one (an insecure address, a private
// window) everything works, but a reload asks for the password.
async function startKeeper(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/session-keeper.js", { type: "module", updateViaCache: "none" });
    await Promise.race([
      navigator.serviceWorker.ready,
      new Promise((resume) => setTimeout(resume, keeperPatience)),
    ]);
  } catch {
    // told by what follows: resuming finds nothing
  }
}
