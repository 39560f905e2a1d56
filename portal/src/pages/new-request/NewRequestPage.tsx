import Alert from "@cloudscape-design/components/alert";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import { useEffect, useState } from "react";
import { useSearch } from "wouter";
import { Loading } from "../../components/Loading";
import { ProblemAlert } from "../../components/ProblemAlert";
import { useCatalog } from "../../live/queries";
import { usePortal } from "../../portal";
import { text } from "../../text";
import { bodyOf, emptyDraft, type Draft } from "./draft";
import { forgetDraft, keepChoice, keepDraft, keptDraft } from "./kept";
import { RequestForm } from "./RequestForm";
import { Result } from "./Result";
import { SubmissionAlert } from "./SubmissionAlert";
import { useSubmission } from "./use_submission";

export function NewRequestPage() {
  const { me } = usePortal();
  const catalog = useCatalog();
  const linked = useLinkedChoice();
  const [draft, setDraft] = useState<Draft>(() => ({ ...keptDraft(me.subject), ...linked }));
  useEffect(() => keepDraft(me.subject, draft), [me.subject, draft]);
  const { state, submit, tryNow, stop } = useSubmission(() => {
    forgetDraft(me.subject);
    setDraft((sent) => ({ ...sent, reason: "" }));
  });
  const send = () => {
    keepChoice(me.subject, draft);
    submit(bodyOf(draft));
  };

  return (
    <ContentLayout
      header={
        <Header variant="h1" description={text.newRequest.description}>
          {text.newRequest.heading}
        </Header>
      }
    >
      {state.kind === "done" ? (
        <Result answer={state.answer} onAnother={stop} />
      ) : catalog.data ? (
        catalog.data.accounts.length && catalog.data.permission_sets.length ? (
          <RequestForm
            catalog={catalog.data}
            draft={draft}
            onChange={setDraft}
            onSubmit={send}
            onClear={() => setDraft(emptyDraft)}
            isSending={state.kind === "sending" || state.kind === "unknown"}
            alert={<SubmissionAlert state={state} onTry={tryNow} onStop={stop} />}
          />
        ) : (
          <Alert type="info" header={text.newRequest.empty.heading}>
            {text.newRequest.empty.text}
          </Alert>
        )
      ) : catalog.isError ? (
        <ProblemAlert problem={catalog.error} onRetry={() => void catalog.refetch()} />
      ) : (
        <Loading />
      )}
    </ContentLayout>
  );
}

// "/?account=LogArchive&permission_set=S3FullAccess": from "ask again", or from somebody's runbook.
function useLinkedChoice(): Partial<Draft> {
  const parameters = new URLSearchParams(useSearch());
  const account = parameters.get("account");
  const permissionSet = parameters.get("permission_set");
  const minutes = parameters.get("minutes");
  return {
    ...(account ? { account } : {}),
    ...(permissionSet ? { permissionSet } : {}),
    ...(minutes ? { minutes } : {}),
  };
}
