import LiveRegion from "@cloudscape-design/components/live-region";
import { useEffect, useRef, useState } from "react";
import { usePortal } from "../../portal";
import { text } from "../../text";
import { outcomeOf } from "./outcome";
import { news, type Shown } from "./shown";

/** Tells screen readers what changed by itself: new requests, and what became of those on the screen. */
export function News({ shown, isRead }: { shown: readonly Shown[]; isRead: boolean }) {
  const { me } = usePortal();
  const before = useRef<readonly Shown[]>();
  const [message, setMessage] = useState("");
  useEffect(() => {
    if (!isRead) return;
    const told = before.current && sentences(news(before.current, shown), me);
    before.current = shown;
    if (told) setMessage(told);
  }, [shown, isRead, me]);
  return <LiveRegion hidden>{message}</LiveRegion>;
}

function sentences({ arrived, settled }: ReturnType<typeof news>, me: { email: string }): string {
  const words = text.approvals;
  const told = settled.map((request) =>
    words.news.settled(request.UserEmail, outcomeOf(request, me)?.headline ?? ""),
  );
  if (arrived.length > 2) told.push(words.news.severalArrived(arrived.length));
  else {
    told.push(
      ...arrived.map((request) =>
        words.news.arrived(request.UserEmail, words.what(request.PermissionSet, request.AccountName)),
      ),
    );
  }
  return told.join(" ");
}
