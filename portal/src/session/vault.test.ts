// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keeperPath } from "./keeper_path";
import { Vault, type VaultEvent } from "./vault";

const config = {
  apiUrl: "https://curfew.example.com",
  signInEndpoint: "https://pool.example.com/",
  region: "us-east-1",
  userPoolId: "us-east-1_x",
  clientId: "client",
  startUrl: "",
};
const hour = 3600;

/** A user pool, an API and a keeper: what the vault's `fetch` reaches. */
class Outside {
  readonly calls: { url: string; method: string; body: string; authorization: string | undefined }[] = [];
  kept = "";
  renewals = 0;
  /** ID tokens that the API takes. */
  good = new Set<string>();
  poolIsThere = true;
  sessionIsOver = false;

  fetch = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    const method = init.method ?? "GET";
    const body = String(init.body ?? "");
    this.calls.push({ url: address, method, body, authorization: headers.get("Authorization") ?? undefined });
    if (address === keeperPath) return this.keep(method, body);
    if (address === config.signInEndpoint) return this.pool(headers.get("X-Amz-Target") ?? "", body);
    const token = headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    if (!this.good.has(token)) return json(401, { error: "Sign in again.", code: "unauthenticated" });
    if (address.endsWith("/events")) return new Response(new ReadableStream());
    return json(200, { path: address, method, key: headers.get("Idempotency-Key") });
  };

  private keep(method: string, body: string): Response {
    if (method === "PUT") this.kept = body;
    if (method === "DELETE") this.kept = "";
    return new Response(method === "GET" ? this.kept : null, { headers: { "X-Kept-By": "session-keeper" } });
  }

  private pool(target: string, body: string): Response {
    if (!this.poolIsThere) throw new TypeError("Failed to fetch");
    if (target.endsWith("RevokeToken")) return json(200, {});
    if (this.sessionIsOver) {
      return json(400, { __type: "NotAuthorizedException", message: "Refresh Token has been revoked" });
    }
    if (body.includes("wrong"))
      return json(400, { __type: "x#NotAuthorizedException", message: "Incorrect" });
    if (body.includes("first-time")) {
      return json(200, { ChallengeName: "NEW_PASSWORD_REQUIRED", Session: "s1", ChallengeParameters: {} });
    }
    if (body.includes("REFRESH_TOKEN")) this.renewals += 1;
    const idToken = `h.${btoa(JSON.stringify({ sub: "ann", n: this.renewals }))}.s`;
    this.good.add(idToken);
    const refresh = body.includes("REFRESH_TOKEN") ? {} : { RefreshToken: "the-refresh-token" };
    return json(200, {
      AuthenticationResult: { IdToken: idToken, AccessToken: "access", ExpiresIn: hour, ...refresh },
    });
  }
}

function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

let outside: Outside;
let told: VaultEvent[];

