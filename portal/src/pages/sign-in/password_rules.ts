// The pool's password policy: the manual's, which Cognito's default is too. The pool has the last word.
import { text } from "../../text";

const special = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

export interface Rule {
  text: string;
  isMet: boolean;
}

export function rulesFor(password: string): Rule[] {
  const words = text.signIn.newPassword.rules;
  return [
    { text: words.length, isMet: [...password].length >= 8 },
    { text: words.upper, isMet: /[A-Z]/.test(password) },
    { text: words.lower, isMet: /[a-z]/.test(password) },
    { text: words.digit, isMet: /[0-9]/.test(password) },
    { text: words.special, isMet: [...password.trim()].some((character) => special.includes(character)) },
  ];
}
