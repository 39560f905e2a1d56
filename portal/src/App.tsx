// Who is here: nobody yet, somebody who has to sign in, or somebody who is signed in.
import Box from "@cloudscape-design/components/box";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { Loading } from "./components/Loading";
import { ProblemAlert } from "./components/ProblemAlert";
import { SignInPage } from "./pages/sign-in/SignInPage";
import { loadConfig, type PortalConfig } from "./session/config";
import { connect, type Session } from "./session/connect";
import type { VaultEvent } from "./session/vault";
import { SignedIn } from "./shell/SignedIn";
import { FaultBoundary } from "./shell/FaultBoundary";
import { setClockAhead } from "./time/clock";

export type VaultListener = (event: VaultEvent) => void;

type Who =
  | { kind: "starting" }
  | { kind: "failed"; problem: unknown }
  | { kind: "nobody"; wasSignedIn: boolean }
  | { kind: "somebody" };

export function App() {
  const queries = useQueryClient();
  const [who, setWho] = useState<Who>({ kind: "starting" });
  const parts = useRef<{ session: Session; config: PortalConfig }>();
  const listeners = useRef(new Set<VaultListener>());

  const start = useCallback(async () => {
    setWho({ kind: "starting" });
    const heard = (event: VaultEvent) => {
      if (event.kind === "clock") setClockAhead(event.ahead);
      if (event.kind === "signedIn") setWho({ kind: "somebody" });
      if (event.kind === "signedOut") {
        queries.clear();
        setWho({ kind: "nobody", wasSignedIn: true });
      }
      listeners.current.forEach((listener) => listener(event));
    };
    try {
      const [config, { session, signedIn }] = await Promise.all([loadConfig(), connect(heard)]);
      parts.current = { session, config };
      setWho(signedIn ? { kind: "somebody" } : { kind: "nobody", wasSignedIn: false });
    } catch (problem) {
      setWho({ kind: "failed", problem });
    }
  }, [queries]);

  const started = useRef(false);
  useEffect(() => {
    if (started.current) return; // StrictMode runs effects twice, and one vault is enough
    started.current = true;
    void start();
  }, [start]);

  const listen = useCallback((listener: VaultListener) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);

  if (who.kind === "failed") {
    return (
      <Box padding="xxl">
        <ProblemAlert problem={who.problem} onRetry={() => void start()} />
      </Box>
    );
  }
  if (who.kind === "starting" || !parts.current) {
    return <Loading />;
  }
  const { session, config } = parts.current;
  return (
    <FaultBoundary>
      {who.kind === "nobody" ? (
        <SignInPage
          session={session}
          config={config}
          wasSignedIn={who.wasSignedIn}
          onSignedIn={() => setWho({ kind: "somebody" })}
        />
      ) : (
        <SignedIn
          session={session}
          config={config}
          listen={listen}
          onSignedOut={() => {
            queries.clear();
            setWho({ kind: "nobody", wasSignedIn: true });
          }}
        />
      )}
    </FaultBoundary>
  );
}