function vault(): Vault {
  return new Vault(config, (event) => told.push(event));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "setTimeout", "Date"] });
  outside = new Outside();
  told = [];
  vi.stubGlobal("fetch", outside.fetch);
  vi.stubGlobal(
    "BroadcastChannel",
    class {
      onmessage = null;
      postMessage() {}
    },
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("signing in", () => {
  test("a right password signs in, and calls carry the ID token", async () => {
    const one = vault();
    expect(await one.signIn("ann@example.com", "right")).toEqual({ kind: "signedIn" });
    const reply = await one.call("/requests", { method: "POST", body: {}, idempotencyKey: "k" });
    expect(reply).toMatchObject({ status: 200, body: { method: "POST", key: "k" } });
    expect(outside.calls.at(-1)?.url).toBe("https://curfew.example.com/requests");
  });

  test("a refusal is a value, with the exception's bare name", async () => {
    expect(await vault().signIn("ann@example.com", "wrong")).toEqual({
      kind: "refused",
      code: "NotAuthorizedException",
      text: "Incorrect",
    });
  });

  test("a challenge is answered in the session that it came with", async () => {
    const one = vault();
    expect(await one.signIn("ann@example.com", "first-time")).toEqual({
      kind: "asks",
      challenge: "NEW_PASSWORD_REQUIRED",
    });
    expect(await one.answer({ NEW_PASSWORD: "Better-1" })).toEqual({ kind: "signedIn" });
    const sent = outside.calls.find(({ body }) => body.includes("Better-1"))?.body ?? "";
    expect(JSON.parse(sent)).toMatchObject({
      Session: "s1",
      ChallengeResponses: { USERNAME: "ann@example.com", NEW_PASSWORD: "Better-1" },
    });
  });

  test("an unreachable pool is told apart from a refusal", async () => {
    outside.poolIsThere = false;
    expect(await vault().signIn("ann@example.com", "right")).toMatchObject({ code: "Unreachable" });
  });
});

describe("going on", () => {
  test("tokens are renewed before they end, once for all calls that find them old", async () => {
    const one = vault();
    await one.signIn("ann@example.com", "right");
    vi.advanceTimersByTime((hour - 30) * 1000);
    const replies = await Promise.all([one.call("/me"), one.call("/catalog")]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(outside.renewals).toBe(1);
  });

  test("a call whose token does not count any more is repeated once with a new one", async () => {
    const one = vault();
    await one.signIn("ann@example.com", "right");
    outside.good.clear();
    expect((await one.call("/me")).status).toBe(200);
    expect(outside.renewals).toBe(1);
  });

  test("when the sign-in is over everything is forgotten, here and by the keeper", async () => {
    const one = vault();
    await one.signIn("ann@example.com", "right");
    outside.good.clear();
    outside.sessionIsOver = true;
    expect((await one.call("/me")).status).toBe(401);
    expect(told).toContainEqual({ kind: "signedOut" });
    expect(outside.kept).toBe("");
    const before = outside.calls.length;
    expect((await one.call("/me")).status).toBe(401);
    expect(outside.calls.length).toBe(before); // nothing is sent without a token
  });

  test("a pool that does not answer for a while ends no sign-in", async () => {
    const one = vault();
    await one.signIn("ann@example.com", "right");
    vi.advanceTimersByTime(hour * 1000);
    outside.poolIsThere = false;
    expect((await one.call("/me")).status).toBe(0);
    outside.poolIsThere = true;
    expect((await one.call("/me")).status).toBe(200);
    expect(told).not.toContainEqual({ kind: "signedOut" });
  });

  test("after a reload the keeper's refresh token goes on", async () => {
    await vault().signIn("ann@example.com", "right");
    const next = vault();
    expect(await next.resume()).toBe(true);
    expect((await next.call("/me")).status).toBe(200);
  });

  test("without a keeper a reload has to sign in again, and nothing else answers for it", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>the server's own page</html>"));
    expect(await vault().resume()).toBe(false);
  });

  test("the keeper hears of it every few seconds, so that the browser does not end it", async () => {
    const one = vault();
    await one.signIn("ann@example.com", "right");
    outside.kept = "";
    await vi.advanceTimersByTimeAsync(10_000);
    expect(outside.kept).toBe("the-refresh-token");
  });

  test("signing out revokes the refresh token", async () => {
    const one = vault();
    await one.signIn("ann@example.com", "right");
    await one.signOut(false);
    expect(outside.calls.at(-1)?.body).toContain("the-refresh-token");
    expect(outside.kept).toBe("");
    expect((await one.call("/me")).status).toBe(401);
  });
});

test("a renewal that is under way does not bring back a sign-in that was ended meanwhile", async () => {
  const one = vault();
  await one.signIn("ann@example.com", "right");
  vi.advanceTimersByTime(hour * 1000);
  const renewing = one.call("/me");
  await one.signOut(false);
  expect((await renewing).status).toBe(401);
  expect((await one.call("/me")).status).toBe(401);
  expect(outside.kept).toBe("");
});

test("a deposit that is under way does not arrive after the order to forget", async () => {
  const one = vault();
  await one.signIn("ann@example.com", "right");
  let release = () => {};
  const held = new Promise<void>((resume) => (release = resume));
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    if (init.method === "PUT") await held;
    return outside.fetch(address, init);
  });
  vi.advanceTimersByTime(10_000); // a deposit goes out, and hangs
  const ended = one.signOut(false);
  release();
  await ended;
  expect(outside.kept).toBe("");
});

test("one tab listens for all, and a tab that comes later is told that the stream is up", async () => {
  const tabs: { onmessage: ((message: { data: unknown }) => void) | null }[] = [];
  vi.stubGlobal(
    "BroadcastChannel",
    class {
      onmessage = null;
      constructor() {
        tabs.push(this);
      }
      postMessage(data: unknown) {
        for (const tab of tabs) if (tab !== this) tab.onmessage?.({ data });
      }
    },
  );
  let taken = false;
  const request = async (_name: string, _options: object, hold: () => Promise<void>) => {
    if (taken) return new Promise(() => {});
    taken = true;
    return hold();
  };
  vi.stubGlobal("navigator", { locks: { request } });
  const first = vault();
  await first.signIn("ann@example.com", "right");
  first.follow();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toContainEqual({ kind: "stream", up: true });
  const toldLater: VaultEvent[] = [];
  const later = new Vault(config, (event) => toldLater.push(event));
  expect(await later.resume()).toBe(true);
  later.follow();
  await vi.advanceTimersByTimeAsync(0);
  expect(toldLater).toContainEqual({ kind: "stream", up: true });
  expect(outside.calls.filter(({ url }) => url.endsWith("/events"))).toHaveLength(1);
});

test("a token is sent nowhere but to the API and the pool", async () => {
  const one = vault();
  await one.signIn("ann@example.com", "right");
  await one.call("//evil.example.com/");
  for (const path of ["@evil.example.com/", ".evil.example.com/", ":80@evil.example.com/"]) {
    await expect(one.call(path)).rejects.toThrow("no path of the API");
  }
  const hosts = outside.calls
    .filter(({ authorization }) => authorization)
    .map(({ url }) => new URL(url).host);
  expect(new Set(hosts)).toEqual(new Set(["curfew.example.com"]));
});
