import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { problemText } from "../../api/problem_text";
import { text } from "../../text";
import type { SubmissionState } from "./use_submission";

interface Props {
  state: SubmissionState;
  onTry: () => void;
  onStop: () => void;
}

export function SubmissionAlert({ state, onTry, onStop }: Props) {
  const words = text.newRequest;
  if (state.kind === "refused") {
    return (
      <Alert type="error" header={words.refused}>
        {problemText(state.problem)}
      </Alert>
    );
  }
  if (state.kind !== "unknown") return null;
  return (
    <Alert
      type="warning"
      header={words.unknown.heading}
      action={
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={onStop}>{words.unknown.giveUp}</Button>
          <Button onClick={onTry}>{words.unknown.now}</Button>
        </SpaceBetween>
      }
    >
      {words.unknown.text}
    </Alert>
  );
}
