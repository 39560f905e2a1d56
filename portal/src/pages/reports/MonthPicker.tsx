import Button from "@cloudscape-design/components/button";
import DatePicker from "@cloudscape-design/components/date-picker";
import FormField from "@cloudscape-design/components/form-field";
import { useEffect, useState } from "react";
import { text } from "../../text";
import { isReported, monthName, shifted } from "./month";

interface Props {
  month: string;
  /** The last that can be chosen. */
  current: string;
  onChoose: (month: string) => void;
}

export function MonthPicker({ month, current, onChoose }: Props) {
  const [typed, setTyped] = useState(month);
  useEffect(() => setTyped(month), [month]);
  const words = text.reports.month;
  const type = (value: string) => {
    setTyped(value);
    if (value !== month && isReported(value, current)) onChoose(value);
  };
  const [previous, next] = [shifted(month, -1), shifted(month, 1)];
  return (
    <FormField
      label={words.label}
      description={words.utc}
      errorText={/^\d{4}-\d{2}$/.test(typed) && typed > current && words.future}
    >
      <div className="month-picker">
        <Button
          iconName="angle-left"
          variant="icon"
          ariaLabel={words.previous(monthName(previous))}
          disabled={!isReported(previous, current)}
          onClick={() => onChoose(previous)}
        />
        <DatePicker
          granularity="month"
          format="long-localized"
          value={typed}
          onChange={({ detail }) => type(detail.value)}
          onBlur={() => setTyped(month)}
          placeholder={words.placeholder}
          isDateEnabled={(date) => isReported(localMonth(date), current)}
          openCalendarAriaLabel={() => words.open(monthName(month))}
        />
        <Button
          iconName="angle-right"
          variant="icon"
          ariaLabel={words.next(monthName(next))}
          disabled={!isReported(next, current)}
          onClick={() => onChoose(next)}
        />
      </div>
    </FormField>
  );
}

// The picker's own dates are local ones.
function localMonth(date: Date): string {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}`;
}
