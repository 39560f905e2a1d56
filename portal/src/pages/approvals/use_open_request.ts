import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { usePortal } from "../../portal";
import { paths } from "../../shell/paths";
import { nextToDecide, type Shown } from "./shown";

/**
 * Which of the requests on the screen is open: the address's, otherwise the first that this manager can decide. Opening
 * another one changes the address, so that it can be passed on.
 */
export function useOpenRequest(shown: readonly Shown[], id: string | undefined) {
  const { me } = usePortal();
  const [, navigate] = useLocation();
  const [first, setFirst] = useState<string>();
  const placeRef = useRef<HTMLElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  // Who came by a link, or by a key, goes on reading at the request.
  const wantsFocus = useRef(id !== undefined);

  const find = (wanted: string | undefined) => shown.find(({ request }) => request.RequestId === wanted);
  const beginning = find(nextToDecide(shown, undefined, me)) ?? shown[0];
  const open = find(id) ?? find(first) ?? beginning;
  const openId = open?.request.RequestId;
  useEffect(() => setFirst(openId), [openId]);
  useEffect(() => {
    if (!wantsFocus.current || !placeRef.current || (id && openId !== id)) return;
    wantsFocus.current = false;
    placeRef.current.focus();
    showCard(
      listRef.current,
      shown.findIndex((one) => one === open),
      placeRef.current,
    );
  });

  const show = useCallback(
    (wanted: string | undefined, withFocus: boolean) => {
      if (!wanted) return;
      wantsFocus.current = withFocus;
      navigate(paths.approval(wanted), { replace: true });
    },
    [navigate],
  );
  const focus = useCallback(() => void (wantsFocus.current = true), []);
  return { open, placeRef, listRef, show, focus };
}

// The list scrolls by itself where it is long. Where it stands beside the request the page may have to follow; where it
// stands above, the page stays at the request.
function showCard(list: HTMLElement | null, index: number, place: HTMLElement): void {
  const item = list?.querySelectorAll("li")[index];
  const card = item?.getBoundingClientRect();
  if (!list || !card) return;
  const frame = list.getBoundingClientRect();
  if (card.top < frame.top) list.scrollTop -= frame.top - card.top;
  if (card.bottom > frame.bottom) list.scrollTop += card.bottom - frame.bottom;
  if (frame.right <= place.getBoundingClientRect().left) item?.scrollIntoView({ block: "nearest" });
}
