import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import type { Account, Catalog, PermissionSet } from "../../api/client";
import { text } from "../../text";
import type { Choice, Draft, Faults } from "./draft";

interface Props {
  catalog: Catalog;
  choice: Choice;
  faults: Faults;
  onChange: (part: Partial<Draft>) => void;
}

export function AccessFields({ catalog, choice, faults, onChange }: Props) {
  const words = text.newRequest;
  return (
    <ColumnLayout columns={2}>
      <FormField
        label={words.account.label}
        description={words.account.description}
        errorText={faults.account}
      >
        <Select
          filteringType="auto"
          filteringPlaceholder={words.account.filter}
          placeholder={words.account.placeholder}
          empty={words.account.none}
          noMatch={words.account.none}
          options={catalog.accounts.map(accountOption)}
          selectedOption={choice.account ? accountOption(choice.account) : null}
          onChange={({ detail }) => onChange({ account: detail.selectedOption.value ?? "" })}
        />
      </FormField>
      <FormField
        label={words.permissionSet.label}
        description={words.permissionSet.description}
        errorText={faults.permissionSet}
      >
        <Select
          filteringType="auto"
          filteringPlaceholder={words.permissionSet.filter}
          placeholder={words.permissionSet.placeholder}
          empty={words.permissionSet.none}
          noMatch={words.permissionSet.none}
          triggerVariant="option"
          options={catalog.permission_sets.map(permissionSetOption)}
          selectedOption={choice.permissionSet ? permissionSetOption(choice.permissionSet) : null}
          onChange={({ detail }) => onChange({ permissionSet: detail.selectedOption.value ?? "" })}
        />
      </FormField>
    </ColumnLayout>
  );
}

function accountOption({ name, title, id }: Account): SelectProps.Option {
  return { value: name, label: `${title} (${id})`, filteringTags: [name] };
}

function permissionSetOption(set: PermissionSet): SelectProps.Option {
  return {
    value: set.name,
    label: set.title,
    labelTag: set.requires_approval ? text.newRequest.needsApproval : text.newRequest.atOnce,
    description: text.shell.risk[set.risk],
    filteringTags: [set.name, set.aws_name],
  };
}
