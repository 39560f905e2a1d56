import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { text } from "../../text";
import { rulesFor } from "./password_rules";

/** The rules, each marked as it is met while somebody types. */
export function PasswordRules({ password }: { password: string }) {
  const words = text.signIn.newPassword;
  return (
    <Box>
      <Box variant="awsui-key-label">{words.rules.heading}</Box>
      <ul className="plain-list" aria-live="polite">
        {rulesFor(password).map((rule) => (
          <li key={rule.text}>
            <StatusIndicator
              type={rule.isMet ? "success" : "pending"}
              iconAriaLabel={rule.isMet ? words.met : words.notMet}
            >
              {rule.text}
            </StatusIndicator>
          </li>
        ))}
      </ul>
    </Box>
  );
}
