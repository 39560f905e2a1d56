import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { text } from "../../text";
import type { Choice, Draft } from "./draft";

interface Props {
  choices: Required<Choice>[];
  onChoose: (part: Partial<Draft>) => void;
}

/** What was asked for before, one click away. */
export function RecentChoices({ choices, onChoose }: Props) {
  if (choices.length === 0) return null;
  return (
    <div role="group" aria-label={text.newRequest.recent}>
      <Box variant="awsui-key-label">{text.newRequest.recent}</Box>
      <SpaceBetween direction="horizontal" size="xs">
        {choices.map(({ account, permissionSet }) =>
          account && permissionSet ? (
            <Button
              key={`${account.name}/${permissionSet.name}`}
              formAction="none"
              iconName="redo"
              onClick={() => onChoose({ account: account.name, permissionSet: permissionSet.name })}
            >
              {`${permissionSet.title} · ${account.title}`}
            </Button>
          ) : null,
        )}
      </SpaceBetween>
    </div>
  );
}
