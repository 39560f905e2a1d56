// Who is signed in, and every call that needs it. Runs in a worker (vault.worker.ts), so that tokens never are where
// the page's scripts are: the page asks for a call and gets the answer. What the page can reach of this is `Vault`'s
// public methods; none gives a token away, and none sends one to an address that the page chose.
import { ChangeStream } from "./change_stream";
import { keeperPath } from "./keeper_path";
import type { PortalConfig } from "./config";
import { PoolError, UserPool, type Challenge, type Progress, type Tokens } from "./user_pool";

/** Where a sign-in stands. `asks`: the challenge's name in the Cognito protocol. */
export type SignInStep =
  | { kind: "signedIn" }
  | { kind: "asks"; challenge: string }
  | { kind: "refused"; code: string; text: string };

/** Status 0: nobody answered, so it is not known whether a call took effect. */
export interface Reply {
  status: number;
  body: unknown;
  retryAfterSeconds?: number;
}

export interface CallOptions {
  method?: "GET" | "POST";
  body?: object;
  idempotencyKey?: string;
}

export type VaultEvent =
  | { kind: "signedOut" }
  | { kind: "signedIn" }
  | { kind: "stream"; up: boolean }
  | { kind: "change"; event: string; data: string }
  /** Server's clock minus this machine's, in milliseconds. */
  | { kind: "clock"; ahead: number };

const renewBefore = 60_000;
const depositEvery = 10_000;
const keeperPatience = 2_000;

export class Vault {
  private readonly pool: UserPool;
  private readonly channel = new BroadcastChannel("curfew-session");
  private tokens: Tokens | undefined;
  private challenge: Challenge | undefined;
  private renewal: Promise<boolean> | undefined;
  private following: AbortController | undefined;
  /** Counts what ended a sign-in: what was begun before must not bring it back. */
  private endings = 0;
  private keeper: Promise<unknown> = Promise.resolve();
  private stream: ChangeStream | undefined;

  constructor(
    private readonly config: PortalConfig,
    private readonly tell: (event: VaultEvent) => void,
  ) {
    this.pool = new UserPool(config);
    this.channel.onmessage = ({ data }) => void this.heard(data as Broadcast);
    setInterval(() => void this.deposit(), depositEvery);
  }

  /** Takes up the sign-in that another page, or this one before its reload, has left with the keeper. */
  async resume(): Promise<boolean> {
    const refreshToken = await this.askKeeper("GET");
    if (!refreshToken) return false;
    this.challenge = undefined;
    return this.renewWith(refreshToken);
  }

  async signIn(email: string, password: string): Promise<SignInStep> {
    return this.step(() => this.pool.signIn(email, password));
  }

  /** Answers what the last step asked for. */
  async answer(responses: Record<string, string>): Promise<SignInStep> {
    const challenge = this.challenge;
    if (!challenge) return { kind: "refused", code: "NotAuthorizedException", text: "" };
    return this.step(() => this.pool.answer(challenge, responses));
  }

  /** The seed for an authenticator app: of a sign-in that asks for one, otherwise of who is signed in. */
  async beginAuthenticator(): Promise<{ secret: string } | { code: string; text: string }> {
    return attempt(async () => {
      const { secret, session } = await this.pool.associate(await this.whoever());
      if (this.challenge && session) this.challenge.session = session;
      return { secret };
    });
  }

  /** Shows that the app gives right codes; from then on signing in asks for them. */
  async finishAuthenticator(code: string): Promise<SignInStep> {
    const outcome = await attempt(async () => {
      const { session } = await this.pool.verify(await this.whoever(), code);
      if (this.challenge && session) this.challenge.session = session;
      if (!this.challenge && this.tokens) await this.pool.askForCodes(this.tokens.accessToken);
      return { done: true as const };
    });
    if ("code" in outcome) return { kind: "refused", ...outcome };
    return this.challenge ? this.answer({}) : { kind: "signedIn" };
  }

