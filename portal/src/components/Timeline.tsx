import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import Steps from "@cloudscape-design/components/steps";
import type { AuditEvent } from "../api/client";
import { useEvents } from "../live/queries";
import { usePortal } from "../portal";
import { text } from "../text";
import { eventActor, eventHeadline, eventStatus } from "./event_words";
import { ProblemAlert } from "./ProblemAlert";
import { Time } from "./Time";

/** All audit events of a request, oldest first; live. */
export function Timeline({ requestId }: { requestId: string }) {
  const { data: events, error, isError, refetch } = useEvents(requestId);
  if (!events && isError) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (!events) return <Spinner />;
  if (events.length === 0) return <Box color="text-body-secondary">{text.request.history.empty}</Box>;
  return (
    <Steps
      ariaLabel={text.request.history.label}
      steps={events.map((event, index) => ({
        status: eventStatus(event, index === events.length - 1),
        header: eventHeadline(event),
        details: <EventDetails event={event} />,
      }))}
    />
  );
}

function EventDetails({ event }: { event: AuditEvent }) {
  const { me } = usePortal();
  const { SourceAddress, UserAgent, Detail } = event;
  return (
    <>
      <Box variant="small" display="block" color="text-body-secondary">
        <Time at={Math.floor(event.AtMs / 1000)} exact />
        {" · "}
        <bdi>{eventActor(event, me)}</bdi>
        {SourceAddress && <span title={UserAgent}>{` · ${text.request.history.from(SourceAddress)}`}</span>}
      </Box>
      {Detail && <div className="written">{Detail}</div>}
    </>
  );
}
