// The real server with the built portal, and people to use it: tests/e2e/portal_stage.py, driven line by line.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Person } from "./api";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

export interface Letter {
  subject: string;
  text: string;
  /** Not on AWS. */
  html?: string;
}

export class Stage {
  private constructor(
    readonly url: string,
    readonly people: Record<string, string>,
    /** Every part is AWS's, which moto plays. */
    readonly onAws: boolean,
    private readonly process: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async open(...options: string[]): Promise<Stage> {
    const script = join(root, "tests/e2e/portal_stage.py");
    const process_ = spawn("python3", ["-B", script, join(root, "build/portal"), ...options]);
    process_.stderr.pipe(process.stderr);
    const lines = createInterface(process_.stdout)[Symbol.asyncIterator]();
    const { url, people } = JSON.parse((await lines.next()).value as string) as Stage;
    return new Stage(url, people, options.includes("--aws"), process_, lines);
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

  /** Adds a user who has to choose a password at the first sign-in, and gives the one that was made. */
  async addTemporary(email: string, group = "Engineers"): Promise<string> {
    const made = await this.curfew(["user", "add", email, "--group", group, "--temporary", "--json"]);
    return (JSON.parse(made) as { temporary_password: string }).temporary_password;
  }

  /** Adds a user and gives the password. */
  async add(email: string, group = "Engineers"): Promise<string> {
    const password = `Aa1!${randomBytes(12).toString("base64url")}`;
    await this.curfew(["user", "add", email, "--group", group, "--password-stdin"], password + "\n");
    return password;
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
