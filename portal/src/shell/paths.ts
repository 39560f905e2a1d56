// The portal's addresses. None is one of the API's: a server may serve both.
export const paths = {
  newRequest: "/",
  myRequests: "/my-requests",
  myRequest: (id: string) => `/my-requests/${encodeURIComponent(id)}`,
  pendingApprovals: "/pending-approvals",
  approval: (id: string) => `/approvals/${encodeURIComponent(id)}`,
  reports: "/monthly-report",
};
