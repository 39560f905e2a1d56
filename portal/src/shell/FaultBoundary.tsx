import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { Component, type ReactNode } from "react";
import { text } from "../text";

/** A fault of a page becomes words and a way out, not a white screen. */
export class FaultBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Box padding="xxl">
        <Alert
          type="error"
          header={text.problems.heading}
          action={<Button onClick={() => location.reload()}>{text.problems.reload}</Button>}
        >
          {text.problems.pageBroken}
        </Alert>
      </Box>
    );
  }
}