  async changePassword(previous: string, proposed: string): Promise<SignInStep> {
    const outcome = await attempt(async () => {
      await this.freshen();
      await this.pool.changePassword(this.tokens?.accessToken ?? "", previous, proposed);
      return { done: true as const };
    });
    return "code" in outcome ? { kind: "refused", ...outcome } : { kind: "signedIn" };
  }

  /** Ends the sign-in here and in all tabs; `everywhere`: on all of the user's devices. */
  async signOut(everywhere: boolean): Promise<void> {
    const tokens = this.tokens;
    this.channel.postMessage({ kind: "signedOut" } satisfies Broadcast);
    await this.forget();
    if (!tokens) return;
    // The tokens are gone from here whether or not the pool hears of it; they end by themselves.
    const end = everywhere
      ? this.pool.signOutEverywhere(tokens.accessToken)
      : this.pool.revoke(tokens.refreshToken);
    await end.catch(() => undefined);
  }

  /** A call of Curfew's API. Repeated once with new tokens when these no longer count. */
  async call(path: string, options: CallOptions = {}): Promise<Reply> {
    if (!path.startsWith("/")) throw new TypeError(`${path} is no path of the API`); // "@evil.example/" is a host
    if (!(await this.freshen())) return { status: this.tokens ? 0 : 401, body: undefined };
    const reply = await this.send(path, options);
    if (reply.status !== 401) return reply;
    if (this.tokens && (await this.renewWith(this.tokens.refreshToken))) return this.send(path, options);
    await this.lose(); // new tokens do not count either, or there were none to be had
    return reply;
  }

  /** Tells what changes from now on, until signed out. One tab of a browser listens; the others hear it from that one. */
  follow(): void {
    if (this.following || !this.tokens) return;
    this.following = new AbortController();
    const { signal } = this.following;
    const name = `curfew-events/${subjectOf(this.tokens)}`;
    const stream = new ChangeStream(
      (lastId, stop) => this.openStream(lastId, stop),
      (event) => this.relay(event),
    );
    this.stream = stream;
    void navigator.locks.request(name, { signal }, () => stream.follow(signal)).catch(() => undefined);
    this.channel.postMessage({ kind: "following" } satisfies Broadcast); // whoever listens already says so
  }

  private async openStream(lastId: string, signal: AbortSignal): Promise<Response | undefined> {
    if (!(await this.freshen())) return undefined;
    const response = await fetch(`${this.config.apiUrl}/events`, {
      headers: { ...this.authorization(), ...(lastId ? { "Last-Event-ID": lastId } : {}) },
      cache: "no-store",
      credentials: "omit",
      signal,
    });
    if (response.status === 401 && this.tokens) await this.renewWith(this.tokens.refreshToken);
    return response.ok ? response : undefined;
  }

  private relay(event: VaultEvent): void {
    this.tell(event);
    if (this.tokens) this.channel.postMessage({ kind: "relay", subject: subjectOf(this.tokens), event });
  }

  private async heard(message: Broadcast): Promise<void> {
    if (message.kind === "relay") {
      if (this.tokens && subjectOf(this.tokens) === message.subject) this.tell(message.event);
    } else if (message.kind === "following") {
      if (this.stream?.isUp) this.relay({ kind: "stream", up: true });
    } else if (message.kind === "signedOut") {
      await this.forget();
      this.tell({ kind: "signedOut" });
    } else if (!this.tokens && (await this.resume())) {
      this.tell({ kind: "signedIn" });
    }
  }

  private async step(ask: () => Promise<Progress>): Promise<SignInStep> {
    const outcome = await attempt(ask);
    if ("code" in outcome) return { kind: "refused", ...outcome };
    if ("challenge" in outcome) {
      this.challenge = outcome.challenge;
      return { kind: "asks", challenge: outcome.challenge.name };
    }
    this.challenge = undefined;
    this.tokens = outcome.tokens;
    await this.deposit();
    this.channel.postMessage({ kind: "signedIn" } satisfies Broadcast);
    return { kind: "signedIn" };
  }

  private async whoever(): Promise<Challenge | { accessToken: string }> {
    if (this.challenge) return this.challenge;
    await this.freshen();
    return { accessToken: this.tokens?.accessToken ?? "" };
  }

