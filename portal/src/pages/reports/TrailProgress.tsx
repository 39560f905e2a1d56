import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { problemText } from "../../api/problem_text";
import { text } from "../../text";
import { BrokenTrail } from "./trail";
import type { TrailExport } from "./use_trail_export";

interface Props {
  state: TrailExport;
  onGoOn: () => void;
  onCancel: () => void;
}

export function TrailProgress({ state, onGoOn, onCancel }: Props) {
  const words = text.reports.audit;
  if (state.kind === "reading") {
    return (
      <SpaceBetween size="s">
        <ProgressBar
          label={words.reading}
          value={state.percent}
          additionalInfo={words.progress(state.count)}
          description={words.keepOpen}
        />
        <Button onClick={onCancel}>{words.cancel}</Button>
      </SpaceBetween>
    );
  }
  return (
    <div aria-live="polite">
      <Outcome state={state} onGoOn={onGoOn} />
    </div>
  );
}

function Outcome({ state, onGoOn }: Pick<Props, "state" | "onGoOn">) {
  const words = text.reports.audit;
  if (state.kind === "cancelled") return <Alert type="info">{words.cancelled}</Alert>;
  if (state.kind === "stopped") return <Stopped state={state} onGoOn={onGoOn} />;
  if (state.kind !== "done") return null;
  const { after, count, last, name } = state;
  if (count === 0) return <Alert type="info">{words.none(after)}</Alert>;
  return (
    <Alert type="success" header={words.done(count, name)}>
      {words.range(after + 1, last)}
    </Alert>
  );
}

function Stopped({ state, onGoOn }: { state: TrailExport & { kind: "stopped" }; onGoOn: () => void }) {
  const words = text.reports.audit;
  const { problem, count } = state;
  if (problem instanceof BrokenTrail) {
    return (
      <Alert type="error" header={words.broken.heading}>
        {words.broken.text(problem.expected, problem.found)}
      </Alert>
    );
  }
  return (
    <Alert type="error" header={problemText(problem)} action={<Button onClick={onGoOn}>{words.goOn}</Button>}>
      {words.stopped(count)}
    </Alert>
  );
}
