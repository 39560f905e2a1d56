import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef } from "react";
import { Problem, type AccessRequest } from "../../api/client";
import { InnerLink } from "../../components/InnerLink";
import { Loading } from "../../components/Loading";
import { ProblemAlert } from "../../components/ProblemAlert";
import { RequestFacts } from "../../components/RequestFacts";
import { Timeline } from "../../components/Timeline";
import { useRequest } from "../../live/queries";
import { isOf } from "../../live/request_list";
import { usePortal } from "../../portal";
import { paths } from "../../shell/paths";
import { text } from "../../text";
import { EndButton } from "./EndButton";
import { accessWords, type Ending } from "./ending";
import { NoSuchRequest } from "./NoSuchRequest";
import { UseAccess } from "./UseAccess";

interface Props {
  id: string;
  onEnd: (ending: Ending) => void;
}

/** Everything about one request, in the table's place. */
export function RequestDetails({ id, onEnd }: Props) {
  const { data: request, error, isError, isRefetchError, refetch } = useRequest(id);
  const top = useRef<HTMLDivElement>(null);
  // Whoever reads by ear, or goes by keyboard, is told where they are now.
  useEffect(() => top.current?.focus(), [id]);
  return (
    <div
      ref={top}
      tabIndex={-1}
      className="quiet-focus"
      aria-label={text.myRequests.detailsHeading}
      role="region"
    >
      <SpaceBetween size="m">
        <InnerLink href={paths.myRequests}>{`‹ ${text.myRequests.back}`}</InnerLink>
        {isRefetchError && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
        {request ? (
          <Facts request={request} onEnd={onEnd} />
        ) : isError ? (
          <NotShown problem={error} onRetry={() => void refetch()} />
        ) : (
          <Loading />
        )}
      </SpaceBetween>
    </div>
  );
}

function NotShown({ problem, onRetry }: { problem: unknown; onRetry: () => void }) {
  const isNoId = problem instanceof Problem && (problem.status === 404 || problem.status === 400);
  return isNoId ? <NoSuchRequest /> : <ProblemAlert problem={problem} onRetry={onRetry} />;
}

function Facts({ request, onEnd }: { request: AccessRequest; onEnd: (ending: Ending) => void }) {
  const { me } = usePortal();
  const words = text.myRequests;
  const isMine = isOf(me, request);
  return (
    <SpaceBetween size="l">
      {!isMine && (
        <Alert type="info">
          {words.ofSomebody(request.UserEmail)}{" "}
          {me.may_decide && (
            <InnerLink href={paths.approval(request.RequestId)}>{words.inApprovals}</InnerLink>
          )}
        </Alert>
      )}
      <Header variant="h1" actions={isMine && <EndButton request={request} onEnd={onEnd} />}>
        {accessWords(request)}
      </Header>
      <Container header={<Header variant="h2">{words.detailsHeading}</Header>}>
        <RequestFacts request={request} hrefOf={paths.myRequest} />
      </Container>
      {isMine && request.Status === "ACTIVE" && <UseAccess request={request} />}
      <Container
        header={
          <Header variant="h2" description={text.request.history.description}>
            {text.request.history.heading}
          </Header>
        }
      >
        <Box>
          <Timeline requestId={request.RequestId} />
        </Box>
      </Container>
    </SpaceBetween>
  );
}
