import FormField from "@cloudscape-design/components/form-field";
import Textarea, { type TextareaProps } from "@cloudscape-design/components/textarea";
import { useEffect, useRef, type ReactNode } from "react";
import { text } from "../../text";
import { charactersOf, mostCharacters } from "./comment";
import { isSend } from "./shortcuts";

interface Props {
  label: ReactNode;
  description: string;
  value: string;
  onChange: (value: string) => void;
  onSend: () => void;
  error?: string | undefined;
  disabled: boolean;
}

/** What a manager writes to the requester. Takes the focus; Ctrl or Cmd with Enter sends. */
export function CommentField({ label, description, value, onChange, onSend, error, disabled }: Props) {
  const field = useRef<TextareaProps.Ref>(null);
  useEffect(() => {
    // After the dialog has put the focus on its first button.
    const waiting = setTimeout(() => field.current?.focus(), 0);
    return () => clearTimeout(waiting);
  }, []);
  const used = charactersOf(value);
  const words = text.approvals;
  return (
    <FormField
      stretch
      label={label}
      description={description}
      constraintText={`${words.characters(used, mostCharacters)}. ${words.sendWith}`}
      errorText={used > mostCharacters ? words.tooLong(used - mostCharacters) : error}
    >
      <Textarea
        ref={field}
        rows={5}
        value={value}
        disabled={disabled}
        onChange={({ detail }) => onChange(detail.value)}
        onKeyDown={(event) => {
          if (!isSend(event.detail)) return;
          event.preventDefault();
          onSend();
        }}
      />
    </FormField>
  );
}
