import { useState } from "react";
import type { Session } from "../../session/connect";
import { text } from "../../text";
import { AccountModal } from "./AccountModal";
import { AuthenticatorFields } from "./AuthenticatorFields";
import { isCode } from "./CodeInput";

interface Props {
  session: Session;
  account: string;
  onClose: () => void;
}

export function SetUpAuthenticator({ session, account, onClose }: Props) {
  const [code, setCode] = useState("");
  const words = text.signIn.authenticator;
  return (
    <AccountModal
      heading={words.heading}
      submit={words.submit}
      done={words.done}
      isReady={isCode(code)}
      send={() => session.finishAuthenticator(code)}
      onClose={onClose}
    >
      {(error) => (
        <AuthenticatorFields session={session} account={account} code={code} onCode={setCode} error={error} />
      )}
    </AccountModal>
  );
}
