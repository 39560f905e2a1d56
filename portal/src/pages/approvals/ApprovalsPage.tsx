import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useLocation, useSearch } from "wouter";
import { paths } from "../../shell/paths";
import { text } from "../../text";
import { ActiveAccess } from "./ActiveAccess";
import "./approvals.css";
import { PendingRequests } from "./PendingRequests";
import { ShortcutsDialog } from "./ShortcutsDialog";

/** What managers decide: requests that wait, and access that is there now. `id` opens one request. */
export default function ApprovalsPage({ id }: { id?: string }) {
  const [, navigate] = useLocation();
  const showsActive = new URLSearchParams(useSearch()).get("view") === "active" && !id;
  const [isHelpOpen, setHelpOpen] = useState(false);
  const words = text.approvals;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={words.description}
        actions={
          !showsActive && (
            <Button iconName="status-info" ariaHaspopup="dialog" onClick={() => setHelpOpen(true)}>
              {words.shortcutsButton}
            </Button>
          )
        }
      >
        {words.heading}
      </Header>
      <SegmentedControl
        label={words.views.label}
        selectedId={showsActive ? "active" : "pending"}
        onChange={({ detail }) =>
          navigate(detail.selectedId === "active" ? activeView : paths.pendingApprovals)
        }
        options={[
          { id: "pending", text: words.views.pending },
          { id: "active", text: words.views.active },
        ]}
      />
      {showsActive ? (
        <ActiveAccess />
      ) : (
        <PendingRequests {...(id ? { id } : {})} keysWork={!isHelpOpen} onHelp={() => setHelpOpen(true)} />
      )}
      {isHelpOpen && <ShortcutsDialog onClose={() => setHelpOpen(false)} />}
    </SpaceBetween>
  );
}

const activeView = `${paths.pendingApprovals}?view=active`;
