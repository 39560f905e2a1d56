import { describe, expect, it } from "vitest";
import type { Catalog } from "../../api/client";
import { charactersOf, turnsText } from "./comment";
import { phrasesFor, withPhrase } from "./phrases";
import { request } from "./request.fixture";

const entry = (name: string, title: string, risk: "LOW" | "HIGH") => ({
  name,
  title,
  risk,
  aws_name: `JIT-${name}`,
  requires_approval: risk === "HIGH",
  min_duration_minutes: 5,
  max_duration_minutes: 60,
});
const catalog: Catalog = {
  accounts: [],
  permission_sets: [
    entry("S3FullAccess", "S3 Full Access", "LOW"),
    entry("EmergencyAdmin", "Emergency Admin", "HIGH"),
  ],
};
const texts = (duration: number, from?: Catalog) =>
  phrasesFor(request({ DurationMinutes: duration }), from).map(({ text }) => text);

describe("reasons for a denial", () => {
  it("name the lower access that would do", () => {
    expect(texts(60, catalog)).toContain(
      "Please use S3 Full Access instead of Emergency Admin for this task.",
    );
  });

  it("are there without a catalog", () => {
    expect(texts(60).length).toBeGreaterThan(3);
    expect(texts(60).join()).not.toContain("instead of");
  });

  it("call no duration too long that is the shortest", () => {
    expect(texts(60).join()).toContain("60 minutes is longer");
    expect(texts(5).join()).not.toContain("is longer");
  });

  it("are written after what is there, once", () => {
    expect(withPhrase("", "No ticket.")).toBe("No ticket.");
    expect(withPhrase("Sorry.\n\n", "No ticket.")).toBe("Sorry.\nNo ticket.");
    expect(withPhrase("No ticket. Really.", "No ticket.")).toBe("No ticket. Really.");
  });
});

describe("what people write", () => {
  it("is counted as the server counts: characters, not UTF-16 units, and no white space around", () => {
    expect(charactersOf(" \n🔥ü\t")).toBe(2);
    expect(charactersOf("  ")).toBe(0);
  });

  it("is suspicious where it overrides the order of its characters, not where it is of another script", () => {
    expect(turnsText("report\u202Egnp.exe")).toBe(true);
    expect(turnsText("نظام الإنتاج معطل")).toBe(false);
  });
});
