// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChangeStream, type OpenStream } from "./change_stream";
import type { VaultEvent } from "./vault";

let told: VaultEvent[];
let over: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  over = new AbortController();
});
afterEach(() => {
  over.abort();
  vi.useRealTimers();
});

/** A stream that a test writes into, and that is cut when it is given up on. */
function streamed(signal: AbortSignal) {
  let sink: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (sink = controller) });
  signal.addEventListener("abort", () => sink?.error(new DOMException("given up on", "AbortError")));
  return {
    response: new Response(body),
    write: (text: string) => sink?.enqueue(new TextEncoder().encode(text)),
    end: () => sink?.close(),
  };
}

function follow(open: OpenStream): void {
  void new ChangeStream(open, (event) => told.push(event)).follow(over.signal);
}

const settle = () => vi.advanceTimersByTimeAsync(0);

test("events are told whole, however the bytes come", async () => {
  let stream: ReturnType<typeof streamed> | undefined;
  follow(async (_lastId, signal) => (stream = streamed(signal)).response);
  await settle();
  stream?.write("retry: 3000\n\nevent: hello\nid: 7\ndata: {}\n\n: still here\n\neve");
  await settle();
  stream?.write('nt: request\nid: 8\ndata: {"RequestId":"x"}\n\n');
  await settle();
  expect(told).toEqual([
    { kind: "stream", up: true },
    { kind: "change", event: "hello", data: "{}" },
    { kind: "change", event: "request", data: '{"RequestId":"x"}' },
  ]);
});

test("a stream that ended is opened again after what was heard last", async () => {
  const asked: string[] = [];
  const streams: ReturnType<typeof streamed>[] = [];
  follow(async (lastId, signal) => {
    asked.push(lastId);
    streams.push(streamed(signal));
    return streams.at(-1)?.response;
  });
  await settle();
  streams[0]?.write("event: hello\nid: 41\ndata: {}\n\n");
  streams[0]?.end();
  await settle();
  expect(told.at(-1)).toEqual({ kind: "stream", up: false });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual(["", "41"]);
  expect(told.at(-1)).toEqual({ kind: "stream", up: true });
});

test("a stream that has gone silent is given up on; keep-alives are signs of life", async () => {
  const streams: ReturnType<typeof streamed>[] = [];
  follow(async (_lastId, signal) => {
    streams.push(streamed(signal));
    return streams.at(-1)?.response;
  });
  await settle();
  for (let quiet = 0; quiet < 4; quiet += 1) {
    await vi.advanceTimersByTimeAsync(30_000);
    streams[0]?.write(":\n\n");
  }
  await settle();
  expect(streams).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(45_000);
  expect(told.at(-1)).toEqual({ kind: "stream", up: false });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(streams).toHaveLength(2);
});

test("while it cannot be opened it is tried less and less often, and not at all once nobody wants it", async () => {
  let tries = 0;
  follow(async () => {
    tries += 1;
    if (tries % 2) throw new TypeError("Failed to fetch");
    return undefined;
  });
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(tries).toBeGreaterThan(15);
  expect(tries).toBeLessThan(60);
  over.abort();
  const before = tries;
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(tries).toBe(before);
});
