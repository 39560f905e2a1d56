// What the server could not do, by the API's word. Its own sentence comes first where it has one.
export const problems = {
  offline: "Curfew cannot be reached. Check your connection; nothing you typed is lost.",
  internal: "Something went wrong on the server. Try again; if it repeats, tell your platform team.",
  unavailable: "Curfew cannot serve this just now. It usually can again within a minute.",
  too_many_requests: "Too many calls in a short time. Wait a moment.",
  unauthenticated: "Your sign-in has ended. Sign in again.",
  retry: "Try again",
  retryAfter: (seconds: number) => `Try again in ${seconds} s.`,
  heading: "That did not work",
  loading: "Loading",
  pageBroken: "This page met a fault of ours. Reload it; what you have asked for is safe on the server.",
  reload: "Reload",
};
