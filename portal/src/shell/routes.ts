// Which page is at which address, and who has it among their tabs.
import { lazy, type ComponentType } from "react";
import type { Me } from "../api/client";
import { NewRequestPage } from "../pages/new-request/NewRequestPage";
import { text } from "../text";
import { paths } from "./paths";

export interface Tab {
  id: keyof typeof text.shell.tabs;
  path: string;
  /** Of wouter: which addresses this tab shows; `:id` is handed to the page. */
  patterns: string[];
  page: ComponentType<{ id?: string }>;
  isFor: (me: Me) => boolean;
}

const everybody = (me: Me) => me.may_submit || me.may_decide;
const managers = (me: Me) => me.may_decide;

const later = (load: () => Promise<{ default: ComponentType<{ id?: string }> }>) => lazy(load);

export const tabs: Tab[] = [
  {
    id: "newRequest",
    path: paths.newRequest,
    patterns: ["/"],
    page: NewRequestPage,
    isFor: (me) => me.may_submit,
  },
  {
    id: "myRequests",
    path: paths.myRequests,
    patterns: ["/my-requests", "/my-requests/:id"],
    page: later(() => import("../pages/my-requests/MyRequestsPage")),
    isFor: everybody,
  },
  {
    id: "pendingApprovals",
    path: paths.pendingApprovals,
    patterns: ["/pending-approvals", "/approvals/:id"],
    page: later(() => import("../pages/approvals/ApprovalsPage")),
    isFor: managers,
  },
  {
    id: "reports",
    path: paths.reports,
    patterns: ["/monthly-report"],
    page: later(() => import("../pages/reports/ReportsPage")),
    isFor: managers,
  },
];
