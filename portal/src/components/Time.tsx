import { useByServerClock } from "../time/clock";
import { exactLocalText, iso, localText, shortLocalText, utcText } from "../time/format";

interface Props {
  at: number;
  /** Without the day where it is today. */
  short?: boolean;
  /** With the seconds. */
  exact?: boolean;
}

/** A point in time: local, with UTC on hover and for screen readers' machine-readable form. */
export function Time({ at, short = false, exact = false }: Props) {
  return (
    <time dateTime={iso(at)} title={utcText(at)}>
      {short ? <ShortTime at={at} /> : exact ? exactLocalText(at) : localText(at)}
    </time>
  );
}

function ShortTime({ at }: { at: number }) {
  return <>{useByServerClock((now) => shortLocalText(at, now))}</>;
}
