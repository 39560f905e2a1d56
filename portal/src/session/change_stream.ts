// Reads the server's stream of changes (`GET /events`) for as long as somebody wants it: opens it again when it ends,
// waits longer and longer while it cannot be opened, and gives up on one that has gone silent.
import { createParser } from "eventsource-parser";
import type { VaultEvent } from "./vault";

/** Opens the stream after what `lastId` names; undefined when that is not possible now. Aborted with `signal`. */
export type OpenStream = (lastId: string, signal: AbortSignal) => Promise<Response | undefined>;

const silence = 45_000; // three keep-alives
const firstPause = 1_000;
const longestPause = 30_000;

export class ChangeStream {
  private lastId = "";
  private up = false;

  constructor(
    private readonly open: OpenStream,
    private readonly tell: (event: VaultEvent) => void,
  ) {}

  get isUp(): boolean {
    return this.up;
  }

  /** Until `signal`. */
  async follow(signal: AbortSignal): Promise<void> {
    let pause = firstPause;
    while (!signal.aborted) {
      const began = await this.readOnce(signal);
      this.up = false;
      if (signal.aborted) return;
      this.tell({ kind: "stream", up: false });
      pause = began ? firstPause : Math.min(pause * 2, longestPause);
      await wait(pause * (0.5 + Math.random() / 2), signal);
    }
  }

  // True when the stream began, however it ended.
  private async readOnce(signal: AbortSignal): Promise<boolean> {
    const stop = new AbortController();
    const abort = () => stop.abort();
    signal.addEventListener("abort", abort);
    let watchdog = setTimeout(abort, silence);
    let began = false;
    try {
      const body = (await this.open(this.lastId, stop.signal))?.body;
      if (!body) return false;
      began = true;
      this.up = true;
      this.tell({ kind: "stream", up: true });
      await this.readAll(body, () => {
        clearTimeout(watchdog);
        watchdog = setTimeout(abort, silence);
      });
    } catch {
      // cut, or given up on: told by what follows
    } finally {
      clearTimeout(watchdog);
      signal.removeEventListener("abort", abort);
    }
    return began;
  }

  private async readAll(body: ReadableStream<Uint8Array>, onSign: () => void): Promise<void> {
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        if (id) this.lastId = id;
        this.tell({ kind: "change", event: event ?? "", data });
      },
    });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onSign();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    const timer = setTimeout(resume, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resume();
    });
  });
}
