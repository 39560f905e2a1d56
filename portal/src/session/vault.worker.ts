// The worker around the vault: one for each page.
import { expose } from "comlink";
import { loadConfig } from "./config";
import { Vault, type VaultEvent } from "./vault";

// The vault reads the configuration itself, so that no script of the page can tell it where to send tokens.
async function open(tell: (event: VaultEvent) => void): Promise<boolean> {
  vault = new Vault(await loadConfig(), tell);
  return vault.resume();
}

let vault: Vault;

const door = {
  open,
  signIn: (...args: Parameters<Vault["signIn"]>) => vault.signIn(...args),
  answer: (...args: Parameters<Vault["answer"]>) => vault.answer(...args),
  beginAuthenticator: () => vault.beginAuthenticator(),
  finishAuthenticator: (...args: Parameters<Vault["finishAuthenticator"]>) =>
    vault.finishAuthenticator(...args),
  changePassword: (...args: Parameters<Vault["changePassword"]>) => vault.changePassword(...args),
  signOut: (...args: Parameters<Vault["signOut"]>) => vault.signOut(...args),
  call: (...args: Parameters<Vault["call"]>) => vault.call(...args),
  follow: () => vault.follow(),
};

export type VaultDoor = typeof door;

expose(door);
