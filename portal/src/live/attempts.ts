// Idempotency keys of actions whose outcome is not known yet: trying the same action again has to carry the same key,
// so that it is done once.
import { Problem } from "../api/client";

export class Attempts {
  private readonly keys = new Map<string, string>();

  /** Runs `perform` with the key of `action`: the one of before while nobody knows what became of that. */
  async run<Answer>(action: string, perform: (key: string) => Promise<Answer>): Promise<Answer> {
    const key = this.keys.get(action) ?? crypto.randomUUID();
    this.keys.set(action, key);
    try {
      const answer = await perform(key);
      this.keys.delete(action);
      return answer;
    } catch (problem) {
      if (!isUnknown(problem)) this.keys.delete(action);
      throw problem;
    }
  }
}

/** Whether something may have been done although it failed here. */
export function isUnknown(problem: unknown): boolean {
  return !(problem instanceof Problem) || problem.isUnknown;
}
