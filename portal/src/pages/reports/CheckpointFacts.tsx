import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Checkpoint } from "../../api/client";
import { CopyLine } from "../../components/CopyLine";
import { Time } from "../../components/Time";
import { text } from "../../text";
import { saveFile } from "./save_file";
import { anchorOf } from "./trail";
import { count } from "../../text/en/numbers";

/** The checkpoint that seals what was exported, to be kept elsewhere, and how the trail is held against it. */
export function CheckpointFacts({ checkpoint }: { checkpoint: Checkpoint | undefined }) {
  const words = text.reports.audit;
  if (!checkpoint) return <Box color="text-body-secondary">{words.checkpoint.none}</Box>;
  const anchor = anchorOf(checkpoint);
  return (
    <SpaceBetween size="l">
      <SpaceBetween size="s">
        <Header
          variant="h3"
          description={words.checkpoint.explanation}
          actions={
            <Button
              iconName="download"
              onClick={() => saveFile(anchor.name, "application/json", [anchor.content])}
            >
              {words.checkpoint.save}
            </Button>
          }
        >
          {words.checkpoint.heading}
        </Header>
        <Facts checkpoint={checkpoint} />
      </SpaceBetween>
      <div>
        <Header variant="h3">{words.use.heading}</Header>
        <Box variant="p">{words.use.keep}</Box>
        <Box variant="p">{words.use.verify}</Box>
        <CopyLine label={words.use.commandLabel}>{words.use.command(anchor.name)}</CopyLine>
      </div>
    </SpaceBetween>
  );
}

function Facts({ checkpoint }: { checkpoint: Checkpoint }) {
  const words = text.reports.audit.checkpoint;
  return (
    <SpaceBetween size="s">
      <KeyValuePairs
        columns={3}
        items={[
          { label: words.number, value: count(checkpoint.Number) },
          { label: words.position, value: count(checkpoint.Position) },
          { label: words.at, value: <Time at={Math.floor(checkpoint.AtMs / 1000)} /> },
        ]}
      />
      <KeyValuePairs items={[{ label: words.hash, value: <code className="key">{checkpoint.Hash}</code> }]} />
    </SpaceBetween>
  );
}
