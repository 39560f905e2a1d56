export const newRequest = {
  heading: "Request access",
  description: "Ask for a permission set in an account. Access ends by itself, at most an hour later.",
  account: {
    label: "AWS Account",
    description: "The account you need access to.",
    placeholder: "Choose an account",
    filter: "Find by name or id",
    none: "No account matches",
    missing: "Choose an account.",
  },
  permissionSet: {
    label: "Permission Set",
    description: "The least that does the job.",
    placeholder: "Choose a permission set",
    filter: "Find by name",
    none: "No permission set matches",
    missing: "Choose a permission set.",
  },
  atOnce: "Granted at once",
  needsApproval: "Needs approval",
  reason: {
    label: "Business Justification",
    description: "Why do you need it? It is on record, and a manager may decide by it.",
    placeholder: "Need to investigate S3 bucket permissions issue for TICKET-1234",
    guidance: "Say what you are about to do, and name the ticket or incident.",
    missing: "Say why you need the access.",
    tooLong: (over: number) => `${over} characters too many.`,
    control: "It holds control characters, which cannot be stored. Type it anew.",
    counter: (used: number, most: number) => `${used} of ${most} characters`,
    short: "Short. A ticket number and a task make it easier to approve, and to understand later.",
  },
  duration: {
    label: "Duration",
    description: (least: number, most: number) =>
      `${least} to ${most} minutes, from the moment it is granted.`,
    presets: "Common durations",
    preset: (minutes: number) => `${minutes} min`,
    unit: "minutes",
    wrong: (least: number, most: number) => `A whole number from ${least} to ${most}.`,
  },
  recent: "Asked for before",
  submit: "Submit Request",
  clear: "Clear",
  next: {
    heading: "What happens next",
    choose: "Choose an account and a permission set to see what asking for them means.",
    atOnce: (minutes: string, until: string) =>
      `Low risk: the access is granted at once, for ${minutes}, until about ${until}. You get an email.`,
    approval: (minutes: string) =>
      `High risk: a manager decides first. The managers are told at once, and you get an email with the decision. The ${minutes} start then, not now.`,
    revoke: "Done earlier? Give it back with “Revoke Now” in My Requests.",
    session:
      "A console or CLI session that is open at the end may live on for up to an hour. Close it when you are done.",
  },
  held: {
    heading: "You have this access already",
    extends: (until: string, newEnd: string) =>
      `You hold it until ${until}. Asking again extends it to about ${newEnd}; nothing is cut short.`,
    notLonger: (until: string) =>
      `You hold it until ${until}. What you are asking for now ends no later, so it changes nothing.`,
    afterDecision: (until: string) =>
      `You hold it until ${until}. Once a manager approves, it is extended; nothing is cut short.`,
  },
  waiting: {
    heading: "You have asked for this already",
    text: "That request waits for a manager. A second one has to be decided as well.",
    open: "Show it",
  },
  sending: "Sending your request",
  unknown: {
    heading: "It is not known yet whether your request arrived",
    text: "Trying again by itself, in a way that cannot ask twice. You may leave this page open or come back.",
    now: "Try now",
    giveUp: "Stop trying",
  },
  refused: "Your request was not accepted",
  result: {
    ACTIVE: "Access granted",
    GRANTING: "Access is being granted",
    PENDING: "Sent to the managers",
    FAILED: "Access could not be granted",
    other: "Request made",
    until: "Ends",
    atWork: "AWS is at work. This takes a few seconds, at times a minute.",
    pending:
      "The managers have been told. You get an email with the decision, and it appears here by itself.",
    active: "The access is there. It may take a minute until the AWS access portal shows it.",
    details: "Show details and how to use it",
    another: "Make another request",
    console: "Open the AWS access portal",
  },
  empty: {
    heading: "There is nothing to ask for",
    text: "The catalog has no accounts or no permission sets yet. Your platform team adds them in Curfew's configuration.",
  },
};
