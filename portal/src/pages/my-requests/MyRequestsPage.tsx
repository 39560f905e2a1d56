import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import { useRequestList } from "../../live/queries";
import { EndDialog, type Ended } from "./EndDialog";
import { EndNotice } from "./EndNotice";
import { otherHolder, type Ending } from "./ending";
import { RequestDetails } from "./RequestDetails";
import { RequestsTable } from "./RequestsTable";
import { useView } from "./use_view";

/** All requests of the reader, or with `id` one of them. */
export default function MyRequestsPage({ id }: { id?: string }) {
  const list = useRequestList("mine");
  const table = useView();
  const [ending, setEnding] = useState<Ending>();
  const [ended, setEnded] = useState<Ended>();
  useFocusOnReturn(id);
  useEffect(() => setEnding(undefined), [id]);
  return (
    <SpaceBetween size="m">
      {ended && <EndNotice ended={ended} onDismiss={() => setEnded(undefined)} />}
      {id ? (
        <RequestDetails id={id} onEnd={setEnding} />
      ) : (
        <RequestsTable list={list} table={table} onEnd={setEnding} />
      )}
      {ending && (
        <EndDialog
          ending={ending}
          holder={otherHolder(ending.request, list.requests)}
          onEnded={(outcome) => {
            setEnding(undefined);
            setEnded(outcome);
          }}
          onClose={() => setEnding(undefined)}
        />
      )}
    </SpaceBetween>
  );
}

// Back from a request, the focus is where it was: on that request's link in the table.
function useFocusOnReturn(id: string | undefined): void {
  const before = useRef<string>();
  useEffect(() => {
    const opened = before.current;
    before.current = id;
    if (id || !opened) return;
    document.querySelector<HTMLElement>(`[data-request="${CSS.escape(opened)}"] a`)?.focus();
  }, [id]);
}
