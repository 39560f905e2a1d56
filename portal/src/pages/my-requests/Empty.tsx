import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLocation } from "wouter";
import { usePortal } from "../../portal";
import { paths } from "../../shell/paths";
import { text } from "../../text";

interface Props {
  isFiltered: boolean;
  /** Older requests are still to come. */
  isReading: boolean;
  onClear: () => void;
}

/** In the place of rows: why there are none, and what to do. */
export function Empty({ isFiltered, isReading, onClear }: Props) {
  const { me } = usePortal();
  const [, navigate] = useLocation();
  const words = text.myRequests;
  if (isFiltered && isReading) return <Box color="text-body-secondary">{words.noMatchYet}</Box>;
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: "m" }}>
      <SpaceBetween size="s">
        <div>
          <Box variant="strong">{isFiltered ? words.noMatchHeading : words.emptyHeading}</Box>
          <Box color="text-body-secondary">{isFiltered ? words.noMatch : words.empty}</Box>
        </div>
        {isFiltered ? (
          <Button onClick={onClear}>{words.clearFilter}</Button>
        ) : (
          me.may_submit && <Button onClick={() => navigate(paths.newRequest)}>{words.newRequest}</Button>
        )}
      </SpaceBetween>
    </Box>
  );
}
