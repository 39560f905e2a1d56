import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { Problem, type AuditPage } from "../../api/client";
import { saveFile } from "./save_file";
import { useTrailExport } from "./use_trail_export";

vi.mock("./save_file", () => ({ saveFile: vi.fn() }));
beforeEach(() => vi.mocked(saveFile).mockClear());

/** An API whose answers come when the test says so. */
class SlowApi {
  readonly asked: number[] = [];
  private waiting: { resolve: (page: AuditPage) => void; reject: (problem: Problem) => void }[] = [];

  audit = (after: number) => {
    this.asked.push(after);
    return new Promise<AuditPage>((resolve, reject) => this.waiting.push({ resolve, reject }));
  };

  answer = (first: number, last: number, more: boolean) =>
    act(async () => this.waiting.shift()?.resolve(page(first, last, more)));
  fail = () => act(async () => this.waiting.shift()?.reject(new Problem(0, "offline", "", undefined)));
}

function page(first: number, last: number, more: boolean): AuditPage {
  const events = Array.from({ length: last - first + 1 }, (_, index) => ({
    position: first + index,
    Chain: "users",
    Sequence: first + index,
    AtMs: 1,
    Action: "user.added",
    ActorKind: "operator",
    Hash: "e".repeat(64),
  }));
  return { events, count: events.length, ...(more ? { next_after: last } : {}) };
}

function begin() {
  const api = new SlowApi();
  const { result, unmount } = renderHook(() => useTrailExport(api));
  act(() => result.current.start(0));
  return { api, result, unmount };
}

test("reads to the end and saves one file", async () => {
  const { api, result } = begin();
  await api.answer(1, 2, true);
  expect(result.current.state).toMatchObject({ kind: "reading", count: 2 });
  await api.answer(3, 3, false);
  await waitFor(() => expect(result.current.state).toMatchObject({ kind: "done", count: 3, last: 3 }));
  expect(api.asked).toEqual([0, 2]);
  expect(saveFile).toHaveBeenCalledExactlyOnceWith(
    "curfew-audit-1-3.ndjson",
    "application/x-ndjson",
    expect.arrayContaining([expect.any(Blob)]),
  );
});

test("goes on where it stopped, and reads nothing twice", async () => {
  const { api, result } = begin();
  await api.answer(1, 2, true);
  await api.fail();
  await waitFor(() => expect(result.current.state).toMatchObject({ kind: "stopped", count: 2 }));
  act(() => result.current.goOn());
  await api.answer(3, 4, false);
  await waitFor(() => expect(result.current.state).toMatchObject({ kind: "done", count: 4 }));
  expect(api.asked).toEqual([0, 2, 2]);
});

test("what is cancelled asks for no more and saves nothing, whatever still arrives", async () => {
  const { api, result } = begin();
  await api.answer(1, 2, true);
  act(() => result.current.cancel());
  await api.answer(3, 3, false);
  expect(result.current.state).toEqual({ kind: "cancelled" });
  expect(api.asked).toEqual([0, 2]);
  expect(saveFile).not.toHaveBeenCalled();
});

test("leaving the page ends it", async () => {
  const { api, unmount } = begin();
  unmount();
  await api.answer(1, 2, true);
  expect(api.asked).toEqual([0]);
  expect(saveFile).not.toHaveBeenCalled();
});

test("nothing new is no file", async () => {
  const { api, result } = begin();
  await act(async () => api.answer(1, 0, false));
  await waitFor(() => expect(result.current.state).toMatchObject({ kind: "done", count: 0 }));
  expect(saveFile).not.toHaveBeenCalled();
});
