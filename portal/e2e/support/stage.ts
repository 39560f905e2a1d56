// The real server with the built portal, and people to use it: tests/e2e/portal_stage.py, driven line by line.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Person } from "./api";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

export interface Letter {
  subject: string;
  text: string;
}

export class Stage {
  private constructor(
    readonly url: string,
    readonly people: Record<string, string>,
    private readonly process: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async open(...options: string[]): Promise<Stage> {
    const script = join(root, "tests/e2e/portal_stage.py");
    const process_ = spawn("python3", ["-B", script, join(root, "build/portal"), ...options]);
    process_.stderr.pipe(process.stderr);
    const lines = createInterface(process_.stdout)[Symbol.asyncIterator]();
    const { url, people } = JSON.parse((await lines.next()).value as string) as Stage;
    return new Stage(url, people, process_, lines);
  }

  async close(): Promise<void> {
    const ended = new Promise((resume) => this.process.once("exit", resume));
    this.process.stdin.end();
    await ended;
  }

  /** Signed in to the API, without a browser. */
  person(email: string): Promise<Person> {
    return Person.signIn(this.url, email, this.people[email] ?? "");
  }

  async letters(to: string): Promise<Letter[]> {
    return ((await this.ask({ do: "letters", to })) as { letters: Letter[] }).letters;
  }

  /** Runs a command of the program beside the server. */
  async curfew(args: string[], stdin = ""): Promise<string> {
    return ((await this.ask({ do: "curfew", arguments: args, stdin })) as { output: string }).output;
  }

  stop = () => this.ask({ do: "stop" });
  start = () => this.ask({ do: "start" });

  private async ask(wish: object): Promise<object> {
    this.process.stdin.write(JSON.stringify(wish) + "\n");
    const { value, done } = await this.lines.next();
    if (done) throw new Error("the stage is gone");
    const answer = JSON.parse(value) as { failure?: string };
    if (answer.failure) throw new Error(answer.failure);
    return answer;
  }
}
