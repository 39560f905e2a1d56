import { useLocation, useSearch } from "wouter";
import { paths } from "../../shell/paths";
import { serverSeconds } from "../../time/clock";
import { isReported, monthOf } from "./month";

/** The month that the address names ("?month=2026-11"), else the current one. */
export function useMonth() {
  const [, navigate] = useLocation();
  const asked = new URLSearchParams(useSearch()).get("month");
  const current = monthOf(serverSeconds());
  const isWrong = asked !== null && !isReported(asked, current);
  return {
    month: asked === null || isWrong ? current : asked,
    current,
    isWrong,
    choose: (month: string) => navigate(`${paths.reports}?month=${month}`),
  };
}
