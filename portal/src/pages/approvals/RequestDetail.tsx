import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState, type Ref } from "react";
import type { AccessRequest } from "../../api/client";
import { RequestFacts } from "../../components/RequestFacts";
import { Timeline } from "../../components/Timeline";
import { isOf } from "../../live/request_list";
import { usePortal } from "../../portal";
import { paths } from "../../shell/paths";
import { text } from "../../text";
import { DecisionFacts } from "./DecisionFacts";
import { OutcomeAlert } from "./OutcomeAlert";
import { RequesterHistory } from "./RequesterHistory";
import type { Shown } from "./shown";

interface Props {
  one: Shown;
  /** What the server has answered to this manager's decision; the record may still be on its way. */
  answer: string | undefined;
  placeRef: Ref<HTMLElement>;
  onApprove: () => void;
  onDeny: () => void;
  onDismiss: () => void;
  onNext: (() => void) | undefined;
}

const words = text.approvals;

/** One request with everything that a decision takes, and the decision; or what became of it. */
export function RequestDetail({ one, answer, placeRef, onApprove, onDeny, onDismiss, onNext }: Props) {
  const { request, standing } = one;
  const { me } = usePortal();
  const isOwn = isOf(me, request);
  const mayDecide = standing === "listed" && !isOwn && answer === undefined;
  const next = (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={onDismiss}>{words.dismiss}</Button>
      {onNext && <Button onClick={onNext}>{words.next}</Button>}
    </SpaceBetween>
  );
  const what = words.asksFor(request.PermissionSet, request.AccountName);
  return (
    <section tabIndex={-1} ref={placeRef} className="quiet-focus" aria-label={`${request.UserEmail} ${what}`}>
      <Container
        header={
          <Header
            variant="h2"
            description={what}
            actions={mayDecide && <Buttons onApprove={onApprove} onDeny={onDeny} />}
          >
            <bdi>{request.UserEmail}</bdi>
          </Header>
        }
      >
        <SpaceBetween size="l">
          {standing === "left" && <OutcomeAlert request={request} action={next} />}
          {standing === "checking" && <StatusIndicator type="loading">{words.checking}</StatusIndicator>}
          {standing !== "left" && answer !== undefined && (
            <Alert type="success" action={next}>
              {answer}
            </Alert>
          )}
          {standing === "listed" && isOwn && (
            <Alert type="info" header={words.own.heading}>
              {words.own.text}
            </Alert>
          )}
          <DecisionFacts request={request} />
          <RequesterHistory request={request} />
          <OnRecord key={request.RequestId} request={request} />
        </SpaceBetween>
      </Container>
    </section>
  );
}

function Buttons({ onApprove, onDeny }: Pick<Props, "onApprove" | "onDeny">) {
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button iconName="close" ariaHaspopup="dialog" onClick={onDeny}>
        {words.deny}
      </Button>
      <Button variant="primary" iconName="check" ariaHaspopup="dialog" onClick={onApprove}>
        {words.approve}
      </Button>
    </SpaceBetween>
  );
}

function OnRecord({ request }: { request: AccessRequest }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <ExpandableSection
      headerText={words.outcome.record}
      expanded={isOpen}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {isOpen && (
        <SpaceBetween size="l">
          <RequestFacts request={request} hrefOf={paths.approval} />
          <Timeline requestId={request.RequestId} />
        </SpaceBetween>
      )}
    </ExpandableSection>
  );
}
