import { describe, expect, it } from "vitest";
import type { AccessRequest, Me } from "../../api/client";
import { request } from "./request.fixture";
import {
  isSame,
  leasesBeside,
  neighbour,
  news,
  nextShown,
  nextToDecide,
  withLinked,
  type Shown,
  type Sources,
} from "./shown";

const first = request({ RequestId: "1", RequestTimestamp: 1_800_000_100 });
const second = request({ RequestId: "2", RequestTimestamp: 1_800_000_200 });
const third = request({ RequestId: "3", RequestTimestamp: 1_800_000_300 });
const denied = { ...first, Version: 2, Status: "DENIED" } as AccessRequest;

function sources(list: AccessRequest[] | undefined, records: AccessRequest[] = [], readAt = 50): Sources {
  return {
    status: "PENDING",
    list: list && { value: list, at: 100 },
    records: new Map(records.map((value) => [value.RequestId, { value, at: readAt }])),
    dismissed: new Set(),
  };
}

const ids = (shown: readonly Shown[]) => shown.map(({ request }) => request.RequestId);
const look = (shown: readonly Shown[]) =>
  shown.map(({ request, standing }) => `${request.RequestId} ${standing}`);

describe("what waits", () => {
  it("begins with who waits longest, whatever the order of the list", () => {
    expect(ids(nextShown([], sources([third, second, first])))).toEqual(["1", "2", "3"]);
  });

  it("keeps its places when more comes, even where that was asked for earlier", () => {
    const before = nextShown([], sources([second]));
    expect(ids(nextShown(before, sources([third, second, first])))).toEqual(["2", "1", "3"]);
  });
});

describe("a request that leaves the list", () => {
  const before = nextShown([], sources([second, first]));

  it("stays in its place and says what happened, once its record has come", () => {
    expect(look(nextShown(before, sources([second], [denied])))).toEqual(["1 left", "2 listed"]);
  });

  it("cannot be decided while nobody knows why it left", () => {
    expect(look(nextShown(before, sources([second])))).toEqual(["1 checking", "2 listed"]);
    expect(look(nextShown(before, sources([second], [first])))).toEqual(["1 checking", "2 listed"]);
  });

  it("has left although an older list still has it", () => {
    expect(look(nextShown(before, sources([second, first], [denied])))).toEqual(["1 left", "2 listed"]);
  });

  it("waits again where its record, read after the list, says so: lists may be behind", () => {
    expect(look(nextShown(before, sources([second], [first], 101)))).toEqual(["1 listed", "2 listed"]);
  });

  it("stays left when an old list brings it back", () => {
    const left = nextShown(before, sources([second], [denied]));
    expect(look(nextShown(left, sources([second, first])))).toEqual(["1 left", "2 listed"]);
  });

  it("goes when it is taken off", () => {
    const left = nextShown(before, sources([second], [denied]));
    expect(ids(nextShown(left, { ...sources([second]), dismissed: new Set(["1"]) }))).toEqual(["2"]);
  });
});

describe("a request opened by its address", () => {
  it("is first, once", () => {
    expect(look(nextShown(withLinked([], second), sources([second, first])))).toEqual([
      "2 listed",
      "1 listed",
    ]);
    const shown = nextShown([], sources([second, first]));
    expect(withLinked(shown, second)).toBe(shown);
  });

  it("explains itself where it is over", () => {
    expect(look(nextShown(withLinked([], denied), sources([second], [denied])))).toEqual([
      "1 left",
      "2 listed",
    ]);
  });

  it("can be decided before the list is there", () => {
    expect(look(nextShown(withLinked([], first), sources(undefined, [first])))).toEqual(["1 listed"]);
  });
});

describe("news", () => {
  const before = nextShown([], sources([second, first]));

  it("are who has come and what was settled, each once", () => {
    const after = nextShown(before, sources([third, second], [denied]));
    expect(news(before, after)).toEqual({ arrived: [third], settled: [denied] });
    expect(news(after, nextShown(after, sources([third, second], [denied])))).toEqual({
      arrived: [],
      settled: [],
    });
  });

  it("tell a settlement when it is known, not while it is looked up", () => {
    const checking = nextShown(before, sources([second]));
    expect(news(before, checking).settled).toEqual([]);
    expect(news(checking, nextShown(checking, sources([second], [denied]))).settled).toEqual([denied]);
  });
});

describe("moving about", () => {
  const me = { subject: "s-mia", email: "mia@example.com" } as Me;
  const own = request({ RequestId: "4", Subject: "s-mia" });
  const shown: Shown[] = [
    { request: denied, standing: "left" },
    { request: second, standing: "listed" },
    { request: own, standing: "listed" },
    { request: third, standing: "listed" },
  ];

  it("stays at the ends", () => {
    expect(neighbour(shown, "1", -1)).toBe("1");
    expect(neighbour(shown, "1", 1)).toBe("2");
    expect(neighbour(shown, "3", 1)).toBe("3");
    expect(neighbour(shown, undefined, 1)).toBe("1");
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });

  it("finds what can be decided next: not one's own, not what is over", () => {
    expect(nextToDecide(shown, undefined, me)).toBe("2");
    expect(nextToDecide(shown, "2", me)).toBe("3");
    expect(nextToDecide(shown, "3", me)).toBe("2");
    expect(nextToDecide(shown.slice(0, 1), "1", me)).toBeUndefined();
  });
});

it("sees what looks the same", () => {
  const one = nextShown([], sources([first]));
  expect(isSame(one, nextShown(one, sources([first])))).toBe(true);
  expect(isSame(one, nextShown(one, sources([])))).toBe(false);
});

it("counts everything that a revocation ends, and nothing else", () => {
  const active = (members: Partial<AccessRequest>) => request({ Status: "ACTIVE", ...members });
  const shown: Shown[] = [
    { request: active({ RequestId: "1" }), standing: "listed" },
    { request: active({ RequestId: "2" }), standing: "listed" },
    { request: active({ RequestId: "3", Status: "REVOKED" }), standing: "left" },
    { request: active({ RequestId: "4", UserId: "u-bob" }), standing: "listed" },
    { request: active({ RequestId: "5", AccountId: "222222222222" }), standing: "listed" },
  ];
  expect(leasesBeside(shown, shown[0]!.request).map(({ RequestId }) => RequestId)).toEqual(["1", "2"]);
});
