import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { AccessRequest } from "../../api/client";
import { Ago } from "../../components/Ago";
import { RiskBadge } from "../../components/RiskBadge";
import { Time } from "../../components/Time";
import { Written } from "../../components/Written";
import { text } from "../../text";
import { turnsText } from "./comment";

/** What is asked for, and why. A long reason scrolls by itself, so that the rest stays in sight. */
export function DecisionFacts({ request }: { request: AccessRequest }) {
  const words = text.approvals.facts;
  return (
    <>
      <KeyValuePairs
        columns={4}
        minColumnWidth={150}
        items={[
          {
            label: words.account,
            value: <Pair upper={request.AccountName} lower={request.AccountId} />,
          },
          {
            label: words.permissionSet,
            value: <Pair upper={request.PermissionSet} lower={<RiskBadge risk={request.RiskLevel} />} />,
          },
          {
            label: words.duration,
            value: <Pair upper={text.shell.minutes(request.DurationMinutes)} lower={words.durationHint} />,
          },
          {
            label: words.asked,
            value: (
              <Pair
                upper={<Ago at={request.RequestTimestamp} />}
                lower={<Time at={request.RequestTimestamp} short />}
              />
            ),
          },
        ]}
      />
      <Box variant="awsui-key-label" margin={{ top: "l" }}>
        <span id="asked-why">{words.reason}</span>
      </Box>
      <div className="reason" role="group" aria-labelledby="asked-why" tabIndex={0}>
        <Written>{request.Reason}</Written>
      </div>
      {turnsText(request.Reason) && <StatusIndicator type="warning">{words.turns}</StatusIndicator>}
    </>
  );
}

function Pair({ upper, lower }: { upper: React.ReactNode; lower: React.ReactNode }) {
  return (
    <>
      <div>{upper}</div>
      <Box variant="small" color="text-body-secondary">
        {lower}
      </Box>
    </>
  );
}
