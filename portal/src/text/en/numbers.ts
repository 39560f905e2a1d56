const whole = new Intl.NumberFormat("en");

/** "3,200". */
export function count(value: number): string {
  return whole.format(value);
}
