import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { text } from "../../text";
import { PasswordRules } from "./PasswordRules";
import { rulesFor } from "./password_rules";

export interface NewPassword {
  password: string;
  repeated: string;
}

export const noPassword: NewPassword = { password: "", repeated: "" };

export function isReady({ password, repeated }: NewPassword): boolean {
  return password === repeated && rulesFor(password).every((rule) => rule.isMet);
}

interface Props {
  value: NewPassword;
  onChange: (value: NewPassword) => void;
}

/** A new password, twice, with the rules beside it. */
export function NewPasswordFields({ value, onChange }: Props) {
  const words = text.signIn.newPassword;
  const differs = value.repeated !== "" && !value.password.startsWith(value.repeated);
  return (
    <SpaceBetween size="m">
      <FormField label={words.field}>
        <Input
          type="password"
          autoComplete="new-password"
          value={value.password}
          onChange={({ detail }) => onChange({ ...value, password: detail.value })}
        />
      </FormField>
      <PasswordRules password={value.password} />
      <FormField label={words.repeat} errorText={differs && words.differs}>
        <Input
          type="password"
          autoComplete="new-password"
          value={value.repeated}
          onChange={({ detail }) => onChange({ ...value, repeated: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}
