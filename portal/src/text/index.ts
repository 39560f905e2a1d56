// Everything the portal says, in one place: a translation is a folder beside `en`.
import { newRequest } from "./en/new_request";
import { problems } from "./en/problems";
import { reports } from "./en/reports";
import { shell } from "./en/shell";
import { signIn } from "./en/sign_in";

export const text = { newRequest, problems, reports, shell, signIn };
