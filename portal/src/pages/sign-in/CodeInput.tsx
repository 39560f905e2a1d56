import Input from "@cloudscape-design/components/input";

const digits = 6;

export function isCode(text: string): boolean {
  return text.length === digits;
}

/** Six digits, however they are pasted. */
export function CodeInput({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  return (
    <Input
      autoFocus
      inputMode="numeric"
      autoComplete="one-time-code"
      value={value}
      onChange={({ detail }) => onChange(detail.value.replace(/\D/g, "").slice(0, digits))}
    />
  );
}
