import { useCallback, useState } from "react";
import { firstView, type View } from "./view";

export interface TableView {
  view: View;
  /** From 1. */
  page: number;
  choose: (chosen: Partial<View>) => void;
  goTo: (page: number) => void;
}

/** What the table shows; kept by the page, so that it is the same after a look at one request. */
export function useView(): TableView {
  const [view, setView] = useState(firstView);
  const [page, goTo] = useState(1);
  const choose = useCallback((chosen: Partial<View>) => {
    setView((before) => ({ ...before, ...chosen }));
    goTo(1);
  }, []);
  return { view, page, choose, goTo };
}
