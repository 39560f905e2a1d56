import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { text } from "../text";

/** In the place of a page that is being read. */
export function Loading({ label = text.problems.loading }: { label?: string }) {
  return (
    <Box padding="xxl" textAlign="center">
      <Spinner size="large" />
      <Box variant="p">{label}</Box>
    </Box>
  );
}
