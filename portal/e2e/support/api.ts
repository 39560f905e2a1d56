// Somebody who uses the API as a program does, beside the browser.
import type { AccessRequest, Page, Scope, Status, Submit, Submitted } from "../../src/api/client";

export class Person {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async signIn(url: string, email: string, password: string): Promise<Person> {
    const config = (await (await fetch(`${url}/portal-config.json`)).json()) as Record<string, string>;
    const response = await fetch(config["signInEndpoint"] ?? "", {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: JSON.stringify({
        ClientId: config["clientId"],
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    });
    const answer = (await response.json()) as { AuthenticationResult?: { IdToken: string } };
    if (!answer.AuthenticationResult) throw new Error(`${email} cannot sign in: ${JSON.stringify(answer)}`);
    return new Person(url, answer.AuthenticationResult.IdToken);
  }

  submit = (body: Submit) => this.ask<Submitted>("POST", "/requests", body);
  decide = (id: string, action: "APPROVE" | "DENY", comments = "") =>
    this.ask<object>("POST", "/approvals", { request_id: id, action, ...(comments ? { comments } : {}) });
  revoke = (id: string) => this.ask<object>("POST", "/revoke", { request_id: id });
  cancel = (id: string) => this.ask<object>("POST", `/requests/${id}/cancel`, {});
  request = (id: string) => this.ask<AccessRequest>("GET", `/requests/${id}`);
  list = async (scope: Scope) => (await this.ask<Page>("GET", `/requests?scope=${scope}&limit=100`)).requests;

  /** Asks again and again until the request has the status. */
  async until(id: string, status: Status): Promise<AccessRequest> {
    const patience = Date.now() + 20_000;
    for (;;) {
      const request = await this.request(id);
      if (request.Status === status) return request;
      if (Date.now() > patience) throw new Error(`${id} is ${request.Status}, not ${status}`);
      await new Promise((resume) => setTimeout(resume, 200));
    }
  }

  private async ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body ? { "Content-Type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}
