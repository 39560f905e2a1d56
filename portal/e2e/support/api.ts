// People who use the API beside the browser: what a test's story needs to have happened before.
import { randomUUID } from "node:crypto";
import type { components } from "../../src/api/schema";
import type { Stage } from "./stage";

type Schemas = components["schemas"];

export interface Wish {
  account?: string;
  permissionSet?: string;
  reason?: string;
  minutes?: number;
}

/** Somebody who is signed in. Every call fails the test unless the server does what it asks for. */
export class Person {
  private constructor(
    private readonly url: string,
    private readonly idToken: string,
  ) {}

  static async signIn(stage: Stage, email: string): Promise<Person> {
    const { signInEndpoint, clientId } = (await answerOf(
      await fetch(`${stage.url}/portal-config.json`),
    )) as Schemas["PortalConfig"];
    const response = await fetch(new URL(signInEndpoint, stage.url), {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: JSON.stringify({
        AuthFlow: "USER_PASSWORD_AUTH",
        ClientId: clientId,
        AuthParameters: { USERNAME: email, PASSWORD: stage.people[email] },
      }),
    });
    const { AuthenticationResult } = (await answerOf(response)) as { AuthenticationResult: { IdToken: string } };
    return new Person(stage.url, AuthenticationResult.IdToken);
  }

  submit({ account = "LogArchive", permissionSet = "S3FullAccess", reason, minutes }: Wish = {}) {
    return this.post<Schemas["Submitted"]>("/requests", {
      account_name: account,
      permission_set: permissionSet,
      reason: reason ?? "TICKET-1234: look at the bucket's permissions",
      ...(minutes ? { duration_minutes: minutes } : {}),
    });
  }

  decide(id: string, action: "APPROVE" | "DENY", comments?: string) {
    return this.post<Schemas["Decided"]>("/approvals", { request_id: id, action, ...(comments ? { comments } : {}) });
  }

  revoke(id: string) {
    return this.post<Schemas["Revoked"]>("/revoke", { request_id: id });
  }

  request(id: string): Promise<Schemas["Request"]> {
    return this.call(`/requests/${id}`);
  }

  /** Asks again and again until the request has the status. */
  async until(id: string, status: Schemas["Status"]): Promise<Schemas["Request"]> {
    const patience = Date.now() + 20_000;
    for (;;) {
      const request = await this.request(id);
      if (request.Status === status) return request;
      if (Date.now() > patience) throw new Error(`${id} is ${request.Status}, not ${status}`);
      await new Promise((resume) => setTimeout(resume, 200));
    }
  }

  private post<Answer>(path: string, body: object): Promise<Answer> {
    return this.call(path, { method: "POST", body: JSON.stringify(body) });
  }

  private async call<Answer>(path: string, options: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      ...options,
      headers: {
        Authorization: `Bearer ${this.idToken}`,
        ...(options.body ? { "Content-Type": "application/json", "Idempotency-Key": randomUUID() } : {}),
      },
    });
    return (await answerOf(response)) as Answer;
  }
}

async function answerOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response.json();
}
