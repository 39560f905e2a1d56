import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLocation } from "wouter";
import { paths } from "../../shell/paths";
import { text } from "../../text";

/** The server does not tell whether it is unknown or somebody else's, and neither does this. */
export function NoSuchRequest() {
  const [, navigate] = useLocation();
  const words = text.myRequests;
  return (
    <Box textAlign="center" padding="xxl">
      <SpaceBetween size="m">
        <Box variant="h1">{words.notFoundHeading}</Box>
        <Box variant="p">{words.notFound}</Box>
        <Button onClick={() => navigate(paths.myRequests)}>{words.toAll}</Button>
      </SpaceBetween>
    </Box>
  );
}
