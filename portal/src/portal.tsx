// What every page of somebody who is signed in can reach.
import { createContext, useContext } from "react";
import type { Api, Me } from "./api/client";
import type { PortalConfig } from "./session/config";
import type { Session } from "./session/connect";

export interface Portal {
  api: Api;
  session: Session;
  config: PortalConfig;
  me: Me;
  /** Whether the server tells of changes by itself now; if not, pages ask again and again. */
  isLive: boolean;
}

const PortalContext = createContext<Portal | undefined>(undefined);

export const PortalProvider = PortalContext.Provider;

export function usePortal(): Portal {
  const portal = useContext(PortalContext);
  if (!portal) throw new Error("usePortal is for pages behind the sign-in");
  return portal;
}
