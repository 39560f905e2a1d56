import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useMemo } from "react";
import type { AccessRequest } from "../../api/client";
import { Time } from "../../components/Time";
import { Written } from "../../components/Written";
import { useHistory } from "../../live/history";
import { text } from "../../text";
import { historyOf, type History } from "./history";
import { OutcomeLine } from "./OutcomeLine";

const words = text.approvals.history;

/** What this person asked for before, and what became of it. */
export function RequesterHistory({ request }: { request: AccessRequest }) {
  const { data, isError, refetch } = useHistory();
  const history = useMemo(() => data && historyOf(request, data), [request, data]);
  return (
    <section aria-label={words.heading}>
      <SpaceBetween size="xs">
        <Box variant="h3">{words.heading}</Box>
        {history && <Before request={request} history={history} />}
        {!history && isError && (
          <StatusIndicator type="warning">
            {words.failed}{" "}
            <Button variant="inline-link" onClick={() => void refetch()}>
              {text.problems.retry}
            </Button>
          </StatusIndicator>
        )}
        {!history && !isError && (
          <Box color="text-body-secondary">
            <Spinner /> {words.reading}
          </Box>
        )}
      </SpaceBetween>
    </section>
  );
}

function Before({ request, history }: { request: AccessRequest; history: History }) {
  const { same, endings, highRisk, days, among, isAll } = history;
  const [last] = same;
  const how = endings.map(([ending, many]) => words.counts[ending](many)).join(", ");
  return (
    <>
      <div>{last ? `${words.before(same.length)}: ${how}.` : words.first(request.UserEmail)}</div>
      {last && (
        <div>
          {words.last}: <Time at={last.RequestTimestamp} short /> <OutcomeLine request={last} />
        </div>
      )}
      {history.denials.length > 0 && <Denials denials={history.denials} />}
      <div>{words.highRisk(highRisk, days)}.</div>
      <Box variant="small" color="text-body-secondary">
        {isAll ? words.amongAll : words.among(among)}
      </Box>
    </>
  );
}

function Denials({ denials }: { denials: readonly AccessRequest[] }) {
  return (
    <div>
      {words.denials}:
      <ul className="denials">
        {denials.map((request) => (
          <li key={request.RequestId}>
            <Written>{request.ApprovalComments ?? ""}</Written>
            <Box variant="small" color="text-body-secondary">
              <Time at={request.ApprovalTimestamp ?? request.RequestTimestamp} short />{" "}
              <bdi>{request.ApproverEmail && words.deniedBy(request.ApproverEmail)}</bdi>
            </Box>
          </li>
        ))}
      </ul>
    </div>
  );
}
