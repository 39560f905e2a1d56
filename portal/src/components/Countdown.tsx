import type { AccessRequest } from "../api/client";
import { text } from "../text";
import { useServerSeconds } from "../time/clock";
import { countdown } from "../time/format";
import { remaining } from "../time/lease";

/** What is left of access that is there now; nothing for other requests. Ticks by itself, and renders nothing else. */
export function Countdown({ request }: { request: AccessRequest }) {
  const left = remaining(request, useServerSeconds());
  if (!left) return null;
  return (
    <div className="countdown">
      <span role="timer">
        {left.seconds > 0 ? text.request.left(countdown(left.seconds)) : text.request.endsNow}
      </span>
      <progress aria-label={text.request.leftLabel} max={1} value={left.part} />
    </div>
  );
}
