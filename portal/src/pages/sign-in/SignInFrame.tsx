import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { text } from "../../text";

interface Props {
  heading: string;
  notice?: string | undefined;
  error?: string | undefined;
  submit?: string;
  isBusy?: boolean;
  onSubmit?: () => void;
  onBack?: () => void;
  children: ReactNode;
}

/** One step of signing in: a card in the middle of the page. */
export function SignInFrame({ heading, notice, error, submit, isBusy, onSubmit, onBack, children }: Props) {
  return (
    <main className="sign-in">
      <SpaceBetween size="l">
        <Box textAlign="center">
          <Box variant="h1">{text.shell.product}</Box>
          <Box color="text-body-secondary">{text.shell.tagline}</Box>
        </Box>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!isBusy) onSubmit?.();
          }}
        >
          <Container header={<Header variant="h2">{heading}</Header>}>
            <Form
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  {onBack && (
                    <Button formAction="none" variant="link" onClick={onBack}>
                      {text.signIn.back}
                    </Button>
                  )}
                  {submit && (
                    <Button variant="primary" loading={isBusy ?? false}>
                      {submit}
                    </Button>
                  )}
                </SpaceBetween>
              }
            >
              <SpaceBetween size="m">
                {notice && <Alert type="info">{notice}</Alert>}
                {error && <Alert type="error">{error}</Alert>}
                {children}
              </SpaceBetween>
            </Form>
          </Container>
        </form>
      </SpaceBetween>
    </main>
  );
}
