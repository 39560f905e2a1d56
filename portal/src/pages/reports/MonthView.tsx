import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { MonthReport } from "../../api/client";
import { text } from "../../text";
import { Breakdown } from "./Breakdown";
import { DayChart } from "./DayChart";
import { Figures } from "./Figures";
import { accessFigures, decisionFigures, latencyFigures } from "./month_figures";
import { monthName, shifted } from "./month";

/** What a month came to. */
export function MonthView({ report, onChoose }: { report: MonthReport; onChoose: (month: string) => void }) {
  const { totals, approval_latency_seconds: latency } = report;
  const words = text.reports.figures;
  if (totals.requests === 0) return <EmptyMonth month={report.month} onChoose={onChoose} />;
  return (
    <SpaceBetween size="l">
      <Figures heading={words.decisions} figures={decisionFigures(totals)} />
      <Figures heading={words.access} figures={accessFigures(totals)} />
      {latency ? (
        <Figures heading={words.latency} figures={latencyFigures(latency)} />
      ) : (
        <Container header={<Header variant="h2">{words.latency}</Header>}>
          <Box color="text-body-secondary">{words.nobody}</Box>
        </Container>
      )}
      <DayChart report={report} />
      <Breakdown key={report.month} report={report} />
    </SpaceBetween>
  );
}

function EmptyMonth({ month, onChoose }: { month: string; onChoose: (month: string) => void }) {
  const words = text.reports.empty;
  const previous = shifted(month, -1);
  return (
    <Alert
      type="info"
      header={words.heading(monthName(month))}
      action={<Button onClick={() => onChoose(previous)}>{words.previous(monthName(previous))}</Button>}
    >
      {words.text}
    </Alert>
  );
}
