// Sends a request so that it is made once, whatever happens to the connection, the page or the sign-in meanwhile: the
// key that names it is kept before it is sent, and it is sent again under that key until an answer is known.
import { useCallback, useEffect, useRef, useState } from "react";
import { Problem, type Submit, type Submitted } from "../../api/client";
import { usePortal } from "../../portal";
import { keepSubmission, keptSubmission, type Submission } from "./kept";

export type SubmissionState =
  | { kind: "none" }
  | { kind: "sending" }
  | { kind: "unknown" }
  | { kind: "refused"; problem: unknown }
  | { kind: "done"; answer: Submitted };

const firstPause = 1_000;
const longestPause = 15_000;

export function useSubmission(onDone: () => void) {
  const { api, me } = usePortal();
  const [state, setState] = useState<SubmissionState>({ kind: "none" });
  const current = useRef<Submission>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const done = useRef(onDone);
  done.current = onDone;

  const send = useCallback(
    async (submission: Submission, pause: number): Promise<void> => {
      clearTimeout(timer.current);
      try {
        const answer = await api.submit(submission.body, submission.key);
        if (current.current !== submission) return;
        keepSubmission(me.subject, undefined);
        done.current();
        setState({ kind: "done", answer });
      } catch (problem) {
        if (current.current !== submission) return;
        const later = problem instanceof Problem && (problem.isUnknown || problem.status === 429);
        if (later) {
          setState({ kind: "unknown" });
          const wait = Math.max(pause, (problem.retryAfterSeconds ?? 0) * 1000);
          timer.current = setTimeout(() => void send(submission, Math.min(pause * 2, longestPause)), wait);
          return;
        }
        // Without a sign-in nothing is known either: it goes on after the next one.
        if (problem instanceof Problem && problem.status === 401) return;
        keepSubmission(me.subject, undefined);
        setState({ kind: "refused", problem });
      }
    },
    [api, me.subject],
  );

  useEffect(() => {
    const kept = keptSubmission(me.subject);
    if (kept) {
      current.current = kept;
      setState({ kind: "sending" });
      void send(kept, firstPause);
    }
    const now = () => current.current && timer.current && void send(current.current, firstPause);
    window.addEventListener("online", now);
    return () => {
      window.removeEventListener("online", now);
      clearTimeout(timer.current);
      current.current = undefined;
    };
  }, [me.subject, send]);

  const submit = useCallback(
    (body: Submit) => {
      const submission = { key: crypto.randomUUID(), body, since: Date.now() };
      keepSubmission(me.subject, submission);
      current.current = submission;
      setState({ kind: "sending" });
      void send(submission, firstPause);
    },
    [me.subject, send],
  );
  const tryNow = useCallback(() => current.current && void send(current.current, firstPause), [send]);
  const stop = useCallback(() => {
    clearTimeout(timer.current);
    current.current = undefined;
    keepSubmission(me.subject, undefined);
    setState({ kind: "none" });
  }, [me.subject]);

  return { state, submit, tryNow, stop };
}
