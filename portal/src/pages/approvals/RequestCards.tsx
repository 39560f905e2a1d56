import Box from "@cloudscape-design/components/box";
import Cards from "@cloudscape-design/components/cards";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { AccessRequest } from "../../api/client";
import { Ago } from "../../components/Ago";
import { isOf } from "../../live/request_list";
import { usePortal } from "../../portal";
import { text } from "../../text";
import { OutcomeLine } from "./OutcomeLine";
import type { Shown } from "./shown";

interface Props {
  shown: readonly Shown[];
  selected: Shown | undefined;
  onSelect: (id: string) => void;
}

const words = text.approvals;

/** The list beside the open request: who asks for what, since when, or what became of it. */
export function RequestCards({ shown, selected, onSelect }: Props) {
  return (
    <Cards
      items={shown}
      trackBy={({ request }) => request.RequestId}
      selectionType="single"
      selectedItems={selected ? [selected] : []}
      onSelectionChange={({ detail }) => {
        const [chosen] = detail.selectedItems;
        if (chosen) onSelect(chosen.request.RequestId);
      }}
      entireCardClickable
      cardsPerRow={[{ cards: 1 }]}
      ariaLabels={{
        selectionGroupLabel: words.listLabel,
        cardsLabel: words.listLabel,
        itemSelectionLabel: (_, { request }) => words.select(request.UserEmail, whatOf(request)),
      }}
      cardDefinition={{
        header: ({ request }) => <bdi>{request.UserEmail}</bdi>,
        sections: [{ id: "about", content: (one) => <About {...one} /> }],
      }}
    />
  );
}

function About({ request, standing }: Shown) {
  const { me } = usePortal();
  return (
    <>
      <Box>{whatOf(request)}</Box>
      {standing === "listed" && (
        <Box variant="small" color="text-body-secondary">
          <Ago at={request.RequestTimestamp} /> · {text.shell.minutes(request.DurationMinutes)}
          {isOf(me, request) && ` · ${words.yours}`}
        </Box>
      )}
      {standing === "checking" && <StatusIndicator type="loading">{words.checking}</StatusIndicator>}
      {standing === "left" && <OutcomeLine request={request} />}
    </>
  );
}

function whatOf({ PermissionSet, AccountName }: AccessRequest): string {
  return words.what(PermissionSet, AccountName);
}
