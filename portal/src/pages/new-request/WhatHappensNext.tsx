import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { text } from "../../text";
import { useServerSeconds } from "../../time/clock";
import { shortLocalText } from "../../time/format";
import type { Choice } from "./draft";

/** What asking for this means, before it is asked for. */
export function WhatHappensNext({ choice, minutes }: { choice: Choice; minutes: number | undefined }) {
  const now = useServerSeconds();
  const words = text.newRequest.next;
  const { account, permissionSet } = choice;
  const isKnown = account && permissionSet && minutes;
  return (
    <Container header={<Header variant="h2">{words.heading}</Header>}>
      {isKnown ? (
        <>
          <Box variant="p">
            {permissionSet.requires_approval
              ? words.approval(text.shell.minutes(minutes))
              : words.atOnce(text.shell.minutes(minutes), shortLocalText(now + minutes * 60, now))}
          </Box>
          <Box variant="p" color="text-body-secondary">
            {words.revoke} {words.session}
          </Box>
        </>
      ) : (
        <Box color="text-body-secondary">{words.choose}</Box>
      )}
    </Container>
  );
}
