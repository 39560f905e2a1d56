import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { PermissionSet } from "../../api/client";
import { text } from "../../text";
import { limits, presets } from "./draft";

interface Props {
  /** As typed. */
  value: string;
  permissionSet: PermissionSet | undefined;
  fault: string | undefined;
  onChange: (value: string) => void;
}

export function DurationField({ value, permissionSet, fault, onChange }: Props) {
  const words = text.newRequest.duration;
  const { least, most } = limits(permissionSet);
  return (
    <FormField label={words.label} description={words.description(least, most)} errorText={fault}>
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <SegmentedControl
          label={words.presets}
          selectedId={value}
          options={presets(permissionSet).map((minutes) => ({
            id: String(minutes),
            text: words.preset(minutes),
          }))}
          onChange={({ detail }) => onChange(detail.selectedId)}
        />
        <div className="short-input">
          <Input
            type="number"
            inputMode="numeric"
            step={1}
            ariaLabel={`${words.label}, ${words.unit}`}
            value={value}
            onChange={({ detail }) => onChange(detail.value)}
          />
        </div>
        <span>{words.unit}</span>
      </SpaceBetween>
    </FormField>
  );
}
