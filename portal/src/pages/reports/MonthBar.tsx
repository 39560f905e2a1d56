import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemAlert } from "../../components/ProblemAlert";
import { Time } from "../../components/Time";
import { text } from "../../text";
import { MonthPicker } from "./MonthPicker";
import type { useReport } from "./use_report";
import { useRequestsDownload } from "./use_requests_download";

interface Props {
  month: string;
  current: string;
  query: ReturnType<typeof useReport>;
  onChoose: (month: string) => void;
}

/** Which month it is, how old its numbers are, and its requests as a file. */
export function MonthBar({ month, current, query, onChoose }: Props) {
  const download = useRequestsDownload(month);
  const report = query.data;
  return (
    <Container>
      <SpaceBetween size="s">
        <div className="month-bar">
          <MonthPicker month={month} current={current} onChoose={onChoose} />
          {report && (
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Box color="text-body-secondary">
                {text.reports.asOf} <Time at={Date.parse(report.generated_at) / 1000} />
              </Box>
              <Button
                iconName="refresh"
                ariaLabel={text.reports.refresh}
                loading={query.isFetching && !query.isPaused}
                onClick={() => void query.refetch()}
              />
              {report.totals.requests > 0 && (
                <Button
                  iconName="download"
                  loading={download.isPending}
                  loadingText={text.reports.download.busy}
                  onClick={download.start}
                >
                  {text.reports.download.requests}
                </Button>
              )}
            </SpaceBetween>
          )}
        </div>
        {download.problem && <ProblemAlert problem={download.problem} onRetry={download.start} />}
      </SpaceBetween>
    </Container>
  );
}
