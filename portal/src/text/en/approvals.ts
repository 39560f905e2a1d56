// What managers read: requests that wait for them, and access that is there now.
const count = (many: number, one: string, several: string) => `${many} ${many === 1 ? one : several}`;
const requests = (many: number) => count(many, "request", "requests");

export const approvals = {
  heading: "Pending approvals",
  description: "Requests of high risk wait here for a manager. What changes shows by itself.",
  views: { label: "What to show", pending: "Pending requests", active: "Active access now" },
  shortcutsButton: "Keyboard shortcuts",
  waiting: (many: number) => (many === 0 ? "Nothing waits" : `${requests(many)} waiting`),
  listLabel: "Requests",
  select: (who: string, what: string) => `Open the request of ${who} for ${what}`,
  empty: {
    heading: "Nothing waits for a decision",
    text: "A new request appears here by itself, and managers get a mail with a link to it. To take access away before its time, open “Active access now”.",
  },
  partly: "Not all pending requests could be read; what you see is right, but more may wait.",
  unknown: {
    heading: "There is no such request",
    text: "The address may have been cut off in the mail: it ends with the whole request ID. What waits for a decision is listed here.",
  },
  yours: "yours",
  dismiss: "Take off the list",
  next: "Next request",

  /** After the requester's name. */
  asksFor: (permissionSet: string, account: string) => `asks for ${permissionSet} in ${account}`,
  what: (permissionSet: string, account: string) => `${permissionSet} in ${account}`,
  approve: "Approve",
  deny: "Deny",
  own: {
    heading: "Somebody else has to decide this",
    text: "It is your own request. Every other manager can approve or deny it.",
  },
  checking: "No longer pending; finding out what happened",
  facts: {
    requester: "Requester",
    account: "Account",
    permissionSet: "Permission set",
    duration: "Duration",
    durationHint: "from the decision",
    asked: "Asked",
    reason: "Business justification",
    turns: "This text holds hidden characters that turn its order around: read it with care.",
  },

  history: {
    heading: "What came before",
    reading: "Reading earlier requests",
    failed: "Earlier requests could not be read. The decision is possible without them.",
    first: (who: string) => `${who} has not asked for this access before.`,
    before: (many: number) => `Asked for this same access ${count(many, "time", "times")} before`,
    counts: {
      granted: (many: number) => `${many} granted`,
      denied: (many: number) => `${many} denied`,
      cancelled: (many: number) => `${many} cancelled`,
      lapsed: (many: number) => `${many} lapsed undecided`,
      failed: (many: number) => `${many} failed`,
      pending: (many: number) => `${many} still pending`,
    },
    last: "Last time",
    denials: "Why it was denied",
    deniedBy: (who: string) => `by ${who}`,
    highRisk: (many: number, days: number) =>
      `${many === 0 ? "No other high-risk request" : count(many, "other high-risk request", "other high-risk requests")} of this person in ${days} days`,
    among: (many: number) => `Among the newest ${requests(many)} of everybody.`,
    amongAll: "Among all requests on record.",
  },

  outcome: {
    approved: (who: string) => `Approved by ${who}`,
    denied: (who: string) => `Denied by ${who}`,
    automatic: "Granted by policy: it is of low risk, so no manager had to decide",
    cancelled: "Cancelled by the requester before a decision",
    lapsed: "Lapsed: nobody decided it in time",
    somebody: "somebody",
    you: "you",
    noComment: "Without a comment.",
    now: "Now",
    until: "until",
    record: "Everything on record",
  },

  approveDialog: {
    heading: "Approve this request?",
    text: (who: string, what: string, minutes: string) =>
      `${who} gets ${what} for ${minutes}, starting now. It ends by itself.`,
    comment: "Comment",
    commentHint: "Goes to the requester and stays on record: say what made you agree.",
    confirm: "Approve",
  },
  denyDialog: {
    heading: "Deny this request?",
    text: (who: string, what: string) => `${who} does not get ${what}, and reads your reason in a mail.`,
    reason: "Reason",
    reasonHint: "Be clear and constructive: say what would be approved.",
    phrases: "Common reasons; a click writes one into the text",
    missing: "Give a reason: the requester reads it.",
    confirm: "Deny",
  },
  optional: "optional",
  characters: (used: number, most: number) => `${used} of ${most} characters`,
  tooLong: (over: number) => `${count(over, "character", "characters")} too many.`,
  sendWith: "Ctrl+Enter (⌘+Enter) confirms.",
  alreadyOver: "This request no longer waits for a decision.",
  denyInstead: "Deny it instead",

  phrases: {
    vague: {
      label: "Reason is vague",
      text: "The justification does not say what has to be done. Please ask again with what is wrong and what you will do about it.",
    },
    lower: {
      label: (instead: string) => `${instead} would do`,
      text: (instead: string, asked: string) => `Please use ${instead} instead of ${asked} for this task.`,
    },
    ticket: {
      label: "No ticket",
      text: "No ticket or incident is named. Please ask again with its number.",
    },
    duration: {
      label: "Too long",
      text: (minutes: string) =>
        `${minutes} is longer than this task takes. Please ask again for a shorter time.`,
    },
    need: {
      label: "No need seen",
      text: "I cannot see why this needs such access now. Please talk to me, then ask again.",
    },
    again: { label: "Ask again with …", text: "Please ask again with " },
  },

  news: {
    arrived: (who: string, what: string) => `New request: ${who} asks for ${what}.`,
    severalArrived: (many: number) => `${many} new requests.`,
    settled: (who: string, outcome: string) => `Request of ${who}: ${outcome}.`,
    decided: (answer: string) => `Your decision counts. ${answer}`,
  },

  shortcuts: {
    heading: "Keyboard shortcuts",
    key: "Key",
    does: "What it does",
    or: "or",
    list: [
      { keys: ["j", "↓"], does: "Next request" },
      { keys: ["k", "↑"], does: "Request before" },
      { keys: ["a"], does: "Approve the open request: asks first" },
      { keys: ["d"], does: "Deny the open request: asks for the reason" },
      { keys: ["Ctrl+Enter", "⌘+Enter"], does: "Confirm, while writing a comment or a reason" },
      { keys: ["Esc"], does: "Close the dialog, and decide nothing" },
      { keys: ["?"], does: "This help" },
    ],
    note: "While you write in a field, letters are letters.",
  },

  active: {
    heading: "Active access now",
    description:
      "Who holds what, and until when. Revoking takes the access away at once; AWS needs a moment for it.",
    label: "Active access",
    filter: "Find a person, account or permission set",
    matches: (many: number) => count(many, "match", "matches"),
    noMatch: "Nothing matches",
    clear: "Show all",
    empty: {
      heading: "Nobody holds access now",
      text: "Access shows here as soon as it is granted.",
    },
    requester: "Who",
    account: "Account",
    permissionSet: "Permission set",
    ends: "Ends",
    decidedBy: "Approved by",
    action: "Action",
    you: "you",
    revoke: "Revoke",
    revokeOf: (who: string, what: string) => `Revoke ${what} of ${who}`,
    dialog: {
      heading: "Revoke this access?",
      everybody: (who: string, what: string) =>
        `${who} loses ${what} now. This ends every lease on this assignment: all requests of ${who} that hold this access, not just this one.`,
      alsoEnds: (many: number) => `It ends ${requests(many)} that are active on it now.`,
      own: (what: string) =>
        `You give ${what} back now. If another request of yours holds the same access, it stays until that one ends.`,
      sessions: "A console or CLI session that is open already can live on until it runs out by itself.",
      confirm: "Revoke",
      gone: "This access has ended already.",
    },
  },
};
