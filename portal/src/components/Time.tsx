import { useServerSeconds } from "../time/clock";
import { iso, localText, shortLocalText, utcText } from "../time/format";

/** A point in time: local, with UTC on hover and for screen readers' machine-readable form. */
export function Time({ at, short = false }: { at: number; short?: boolean }) {
  return (
    <time dateTime={iso(at)} title={utcText(at)}>
      {short ? <ShortTime at={at} /> : localText(at)}
    </time>
  );
}

function ShortTime({ at }: { at: number }) {
  const now = useServerSeconds();
  return <>{shortLocalText(at, now)}</>;
}
