import { ago } from "../time/ago";
import { useByServerClock } from "../time/clock";
import { iso, localText } from "../time/format";

/** How long ago a point in time is; the time itself on hover. Ticks by itself. */
export function Ago({ at }: { at: number }) {
  return (
    <time dateTime={iso(at)} title={localText(at)}>
      {useByServerClock((now) => ago(at, now))}
    </time>
  );
}
