// The Cognito user-pool protocol, as far as the portal speaks it: the same towards Cognito and towards Curfew's own pool.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/
import type { PortalConfig } from "./config";

export interface Tokens {
  idToken: string;
  accessToken: string;
  refreshToken: string;
  /** By this machine's clock, in milliseconds. */
  expiresAt: number;
}

/** What a pool asks for before it gives tokens. `session` names the sign-in under way. */
export interface Challenge {
  name: string;
  session: string;
  username: string;
}

export type Progress = { tokens: Tokens } | { challenge: Challenge };

/** A refusal, by the exception's name ("NotAuthorizedException"), or "Unreachable". `text` is the pool's own. */
export class PoolError extends Error {
  constructor(
    readonly code: string,
    readonly text: string,
  ) {
    super(`${code}: ${text}`);
  }
}

interface AuthAnswer {
  AuthenticationResult?: { IdToken: string; AccessToken: string; RefreshToken?: string; ExpiresIn: number };
  ChallengeName?: string;
  ChallengeParameters?: { USER_ID_FOR_SRP?: string };
  Session?: string;
}

export class UserPool {
  constructor(private readonly config: Pick<PortalConfig, "signInEndpoint" | "clientId">) {}

  signIn(username: string, password: string): Promise<Progress> {
    return this.authenticate(username, "InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
  }

  answer(challenge: Challenge, responses: Record<string, string>): Promise<Progress> {
    return this.authenticate(challenge.username, "RespondToAuthChallenge", {
      ChallengeName: challenge.name,
      Session: challenge.session,
      ChallengeResponses: { USERNAME: challenge.username, ...responses },
    });
  }

  /** New ID and access tokens; the refresh token stays. */
  async renew(refreshToken: string): Promise<Tokens> {
    const progress = await this.authenticate(
      "",
      "InitiateAuth",
      { AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN: refreshToken } },
      refreshToken,
    );
    if ("tokens" in progress) return progress.tokens;
    throw new PoolError("NotAuthorizedException", "The pool asks for a new sign-in.");
  }

  /** The seed of an authenticator app, in base 32. During a sign-in that asks for one, or while signed in. */
  async associate(who: { accessToken: string } | Challenge): Promise<{ secret: string; session?: string }> {
    const body = "accessToken" in who ? { AccessToken: who.accessToken } : { Session: who.session };
    const answer = await this.ask<{ SecretCode: string; Session?: string }>("AssociateSoftwareToken", body);
    return { secret: answer.SecretCode, ...(answer.Session ? { session: answer.Session } : {}) };
  }

  async verify(who: { accessToken: string } | Challenge, code: string): Promise<{ session?: string }> {
    const body = "accessToken" in who ? { AccessToken: who.accessToken } : { Session: who.session };
    const answer = await this.ask<{ Status: string; Session?: string }>("VerifySoftwareToken", {
      ...body,
      UserCode: code,
    });
    if (answer.Status !== "SUCCESS") throw new PoolError("EnableSoftwareTokenMFAException", answer.Status);
    return answer.Session ? { session: answer.Session } : {};
  }

  async askForCodes(accessToken: string): Promise<void> {
    await this.ask("SetUserMFAPreference", {
      AccessToken: accessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    });
  }

  async changePassword(accessToken: string, previous: string, proposed: string): Promise<void> {
    await this.ask("ChangePassword", {
      AccessToken: accessToken,
      PreviousPassword: previous,
      ProposedPassword: proposed,
    });
  }

  async revoke(refreshToken: string): Promise<void> {
    await this.ask("RevokeToken", { ClientId: this.config.clientId, Token: refreshToken });
  }

  async signOutEverywhere(accessToken: string): Promise<void> {
    await this.ask("GlobalSignOut", { AccessToken: accessToken });
  }

  private async authenticate(
    username: string,
    operation: string,
    body: object,
    refreshToken = "",
  ): Promise<Progress> {
    const answer = await this.ask<AuthAnswer>(operation, { ClientId: this.config.clientId, ...body });
    const result = answer.AuthenticationResult;
    if (result) {
      return {
        tokens: {
          idToken: result.IdToken,
          accessToken: result.AccessToken,
          refreshToken: result.RefreshToken ?? refreshToken,
          expiresAt: Date.now() + result.ExpiresIn * 1000,
        },
      };
    }
    if (!answer.ChallengeName || !answer.Session) throw new PoolError("UnexpectedAnswer", operation);
    // A pool with e-mail addresses as aliases wants its own name for the user from here on.
    const known = answer.ChallengeParameters?.USER_ID_FOR_SRP ?? username;
    return { challenge: { name: answer.ChallengeName, session: answer.Session, username: known } };
  }

  private async ask<Answer>(operation: string, body: object): Promise<Answer> {
    let response: Response;
    try {
      response = await fetch(this.config.signInEndpoint, {
        method: "POST",
        headers: {
          "Content-Type": "application/x-amz-json-1.1",
          "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
        },
        body: JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
      });
    } catch {
      throw new PoolError("Unreachable", operation);
    }
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    if (response.ok) return answer as Answer;
    const type = String(answer["__type"] ?? answer["code"] ?? response.status);
    throw new PoolError(type.split("#").pop() ?? type, String(answer["message"] ?? answer["error"] ?? ""));
  }
}
