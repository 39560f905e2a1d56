import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useLocation } from "wouter";
import { text } from "../text";
import { paths } from "./paths";

/** For who opens a manager's address without being one: from a mail that was passed on, say. */
export function ForManagers() {
  const [, navigate] = useLocation();
  const words = text.shell.forManagers;
  return (
    <Alert
      type="info"
      header={words.heading}
      action={<Button onClick={() => navigate(paths.myRequests)}>{words.open}</Button>}
    >
      {words.text}
    </Alert>
  );
}
