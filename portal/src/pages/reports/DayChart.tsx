import BarChart from "@cloudscape-design/components/bar-chart";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { MonthReport } from "../../api/client";
import { text } from "../../text";
import { outcomesByDay, type Outcomes } from "./days";
import { dayName, monthName } from "./month";

const outcomes: { key: Exclude<keyof Outcomes, "date">; color: string }[] = [
  { key: "atOnce", color: "var(--report-at-once)" },
  { key: "approved", color: "var(--report-approved)" },
  { key: "denied", color: "var(--report-denied)" },
  { key: "other", color: "var(--report-other)" },
];

export function DayChart({ report }: { report: MonthReport }) {
  const words = text.reports.chart;
  const days = outcomesByDay(report);
  const most = Math.max(...report.by_day.map((day) => day.requests));
  return (
    <Container
      header={
        <Header variant="h2" description={words.description}>
          {words.heading}
        </Header>
      }
    >
      <BarChart<string>
        stackedBars
        hideFilter
        height={220}
        ariaLabel={words.aria(monthName(report.month))}
        ariaDescription={words.description}
        xScaleType="categorical"
        xDomain={days.map(({ date }) => date)}
        yDomain={[0, roundAbove(most)]}
        xTitle={words.x}
        yTitle={words.y}
        xTickFormatter={(date) => String(Number(date.slice(8)))}
        i18nStrings={{ detailPopoverDismissAriaLabel: text.shell.dismiss }}
        detailPopoverFooter={(date) => dayName(date)}
        series={outcomes.map(({ key, color }) => ({
          type: "bar",
          title: words[key],
          color,
          data: days.map((day) => ({ x: day.date, y: day[key] })),
        }))}
      />
    </Container>
  );
}

// A little above, so that the axis has whole numbers: requests are not halved.
function roundAbove(most: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return Math.max(5, Math.ceil(most / step) * step);
}
