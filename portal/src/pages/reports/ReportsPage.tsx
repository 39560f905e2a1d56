import Alert from "@cloudscape-design/components/alert";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef } from "react";
import { Loading } from "../../components/Loading";
import { ProblemAlert } from "../../components/ProblemAlert";
import { text } from "../../text";
import { AuditTrail } from "./AuditTrail";
import { monthName } from "./month";
import { MonthBar } from "./MonthBar";
import { MonthView } from "./MonthView";
import "./reports.css";
import { useMonth } from "./use_month";
import { useReport } from "./use_report";

export default function ReportsPage() {
  const { month, current, isWrong, choose } = useMonth();
  const query = useReport(month);
  const content = useRef<HTMLElement>(null);
  const words = text.reports;
  const goTo = (other: string) => {
    choose(other);
    content.current?.focus(); // the button that was pressed goes with its month
  };
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={words.description}>
          {words.heading}
        </Header>
      }
    >
      <LiveRegion hidden>
        {query.data
          ? words.made(monthName(month), query.data.totals.requests)
          : query.isPending && words.making(monthName(month))}
      </LiveRegion>
      <SpaceBetween size="l">
        {isWrong && (
          <Alert type="warning" header={words.month.wrong.heading}>
            {words.month.wrong.text(monthName(month))}
          </Alert>
        )}
        <MonthBar month={month} current={current} query={query} onChoose={choose} />
        <section ref={content} tabIndex={-1} className="quiet-focus" aria-label={monthName(month)}>
          <SpaceBetween size="l">
            {query.isError && <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />}
            {query.data ? (
              <MonthView report={query.data} onChoose={goTo} />
            ) : query.isPaused ? (
              <Alert type="info" header={words.offline.heading}>
                {words.offline.text}
              </Alert>
            ) : (
              query.isPending && <Loading label={text.reports.making(monthName(month))} />
            )}
          </SpaceBetween>
        </section>
        <AuditTrail />
      </SpaceBetween>
    </ContentLayout>
  );
}
