import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useLocation } from "wouter";
import { Problem, type Decided } from "../../api/client";
import { Loading } from "../../components/Loading";
import { ProblemAlert } from "../../components/ProblemAlert";
import { usePortal } from "../../portal";
import { paths } from "../../shell/paths";
import { text } from "../../text";
import { ApproveDialog } from "./ApproveDialog";
import { DenyDialog } from "./DenyDialog";
import { News } from "./News";
import { RequestCards } from "./RequestCards";
import { RequestDetail } from "./RequestDetail";
import type { Shortcut } from "./shortcuts";
import { mayDecide, neighbour, nextToDecide } from "./shown";
import { useOpenRequest } from "./use_open_request";
import { useShortcuts } from "./use_shortcuts";
import { useShown } from "./use_shown";

interface Props {
  id?: string;
  /** Whether the page's keys do something now. */
  keysWork: boolean;
  onHelp: () => void;
}

const words = text.approvals;

/** The requests that wait: a list, and the one that is open. */
export function PendingRequests({ id, keysWork, onHelp }: Props) {
  const { me } = usePortal();
  const [, navigate] = useLocation();
  const { list, isRead, shown, linkedProblem, dismiss } = useShown("pending", id);
  const { open, placeRef, listRef, show, focus } = useOpenRequest(shown, id);
  const [dialog, setDialog] = useState<"approve" | "deny">();
  const [answers, setAnswers] = useState<ReadonlyMap<string, string>>(new Map());
  const openId = open?.request.RequestId;
  const answer = openId ? answers.get(openId) : undefined;
  const canDecide = open !== undefined && answer === undefined && mayDecide(open, me);

  const decided = ({ message }: Decided) => {
    if (openId) setAnswers((before) => new Map([...before, [openId, message]]));
    setDialog(undefined);
    focus();
  };
  const act = (shortcut: Shortcut) => {
    if (shortcut === "help") return onHelp();
    if (shortcut === "next") return show(neighbour(shown, openId, 1), true);
    if (shortcut === "previous") return show(neighbour(shown, openId, -1), true);
    if (canDecide) setDialog(shortcut);
  };
  useShortcuts(keysWork && dialog === undefined, act);

  const next = nextToDecide(shown, openId, me);
  const takeOff = () => {
    if (!openId) return;
    dismiss(openId);
    const beside = next ?? neighbour(shown, openId, 1);
    if (beside && beside !== openId) show(beside, true);
    else navigate(paths.pendingApprovals, { replace: true });
  };
  return (
    <>
      <News shown={shown} isRead={isRead} />
      <SpaceBetween size="l">
        {isUnknownRequest(linkedProblem) ? (
          <Alert type="warning" header={words.unknown.heading}>
            {words.unknown.text}
          </Alert>
        ) : (
          linkedProblem && <ProblemAlert problem={linkedProblem} />
        )}
        {list.query.isError && (
          <ProblemAlert problem={list.query.error} onRetry={() => void list.query.refetch()} />
        )}
        {list.loadProblem !== undefined && <Alert type="warning">{words.partly}</Alert>}
        {shown.length > 0 && (
          <div className="approvals">
            <div className="list" ref={listRef}>
              <RequestCards shown={shown} selected={open} onSelect={(chosen) => show(chosen, false)} />
            </div>
            {open && (
              <RequestDetail
                one={open}
                answer={answer}
                placeRef={placeRef}
                onApprove={() => setDialog("approve")}
                onDeny={() => setDialog("deny")}
                onDismiss={takeOff}
                onNext={next ? () => show(next, true) : undefined}
              />
            )}
          </div>
        )}
        {shown.length === 0 && isRead && <Empty />}
        {shown.length === 0 && !isRead && !list.query.isError && <Loading />}
      </SpaceBetween>
      {open && dialog === "approve" && (
        <ApproveDialog
          one={open}
          onDecided={decided}
          onClose={() => setDialog(undefined)}
          onDeny={() => setDialog("deny")}
        />
      )}
      {open && dialog === "deny" && (
        <DenyDialog one={open} onDecided={decided} onClose={() => setDialog(undefined)} />
      )}
    </>
  );
}

function isUnknownRequest(problem: unknown): boolean {
  return problem instanceof Problem && (problem.status === 404 || problem.status === 400);
}

function Empty() {
  return (
    <Box textAlign="center" padding="xxl">
      <Box variant="h2">{words.empty.heading}</Box>
      <Box variant="p" color="text-body-secondary">
        {words.empty.text}
      </Box>
    </Box>
  );
}