  // False when there are no tokens that count: nobody is signed in, or the pool does not answer.
  private async freshen(): Promise<boolean> {
    if (!this.tokens) return false;
    if (Date.now() < this.tokens.expiresAt - renewBefore) return true;
    return this.renewWith(this.tokens.refreshToken);
  }

  // Several calls that find the tokens old at once renew them once.
  private renewWith(refreshToken: string): Promise<boolean> {
    this.renewal ??= this.renewNow(refreshToken).finally(() => (this.renewal = undefined));
    return this.renewal;
  }

  private async renewNow(refreshToken: string): Promise<boolean> {
    const before = this.endings;
    try {
      const tokens = await this.pool.renew(refreshToken);
      if (this.endings !== before) return false;
      this.tokens = tokens;
      await this.deposit();
      return true;
    } catch (error) {
      if (this.endings !== before) return false;
      const passing =
        error instanceof PoolError && ["Unreachable", "TooManyRequestsException"].includes(error.code);
      if (!passing) await this.lose();
      return false;
    }
  }

  private async send(path: string, { method = "GET", body, idempotencyKey }: CallOptions): Promise<Reply> {
    try {
      const response = await fetch(this.config.apiUrl + path, {
        method,
        headers: {
          ...this.authorization(),
          ...(body ? { "Content-Type": "application/json" } : {}),
          ...(idempotencyKey ? { "Idempotency-Key": idempotencyKey } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
      });
      this.compareClocks(response);
      const retryAfter = Number(response.headers.get("Retry-After"));
      return {
        status: response.status,
        body: await contentOf(response),
        ...(retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {}),
      };
    } catch {
      return { status: 0, body: undefined };
    }
  }

  private authorization(): Record<string, string> {
    return { Authorization: `Bearer ${this.tokens?.idToken ?? ""}` };
  }

  private compareClocks(response: Response): void {
    const theirs = Date.parse(response.headers.get("Date") ?? "");
    if (!Number.isNaN(theirs)) this.tell({ kind: "clock", ahead: theirs - Date.now() });
  }

  private async deposit(): Promise<void> {
    if (this.tokens) await this.askKeeper("PUT", this.tokens.refreshToken);
  }

  // The sign-in is over without anybody's having asked for it.
  private async lose(): Promise<void> {
    const wasSignedIn = this.tokens !== undefined;
    await this.forget();
    if (wasSignedIn) this.tell({ kind: "signedOut" });
  }

  private async forget(): Promise<void> {
    this.endings += 1;
    this.tokens = undefined;
    this.challenge = undefined;
    this.following?.abort();
    this.following = undefined;
    this.stream = undefined;
    await this.askKeeper("DELETE");
  }

  // One after the other: a deposit that was on its way must not arrive after the order to forget.
  private askKeeper(method: "GET" | "PUT" | "DELETE", body?: string): Promise<string> {
    const asked = this.keeper.then(() => askKeeper(method, body));
    this.keeper = asked;
    return asked;
  }
}

type Broadcast =
  | { kind: "signedIn" }
  | { kind: "signedOut" }
  | { kind: "following" }
  | { kind: "relay"; subject: string; event: VaultEvent };

// Without a service worker nobody answers as a keeper would, and a reload asks for the password.
async function askKeeper(method: "GET" | "PUT" | "DELETE", body?: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(keeperPatience); // signing out must not wait for a browser that hangs
    const response = await fetch(keeperPath, {
      method,
      ...(body ? { body } : {}),
      cache: "no-store",
      signal,
    });
    const kept = response.ok && response.headers.get("X-Kept-By") === "session-keeper";
    return kept ? await response.text() : "";
  } catch {
    return "";
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<T | { code: string; text: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PoolError) return { code: error.code, text: error.text };
    throw error;
  }
}

async function contentOf(response: Response): Promise<unknown> {
  const json = response.headers.get("Content-Type")?.startsWith("application/json");
  return json ? response.json().catch(() => undefined) : response.text();
}

function subjectOf({ idToken }: Tokens): string {
  const payload = (idToken.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  return String((JSON.parse(atob(payload)) as { sub?: string }).sub);
}
