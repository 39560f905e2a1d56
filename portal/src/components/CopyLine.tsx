import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { text } from "../text";

interface Props {
  /** What it is, for the button's name: "Copy the profile". */
  label: string;
  /** One line or several. */
  children: string;
}

/** Something to be pasted elsewhere, and a button that copies it. */
export function CopyLine({ label, children }: Props) {
  return (
    <div className="copy-line">
      <pre tabIndex={0} role="group" aria-label={label}>
        {children}
      </pre>
      <CopyToClipboard
        variant="icon"
        copyButtonAriaLabel={text.request.copy(label)}
        copySuccessText={text.shell.copied}
        copyErrorText={text.shell.copyFailed}
        textToCopy={children}
      />
    </div>
  );
}
