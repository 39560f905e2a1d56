import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import type { Session } from "../../session/connect";
import { text } from "../../text";
import { AccountModal } from "./AccountModal";
import { isReady, NewPasswordFields, noPassword } from "./NewPasswordFields";

export function ChangePassword({ session, onClose }: { session: Session; onClose: () => void }) {
  const [present, setPresent] = useState("");
  const [value, setValue] = useState(noPassword);
  const words = text.signIn.changePassword;
  return (
    <AccountModal
      heading={words.heading}
      submit={words.submit}
      done={words.done}
      isReady={present !== "" && isReady(value)}
      send={() => session.changePassword(present, value.password)}
      onClose={onClose}
    >
      {(error) => (
        <>
          {error && <Alert type="error">{error}</Alert>}
          <FormField label={words.present}>
            <Input
              autoFocus
              type="password"
              autoComplete="current-password"
              value={present}
              onChange={({ detail }) => setPresent(detail.value)}
            />
          </FormField>
          <NewPasswordFields value={value} onChange={setValue} />
        </>
      )}
    </AccountModal>
  );
}
