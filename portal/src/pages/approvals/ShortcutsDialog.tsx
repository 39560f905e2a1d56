import Box from "@cloudscape-design/components/box";
import Modal from "@cloudscape-design/components/modal";
import Table from "@cloudscape-design/components/table";
import { Fragment } from "react";
import { text } from "../../text";

/** The keys of this page. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const words = text.approvals.shortcuts;
  return (
    <Modal visible header={words.heading} closeAriaLabel={text.shell.close} onDismiss={onClose}>
      <Table
        variant="embedded"
        wrapLines
        items={words.list}
        columnDefinitions={[
          { id: "keys", header: words.key, cell: ({ keys }) => <Keys keys={keys} />, width: 180 },
          { id: "does", header: words.does, cell: ({ does }) => does, isRowHeader: true },
        ]}
      />
      <Box margin={{ top: "s" }} color="text-body-secondary">
        {words.note}
      </Box>
    </Modal>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return keys.map((key, index) => (
    <Fragment key={key}>
      {index > 0 && ` ${text.approvals.shortcuts.or} `}
      <kbd>{key}</kbd>
    </Fragment>
  ));
}
