// Curfew's API, typed by docs/api/openapi.yaml. Every function gives the answer's body or throws a Problem.
import type { Session } from "../session/connect";
import type { CallOptions } from "../session/vault";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Me = Schemas["Me"];
export type Catalog = Schemas["Catalog"];
export type Account = Catalog["accounts"][number];
export type PermissionSet = Catalog["permission_sets"][number];
export type AccessRequest = Schemas["Request"];
export type Status = Schemas["Status"];
export type Page = Schemas["Page"];
export type AuditEvent = Schemas["Event"];
export type Submit = Schemas["Submit"];
export type Submitted = Schemas["Submitted"];
export type Decided = Schemas["Decided"];
export type Revoked = Schemas["Revoked"];
export type MonthReport = Schemas["MonthReport"];
export type MonthTotals = Schemas["MonthTotals"];
export type AuditPage = Schemas["AuditExport"];
export type Checkpoint = Schemas["Checkpoint"];
export type Scope = "mine" | "pending" | "all";

/** What went wrong. `code` is a word of the API, or "offline" when nobody answered: then nothing is known. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(message);
  }

  /** Nobody knows whether the call took effect; asking again with the same key is safe. */
  get isUnknown(): boolean {
    return this.code === "offline" || this.status >= 500;
  }
}

export interface ListQuery {
  scope: Scope;
  status?: Status;
  limit?: number;
  cursor?: string;
}

export class Api {
  constructor(private readonly session: Pick<Session, "call">) {}

  me = () => this.ask<Me>("/me");
  catalog = () => this.ask<Catalog>("/catalog");
  list = (query: ListQuery) => this.ask<Page>(`/requests${queryString({ ...query })}`);
  request = (id: string) => this.ask<AccessRequest>(`/requests/${encodeURIComponent(id)}`);
  events = async (id: string) =>
    (await this.ask<Schemas["Events"]>(`/requests/${encodeURIComponent(id)}/events`)).events;

  /** `month`: "2026-11". */
  monthlyReport = (month: string) => this.ask<MonthReport>(`/reports/monthly${queryString({ month })}`);
  /** The month's requests themselves, as a CSV file. */
  monthlyTable = (month: string) =>
    this.ask<string>(`/reports/monthly${queryString({ month, format: "csv" })}`);
  /** Events of the audit trail behind the position `after`. */
  audit = (after: number) => this.ask<AuditPage>(`/audit${queryString({ after })}`);

  submit = (body: Submit, idempotencyKey: string) => this.post<Submitted>("/requests", body, idempotencyKey);
  decide = (id: string, action: "APPROVE" | "DENY", comments: string, idempotencyKey: string) =>
    this.post<Decided>(
      "/approvals",
      { request_id: id, action, ...(comments ? { comments } : {}) },
      idempotencyKey,
    );
  revoke = (id: string, idempotencyKey: string) =>
    this.post<Revoked>("/revoke", { request_id: id }, idempotencyKey);
  cancel = (id: string, idempotencyKey: string) =>
    this.post<Revoked>(`/requests/${encodeURIComponent(id)}/cancel`, {}, idempotencyKey);

  private post<Answer>(path: string, body: object, idempotencyKey: string): Promise<Answer> {
    return this.ask<Answer>(path, { method: "POST", body, idempotencyKey });
  }

  private async ask<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
    const { status, body, retryAfterSeconds } = await this.session.call(path, options);
    if (status >= 200 && status < 300) return body as Answer;
    const told = (body ?? {}) as Partial<Schemas["Error"]>;
    const code = status === 0 ? "offline" : (told.code ?? "internal");
    throw new Problem(status, code, told.error ?? "", retryAfterSeconds);
  }
}

export function queryString(parameters: Record<string, string | number | undefined>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
}
