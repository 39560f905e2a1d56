// Signing in, step by step, as the user pool asks: password, new password, code, setting up an authenticator app.
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import type { PortalConfig } from "../../session/config";
import type { Session } from "../../session/connect";
import type { SignInStep } from "../../session/vault";
import { text } from "../../text";
import { AuthenticatorFields } from "./AuthenticatorFields";
import { CodeInput, isCode } from "./CodeInput";
import { isReady, NewPasswordFields, noPassword } from "./NewPasswordFields";
import { endsSignIn, refusalText } from "./refusal";
import { SignInFrame } from "./SignInFrame";

interface Props {
  session: Session;
  config: PortalConfig;
  wasSignedIn: boolean;
  onSignedIn: () => void;
}

/** What a step needs to send its answer. */
interface StepProps {
  session: Session;
  email: string;
  error: string | undefined;
  isBusy: boolean;
  send: (answer: Promise<SignInStep>) => void;
  onBack: () => void;
}

export function SignInPage({ session, config, wasSignedIn, onSignedIn }: Props) {
  const [email, setEmail] = useState("");
  const [challenge, setChallenge] = useState("");
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const startAnew = () => {
    setChallenge("");
    setError(undefined);
  };
  const send = async (answer: Promise<SignInStep>) => {
    setBusy(true);
    setError(undefined);
    const step = await answer;
    setBusy(false);
    if (step.kind === "signedIn") return onSignedIn();
    if (step.kind === "asks") return setChallenge(step.challenge);
    if (endsSignIn(step)) setChallenge("");
    setError(refusalText(step));
  };

  if (!config.signInEndpoint) {
    return (
      <SignInFrame heading={text.signIn.heading}>
        <Box variant="p">{text.signIn.noPool}</Box>
      </SignInFrame>
    );
  }
  const step: StepProps = {
    session,
    email,
    error,
    isBusy,
    send: (answer) => void send(answer),
    onBack: startAnew,
  };
  switch (challenge) {
    case "":
      return (
        <PasswordStep
          {...step}
          onEmail={setEmail}
          onMissing={setError}
          {...(wasSignedIn ? { notice: text.signIn.ended } : {})}
        />
      );
    case "NEW_PASSWORD_REQUIRED":
      return <NewPasswordStep {...step} />;
    case "SOFTWARE_TOKEN_MFA":
      return <CodeStep key={challenge} {...step} />;
    case "MFA_SETUP":
      return <AuthenticatorStep {...step} />;
    default:
      return (
        <SignInFrame heading={text.signIn.heading} onBack={startAnew}>
          <Box variant="p">{text.signIn.unsupported(challenge)}</Box>
        </SignInFrame>
      );
  }
}

interface PasswordStepProps extends StepProps {
  notice?: string;
  onEmail: (email: string) => void;
  onMissing: (error: string) => void;
}

function PasswordStep({
  session,
  email,
  error,
  isBusy,
  send,
  notice,
  onEmail,
  onMissing,
}: PasswordStepProps) {
  const [password, setPassword] = useState("");
  const words = text.signIn;
  const submit = () => {
    if (!email.trim()) return onMissing(words.missing.email);
    if (!password) return onMissing(words.missing.password);
    send(session.signIn(email.trim(), password));
  };
  return (
    <SignInFrame
      heading={words.heading}
      notice={error ? undefined : notice}
      error={error}
      submit={words.submit}
      isBusy={isBusy}
      onSubmit={submit}
    >
      <FormField label={words.email}>
        <Input
          autoFocus
          type="email"
          autoComplete="username"
          value={email}
          onChange={({ detail }) => onEmail(detail.value)}
        />
      </FormField>
      <FormField label={words.password}>
        <Input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={({ detail }) => setPassword(detail.value)}
        />
      </FormField>
    </SignInFrame>
  );
}

function NewPasswordStep({ session, error, isBusy, send, onBack }: StepProps) {
  const [value, setValue] = useState(noPassword);
  const words = text.signIn.newPassword;
  return (
    <SignInFrame
      heading={words.heading}
      error={error}
      submit={words.submit}
      isBusy={isBusy}
      onBack={onBack}
      onSubmit={() => isReady(value) && send(session.answer({ NEW_PASSWORD: value.password }))}
    >
      <Box variant="p">{words.explanation}</Box>
      <NewPasswordFields value={value} onChange={setValue} />
    </SignInFrame>
  );
}

function CodeStep({ session, error, isBusy, send, onBack }: StepProps) {
  const [code, setCode] = useState("");
  const words = text.signIn.code;
  return (
    <SignInFrame
      heading={words.heading}
      error={error}
      submit={words.submit}
      isBusy={isBusy}
      onBack={onBack}
      onSubmit={() => isCode(code) && send(session.answer({ SOFTWARE_TOKEN_MFA_CODE: code }))}
    >
      <FormField label={words.field} description={words.missing}>
        <CodeInput value={code} onChange={setCode} />
      </FormField>
    </SignInFrame>
  );
}

function AuthenticatorStep({ session, email, error, isBusy, send, onBack }: StepProps) {
  const [code, setCode] = useState("");
  const words = text.signIn.authenticator;
  return (
    <SignInFrame
      heading={words.heading}
      submit={words.submit}
      isBusy={isBusy}
      onBack={onBack}
      onSubmit={() => isCode(code) && send(session.finishAuthenticator(code))}
    >
      <AuthenticatorFields session={session} account={email} code={code} onCode={setCode} error={error} />
    </SignInFrame>
  );
}
