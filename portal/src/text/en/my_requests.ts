import { count } from "./numbers";

export const myRequests = {
  heading: "My requests",
  description: "Everything you have asked for, newest first.",
  tableLabel: "My requests",
  columns: {
    permissionSet: "Permission set",
    status: "Status",
    account: "Account",
    asked: "Asked",
    granted: "Granted",
    ends: "Ends",
    decidedBy: "Decided by",
    reason: "Business justification",
    actions: "Actions",
  },
  refresh: "Refresh",
  newRequest: "New request",
  open: (what: string) => `Details: ${what}`,
  access: (permissionSet: string, account: string) => `${permissionSet} in ${account}`,

  filterPlaceholder: "Find by account, permission set, reason, approver or ID",
  filterLabel: "Find requests",
  statusLabel: "Filter by status",
  anyStatus: "Any status",
  liveStatus: "Not over yet",
  matches: (found: number) => (found === 1 ? "1 match" : `${count(found)} matches`),
  searched: (read: number) => `${count(read)} requests searched so far…`,
  sorted: (read: number) => `${count(read)} requests sorted so far…`,
  partHeading: "Not everything could be read",
  part: (read: number) => `Only your newest ${count(read)} requests are searched and sorted.`,
  noMatchHeading: "No match",
  noMatch: "None of your requests fits the filter.",
  noMatchYet: "No match so far; your older requests are still being read.",
  clearFilter: "Clear filter",
  emptyHeading: "No requests yet",
  empty: "Ask for access to an AWS account, and watch here what becomes of it.",
  loading: "Loading your requests",
  countSoFar: (read: number) => `(${count(read)}+)`,
  count: (all: number) => `(${count(all)})`,
  shown: (first: number, last: number) => `Requests ${count(first)} to ${count(last)}`,
  rowsPerPage: (rows: number) => `${rows} requests`,

  revoke: "Revoke Now",
  revokeThis: (what: string) => `Revoke Now: ${what}`,
  cancel: "Cancel request",
  cancelThis: (what: string) => `Cancel request: ${what}`,
  revokeHeading: (what: string) => `Revoke ${what}?`,
  revokeText:
    "The access ends now, not only at its planned end. AWS is asked to take it away at once; to get it back, you have to ask for it again.",
  revokeSessions:
    "AWS ends the assignment. A session that is open already may live on for its session duration: sign out of it.",
  revokeHeldBefore: "This request ends now, but the access stays: another request of yours holds it until",
  revokeHeldAfter: "If you are done, revoke that one as well:",
  revokeHeldLink: "open that request",
  cancelHeading: (what: string) => `Cancel the request for ${what}?`,
  cancelText:
    "No manager can approve it any more. If one has in this very moment, the access is taken away again.",

  outcome: {
    revoking: (what: string) =>
      `${what} is being taken away. This is usually done within a minute, and told here.`,
    gone: (what: string) => `${what} is gone.`,
    held: (what: string) => `The request is over, but ${what} remains.`,
    cancelled: (what: string) => `The request for ${what} is cancelled.`,
    failed: (what: string) => `${what} could not be given, and nothing of it is left.`,
    refusedHeading: "Nothing was changed",
    trouble: "AWS refuses to take it away. Curfew goes on trying; an administrator has to look at it.",
    heldUntil: "Another request of yours holds it until",
    heldLink: "Open that request",
  },

  back: "My requests",
  detailsHeading: "Details",
  ofSomebody: (email: string) => `This is a request of ${email}, not of yours.`,
  inApprovals: "Open it among the approvals",
  notFoundHeading: "No such request here",
  notFound:
    "There is no request with this ID, or it is somebody else's. Check that the address is complete, and that you are signed in as the right person.",
  toAll: "All my requests",

  use: {
    heading: "Use this access",
    consoleHeading: "AWS console",
    console: "Open the AWS console",
    newTab: "Opens in a new tab",
    consoleText: (account: string, role: string) =>
      `Signs you in through the AWS access portal, to the account ${account} as ${role}.`,
    soon: "AWS may take a minute or two until the access portal shows it.",
    cliHeading: "AWS CLI",
    profile: "Once: add this profile to ~/.aws/config",
    profileNote: "If an [sso-session] of this name stands there already, add the profile alone.",
    regionNote: "Write the region of your IAM Identity Center in place of REGION.",
    login: "Sign in",
    test: "Try it",
    sessions:
      "AWS ends the assignment in time, not the sessions: one that was opened before the end may live on for its session duration. Sign out when you are done.",
    noStartUrl:
      "Sign in at your AWS access portal; this account and role are listed there. Your platform team knows its address, and can make Curfew show it here.",
  },
};
