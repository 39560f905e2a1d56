import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

import type { AccessRequest } from "../api/client";
import { usePortal } from "../portal";
import { text } from "../text";
import { Countdown } from "./Countdown";
import { decidedBy, endedAt, howItEnded } from "./request_facts";
import { InnerLink } from "./InnerLink";
import { RiskBadge } from "./RiskBadge";
import { StatusLabel } from "./StatusLabel";
import { Time } from "./Time";

interface Props {
  request: AccessRequest;
  /** The address of another request. */
  hrefOf: (id: string) => string;
}

/** Everything that is on record of a request, but its history. */
export function RequestFacts({ request, hrefOf }: Props) {
  const { me } = usePortal();
  const words = text.request.facts;
  const isMine = request.Subject === me.subject;
  const ended = endedAt(request);
  const ends = request.ExpirationTimestamp;
  const facts: [string, ReactNode][] = [
    [words.status, <StatusFact request={request} />],
    [words.requester, isMine ? text.request.yourself(request.UserEmail) : request.UserEmail],
    [words.account, <AccountFact request={request} />],
    [words.permissionSet, <PermissionSetFact request={request} />],
    [words.duration, text.shell.minutes(request.DurationMinutes)],
    [words.asked, <Time at={request.RequestTimestamp} />],
    [words.decidedBy, decidedBy(request)],
    [words.decided, request.ApprovalTimestamp && <Time at={request.ApprovalTimestamp} />],
    [words.granted, request.GrantedTimestamp && <Time at={request.GrantedTimestamp} />],
    [
      ended ? words.endedPlanned : words.ends,
      ends && request.DecisionType !== undefined && <Time at={ends} />,
    ],
    [words.ended, ended && <Time at={ended} />],
    [words.howItEnded, howItEnded(request)],
    [words.failure, written(request.FailureReason)],
    [words.trouble, written(request.RevocationTrouble ?? request.ErrorMessage)],
    [words.held, request.AccessUntil && <HeldFact request={request} hrefOf={hrefOf} />],
    [words.adopted, request.AdoptedTimestamp && <AdoptedFact at={request.AdoptedTimestamp} />],
    [words.id, <IdFact id={request.RequestId} />],
  ];
  const items: KeyValuePairsProps.Item[] = facts
    .filter(([, value]) => value)
    .map(([label, value]) => ({ label, value }));
  return (
    <SpaceBetween size="l">
      <KeyValuePairs columns={3} minColumnWidth={180} items={items} />
      <KeyValuePairs items={[{ label: words.reason, value: written(request.Reason) ?? text.request.none }]} />
      {request.ApprovalComments && (
        <KeyValuePairs items={[{ label: words.comments, value: written(request.ApprovalComments) }]} />
      )}
    </SpaceBetween>
  );
}

function written(value: string | undefined): ReactNode {
  return value ? <div className="written">{value}</div> : undefined;
}

function StatusFact({ request }: { request: AccessRequest }) {
  return (
    <>
      <StatusLabel status={request.Status} />
      <Box variant="small" display="block" color="text-body-secondary">
        {text.shell.statusMeanings[request.Status]}
      </Box>
      <Countdown request={request} />
    </>
  );
}

function AccountFact({ request }: { request: AccessRequest }) {
  return (
    <>
      {request.AccountName} <Box variant="code">{request.AccountId}</Box>
    </>
  );
}

function PermissionSetFact({ request }: { request: AccessRequest }) {
  return (
    <>
      {request.PermissionSet} <RiskBadge risk={request.RiskLevel} />
    </>
  );
}

function HeldFact({ request, hrefOf }: Props) {
  return (
    <>
      {text.request.heldUntil} <Time at={request.AccessUntil ?? 0} />
      {request.HeldBy && (
        <>
          {`, ${text.request.heldBy} `}
          <InnerLink href={hrefOf(request.HeldBy)}>{text.request.thatRequest}</InnerLink>
        </>
      )}
    </>
  );
}

function AdoptedFact({ at }: { at: number }) {
  return (
    <>
      <Time at={at} /> {text.request.fromEarlier}
    </>
  );
}

function IdFact({ id }: { id: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={id}
      copyButtonAriaLabel={text.request.copy(text.request.facts.id)}
      copySuccessText={text.shell.copied}
      copyErrorText={text.shell.copyFailed}
    />
  );
}
