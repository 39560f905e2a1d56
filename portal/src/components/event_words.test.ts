import { describe, expect, it } from "vitest";
import type { AuditEvent } from "../api/client";
import { eventActor, eventHeadline, eventStatus } from "./event_words";

function event(members: Partial<AuditEvent>): AuditEvent {
  return {
    Chain: "request/5b1f2a36-0000-4000-8000-000000000001",
    Sequence: 1,
    AtMs: 1_764_000_000_000,
    Action: "request.approved",
    ActorKind: "USER",
    Hash: "0".repeat(64),
    ...members,
  };
}

describe("what happened", () => {
  it("tells a request that waits from one that the policy approved", () => {
    const waits = eventHeadline(event({ Action: "request.submitted", To: "PENDING" }));
    const granted = eventHeadline(event({ Action: "request.submitted", To: "GRANTING" }));
    expect(waits).toContain("manager");
    expect(granted).toContain("policy");
  });

  it.each(["toString", "__proto__", "request.teleported", ""])(
    "tells the unknown action %j by its word",
    (Action) => {
      expect(eventHeadline(event({ Action }))).toBe(`Recorded: ${Action}`);
      expect(eventStatus(event({ Action }), true)).toBe("info");
    },
  );

  it("shows as under way only what still is", () => {
    const ending = event({ Action: "access.ending" });
    expect(eventStatus(ending, true)).toBe("in-progress");
    expect(eventStatus(ending, false)).not.toBe("in-progress");
  });
});

describe("who did it", () => {
  const me = { subject: "s-ann" };

  it("calls the reader you", () => {
    expect(eventActor(event({ ActorSubject: "s-ann", ActorEmail: "ann@example.com" }), me)).toBe("You");
    expect(eventActor(event({ ActorSubject: "s-mia", ActorEmail: "mia@example.com" }), me)).toBe(
      "mia@example.com",
    );
  });

  it("does not take an event without a subject for the reader's", () => {
    expect(eventActor(event({}), { subject: "" })).toBe("Somebody");
  });

  it("tells Curfew, administrators, and kinds it does not know", () => {
    expect(eventActor(event({ ActorKind: "CURFEW" }), me)).toBe("Curfew");
    expect(eventActor(event({ ActorKind: "ADMINISTRATOR", ActorEmail: "root@host" }), me)).toContain(
      "root@host",
    );
    expect(eventActor(event({ ActorKind: "ROBOT", ActorEmail: "r2" }), me)).toBe("ROBOT r2");
  });
});
