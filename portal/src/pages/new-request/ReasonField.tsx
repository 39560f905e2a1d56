import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { text } from "../../text";
import { isShort, longestReason, reasonLength } from "./draft";

interface Props {
  reason: string;
  fault: string | undefined;
  onChange: (reason: string) => void;
}

export function ReasonField({ reason, fault, onChange }: Props) {
  const words = text.newRequest.reason;
  const used = reasonLength(reason);
  const tooLong = used > longestReason ? words.tooLong(used - longestReason) : undefined;
  return (
    <FormField
      stretch
      label={words.label}
      description={`${words.description} ${words.guidance}`}
      constraintText={words.counter(used, longestReason)}
      warningText={!fault && isShort(reason) ? words.short : undefined}
      errorText={fault ?? tooLong}
    >
      <Textarea
        rows={4}
        spellcheck
        placeholder={words.placeholder}
        value={reason}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
