import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Session } from "../../session/connect";
import { text } from "../../text";
import { CodeInput } from "./CodeInput";
import { keyUri, qrPath } from "./qr";
import { refusalText } from "./refusal";

interface Props {
  session: Session;
  account: string;
  code: string;
  onCode: (code: string) => void;
  error: string | undefined;
}

/** The key of an authenticator app, to scan or to type, and the first code of it. */
export function AuthenticatorFields({ session, account, code, onCode, error }: Props) {
  const [secret, setSecret] = useState("");
  const [refused, setRefused] = useState("");
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return; // each asking makes a new key
    asked.current = true;
    void session.beginAuthenticator().then((answer) => {
      if ("secret" in answer) setSecret(answer.secret);
      else setRefused(refusalText({ kind: "refused", ...answer }));
    });
  }, [session]);
  const words = text.signIn.authenticator;
  if (refused) return <Box color="text-status-error">{refused}</Box>;
  if (!secret) return <Spinner />;
  return (
    <SpaceBetween size="m">
      <Box variant="p">{words.scan}</Box>
      <QrCode content={keyUri(secret, account)} />
      <Box variant="p">
        {words.byHand}{" "}
        <code className="key" data-testid="authenticator-key">
          {secret}
        </code>
      </Box>
      <FormField label={text.signIn.code.field} description={words.confirm} errorText={error}>
        <CodeInput value={code} onChange={onCode} />
      </FormField>
    </SpaceBetween>
  );
}

function QrCode({ content }: { content: string }) {
  const { path, size } = useMemo(() => qrPath(content), [content]);
  return (
    <svg
      className="qr-code"
      role="img"
      aria-label={text.signIn.authenticator.qr}
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
    >
      <rect x={-4} y={-4} width={size + 8} height={size + 8} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
