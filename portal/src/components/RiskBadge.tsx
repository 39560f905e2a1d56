import Badge from "@cloudscape-design/components/badge";
import { text } from "../text";

export function RiskBadge({ risk }: { risk: "LOW" | "HIGH" }) {
  return <Badge color={risk === "HIGH" ? "severity-high" : "green"}>{text.shell.risk[risk]}</Badge>;
}
