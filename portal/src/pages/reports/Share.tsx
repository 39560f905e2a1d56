import { count as shown } from "../../text/en/numbers";

/** A number, and as a bar how large it is beside the largest of its column. */
export function Share({ count, most }: { count: number; most: number }) {
  const length = most > 0 ? (100 * count) / most : 0;
  return (
    <span className="share">
      <svg className="share-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className="whole" width="100" height="10" />
        <rect width={length} height="10" />
      </svg>
      <span className="number">{shown(count)}</span>
    </span>
  );
}
