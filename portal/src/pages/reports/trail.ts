// The audit trail as far as it is read: the lines of a file, and what has to be true of them.
import type { AuditPage, Checkpoint } from "../../api/client";

/** Positions go 1, 2, 3 …: something is missing, or came twice. */
export class BrokenTrail extends Error {
  constructor(
    readonly expected: number,
    readonly found: number,
  ) {
    super(`position ${found} instead of ${expected}`);
  }
}

export class Trail {
  /** Blobs, which a browser may keep on disk: a trail can be larger than a page's memory. */
  readonly lines: Blob[] = [];
  count = 0;
  checkpoint: Checkpoint | undefined;
  /** Of the last event that is here. */
  position: number;

  constructor(readonly after: number) {
    this.position = after;
  }

  /** Takes the page behind `position`; true when there may be another one. Throws BrokenTrail and takes nothing. */
  add(page: AuditPage): boolean {
    page.events.forEach(({ position }, index) => {
      const expected = this.position + index + 1;
      if (position !== expected) throw new BrokenTrail(expected, position);
    });
    if (page.events.length > 0)
      this.lines.push(new Blob(page.events.map((event) => JSON.stringify(event) + "\n")));
    this.position += page.events.length;
    this.count += page.events.length;
    this.checkpoint = page.last_checkpoint ?? this.checkpoint;
    return page.next_after !== undefined;
  }

  /** How much is here, from 0 to 99: the trail's length is known from its last checkpoint only. */
  get percent(): number {
    const whole = (this.checkpoint?.Position ?? 0) - this.after;
    return whole > 0 ? Math.min(99, Math.floor((100 * this.count) / whole)) : 0;
  }

  get fileName(): string {
    return `curfew-audit-${this.after + 1}-${this.position}.ndjson`;
  }
}

/** A whole number of 0 or more as people type it, else undefined. */
export function positionIn(typed: string): number | undefined {
  const trimmed = typed.trim();
  if (trimmed === "") return 0;
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** What `curfew audit verify --anchor` reads. */
export function anchorOf({ Number, Hash, Position, AtMs }: Checkpoint): { name: string; content: string } {
  const at = new Date(AtMs).toISOString();
  return {
    name: `curfew-checkpoint-${Number}.json`,
    content: JSON.stringify({ number: Number, hash: Hash, position: Position, at }) + "\n",
  };
}
