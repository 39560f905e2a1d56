import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { usePortal } from "../../portal";
import { text } from "../../text";
import { CheckpointFacts } from "./CheckpointFacts";
import { positionIn } from "./trail";
import { TrailProgress } from "./TrailProgress";
import { useTrailExport } from "./use_trail_export";

/** The whole audit trail as a file, and what to do with it. */
export function AuditTrail() {
  const { api } = usePortal();
  const { state, start, goOn, cancel } = useTrailExport(api);
  const [typed, setTyped] = useState("0");
  const startButton = useRef<ButtonProps.Ref>(null);
  // What was pressed is gone then; whoever uses the keyboard goes on from here.
  const backTo = (act: () => void) => () => {
    act();
    startButton.current?.focus();
  };
  const after = positionIn(typed);
  const words = text.reports.audit;
  return (
    <ExpandableSection
      variant="container"
      defaultExpanded
      headerText={words.heading}
      headingTagOverride="h2"
      headerDescription={words.description}
    >
      <SpaceBetween size="l">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (after !== undefined && state.kind !== "reading") start(after);
          }}
        >
          <SpaceBetween size="s">
            <FormField
              label={words.after.label}
              description={words.after.description}
              errorText={after === undefined && words.after.wrong}
            >
              <div className="position-input">
                <Input
                  value={typed}
                  onChange={({ detail }) => setTyped(detail.value)}
                  inputMode="numeric"
                  disabled={state.kind === "reading"}
                />
              </div>
            </FormField>
            <Button
              ref={startButton}
              iconName="download"
              disabled={after === undefined}
              loading={state.kind === "reading"}
              loadingText={words.reading}
            >
              {words.start}
            </Button>
            <Box color="text-body-secondary" fontSize="body-s">
              {words.format}
            </Box>
          </SpaceBetween>
        </form>
        {state.kind !== "idle" && (
          <TrailProgress state={state} onGoOn={backTo(goOn)} onCancel={backTo(cancel)} />
        )}
        {state.kind === "done" && <CheckpointFacts checkpoint={state.checkpoint} />}
      </SpaceBetween>
    </ExpandableSection>
  );
}
