import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type ReactNode } from "react";
import type { Catalog } from "../../api/client";
import { useRequestList } from "../../live/queries";
import { text } from "../../text";
import { AccessFields } from "./AccessFields";
import { chosen, faults, minutesOf, recentChoices, sameAccess, type Draft } from "./draft";
import { DurationField } from "./DurationField";
import { HeldAlert } from "./HeldAlert";
import { ReasonField } from "./ReasonField";
import { RecentChoices } from "./RecentChoices";
import { WhatHappensNext } from "./WhatHappensNext";

interface Props {
  catalog: Catalog;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onSubmit: () => void;
  onClear: () => void;
  isSending: boolean;
  /** What became of the last try. */
  alert: ReactNode;
}

export function RequestForm({ catalog, draft, onChange, onSubmit, onClear, isSending, alert }: Props) {
  const { requests: mine } = useRequestList("mine");
  const [wasTried, setTried] = useState(false);
  const choice = chosen(catalog, draft);
  const found = faults(catalog, draft);
  const shown = wasTried ? found : {};
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const submit = () => {
    setTried(true);
    if (!isSending && Object.keys(found).length === 0) onSubmit();
  };
  const minutes = minutesOf(draft, choice.permissionSet);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" variant="link" disabled={isSending} onClick={onClear}>
              {text.newRequest.clear}
            </Button>
            <Button variant="primary" loading={isSending} loadingText={text.newRequest.sending}>
              {text.newRequest.submit}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          {alert}
          <Container>
            <SpaceBetween size="l">
              <RecentChoices choices={recentChoices(catalog, mine)} onChoose={change} />
              <AccessFields catalog={catalog} choice={choice} faults={shown} onChange={change} />
              <ReasonField
                reason={draft.reason}
                fault={shown.reason}
                onChange={(reason) => change({ reason })}
              />
              <DurationField
                value={draft.minutes}
                permissionSet={choice.permissionSet}
                fault={shown.minutes}
                onChange={(value) => change({ minutes: value })}
              />
            </SpaceBetween>
          </Container>
          <HeldAlert {...sameAccess(mine, choice)} permissionSet={choice.permissionSet} minutes={minutes} />
          <WhatHappensNext choice={choice} minutes={minutes} />
        </SpaceBetween>
      </Form>
    </form>
  );
}
