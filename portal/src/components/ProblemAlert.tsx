import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { problemText } from "../api/problem_text";
import { text } from "../text";

/** Why something did not work, and a way to try it again. */
export function ProblemAlert({ problem, onRetry }: { problem: unknown; onRetry?: (() => void) | undefined }) {
  return (
    <Alert
      type="error"
      header={text.problems.heading}
      action={onRetry && <Button onClick={onRetry}>{text.problems.retry}</Button>}
    >
      {problemText(problem)}
    </Alert>
  );
}
