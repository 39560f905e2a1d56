import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { AccessRequest } from "../../api/client";
import { CopyLine } from "../../components/CopyLine";
import { usePortal } from "../../portal";
import { text } from "../../text";
import { cliLines, consoleUrl } from "./cli";

/** For access that is there: the way into the console, and into the CLI. */
export function UseAccess({ request }: { request: AccessRequest }) {
  const { config } = usePortal();
  const words = text.myRequests.use;
  const url = consoleUrl(request, config);
  const lines = cliLines(request, config);
  return (
    <Container header={<Header variant="h2">{words.heading}</Header>}>
      <SpaceBetween size="l">
        {url && (
          <SpaceBetween size="xs">
            <Box variant="h3">{words.consoleHeading}</Box>
            <Box>{words.consoleText(request.AccountName, request.PermissionSet)}</Box>
            <Button
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              iconName="external"
              iconAlign="right"
              iconAlt={words.newTab}
            >
              {words.console}
            </Button>
            <Box color="text-body-secondary">{words.soon}</Box>
          </SpaceBetween>
        )}
        {lines && (
          <SpaceBetween size="s">
            <Box variant="h3">{words.cliHeading}</Box>
            <div>
              <Box>{words.profile}</Box>
              <CopyLine label={words.profile}>{lines.profile}</CopyLine>
              <Box variant="small" color="text-body-secondary">
                {words.profileNote} {!lines.isComplete && words.regionNote}
              </Box>
            </div>
            <div>
              <Box>{words.login}</Box>
              <CopyLine label={words.login}>{lines.login}</CopyLine>
            </div>
            <div>
              <Box>{words.test}</Box>
              <CopyLine label={words.test}>{lines.test}</CopyLine>
            </div>
          </SpaceBetween>
        )}
        {!url && <Box>{words.noStartUrl}</Box>}
        <Box color="text-body-secondary">{words.sessions}</Box>
      </SpaceBetween>
    </Container>
  );
}
