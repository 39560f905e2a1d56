import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLocation } from "wouter";
import type { AccessRequest, Status, Submitted } from "../../api/client";
import { StatusLabel } from "../../components/StatusLabel";
import { Time } from "../../components/Time";
import { useRequest } from "../../live/queries";
import { usePortal } from "../../portal";
import { startUrl } from "../../session/config";
import { paths } from "../../shell/paths";
import { text } from "../../text";

/** What became of a request that was just made, as it goes on. */
export function Result({ answer, onAnother }: { answer: Submitted; onAnother: () => void }) {
  const [, navigate] = useLocation();
  const awsPortal = startUrl(usePortal().config);
  const request = useRequest(answer.request_id).data;
  const status = request?.Status ?? answer.status;
  const words = text.newRequest.result;
  return (
    <Container>
      <SpaceBetween size="l">
        <div aria-live="polite">
          <Alert type={alertType(status)} header={headingOf(status)}>
            {explanationOf(status, request)}
          </Alert>
        </div>
        <Facts answer={answer} status={status} request={request} />
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="primary" onClick={() => navigate(paths.myRequest(answer.request_id))}>
            {words.details}
          </Button>
          {status === "ACTIVE" && awsPortal && (
            <Button href={awsPortal} target="_blank" iconName="external" iconAlign="right">
              {words.console}
            </Button>
          )}
          <Button onClick={onAnother}>{words.another}</Button>
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}

interface FactsProps {
  answer: Submitted;
  status: Status;
  request: AccessRequest | undefined;
}

function Facts({ answer, status, request }: FactsProps) {
  const words = text.newRequest;
  return (
    <KeyValuePairs
      columns={4}
      items={[
        { label: words.account.label, value: answer.account },
        { label: words.permissionSet.label, value: request?.PermissionSet ?? answer.permission_set },
        { label: text.shell.status, value: <StatusLabel status={status} /> },
        {
          label: words.result.until,
          value: request?.ExpirationTimestamp ? (
            <Time at={request.ExpirationTimestamp} short />
          ) : (
            <Box>–</Box>
          ),
        },
      ]}
    />
  );
}

function alertType(status: Status): "success" | "info" | "error" {
  if (status === "ACTIVE") return "success";
  return status === "FAILED" || status === "DENIED" ? "error" : "info";
}

function headingOf(status: Status): string {
  const words = text.newRequest.result;
  if (status === "ACTIVE" || status === "GRANTING" || status === "PENDING" || status === "FAILED")
    return words[status];
  return text.shell.statuses[status];
}

function explanationOf(status: Status, request: AccessRequest | undefined): string {
  const words = text.newRequest.result;
  if (status === "ACTIVE") return words.active;
  if (status === "GRANTING") return words.atWork;
  if (status === "PENDING") return words.pending;
  return request?.FailureReason ?? request?.ApprovalComments ?? text.shell.statusMeanings[status];
}
