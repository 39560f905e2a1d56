import type { SignInStep } from "../../session/vault";
import { text } from "../../text";

type Refusal = Extract<SignInStep, { kind: "refused" }>;

/** What to tell about a refusal of the user pool. Cognito has one exception for many causes; its text tells them apart. */
export function refusalText({ code, text: told }: Refusal): string {
  const words = text.signIn.refused;
  if (code === "NotAuthorizedException") {
    if (/attempts exceeded/i.test(told)) return words.attempts;
    if (/session/i.test(told)) return words.session;
    if (/disabled/i.test(told)) return words.disabled;
    if (/temporary password/i.test(told)) return words.temporaryExpired;
  }
  const ours = (words as Record<string, unknown>)[code];
  return typeof ours === "string" ? ours : words.other(told);
}

/** Whether only a new sign-in helps. */
export function endsSignIn({ code, text: told }: Refusal): boolean {
  return code === "NotAuthorizedException" && /session/i.test(told);
}
