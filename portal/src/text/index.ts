// Everything the portal says, in one place: a translation is a folder beside `en`.
import { approvals } from "./en/approvals";
import { myRequests } from "./en/my_requests";
import { newRequest } from "./en/new_request";
import { problems } from "./en/problems";
import { reports } from "./en/reports";
import { request } from "./en/request";
import { shell } from "./en/shell";
import { signIn } from "./en/sign_in";

export const text = { approvals, myRequests, newRequest, problems, reports, request, shell, signIn };
