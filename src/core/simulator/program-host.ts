// A node program in any language, spoken to over its stdin and stdout, one JSON line each. To the program: `{"input": …, "now": µs, "wall": µs}`, with
// byte fields in base64. From it: `{"effects": […]}`, or before that any number of `{"draw": label, "bound": n}`, each answered with `{"drawn": k}`.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Host } from '../../contract/index.js';
import { asObject, assert, decodeEffect, type Effect, encodeInput, type Env, type Input, type Json, parseJson } from '../../world/index.js';

/** Draws that one step may ask for. */
const drawsMax = 10_000;

/** The program is started with its first input, with this environment's PATH, and killed by `close`. A step that goes wrong is a rejected promise. */
export function programHost(command: readonly string[]): Host {
  return new ProgramHost(command);
}

type Program = ChildProcessByStdio<Writable, Readable, null>;

class ProgramHost implements Host {
  private readonly command: readonly string[];
  private program: Program | null = null;
  private lines: AsyncIterator<string> | null = null;

  constructor(command: readonly string[]) {
    this.command = command;
  }

  async deliver(input: Input, env: Env): Promise<readonly Effect[]> {
    this.say({ input: encodeInput(input), now: env.now, wall: env.wall });
    for (let draws = 0; draws < drawsMax; draws++) {
      const answer = await this.hear();
      if (Array.isArray(answer['effects'])) return (answer['effects'] as readonly Json[]).map(decodeEffect);
      assert(typeof answer['draw'] === 'string' && typeof answer['bound'] === 'number', 'program: a line holds effects or asks for a draw');
      this.say({ drawn: env.draw(answer['draw'], answer['bound']) });
    }
    throw new Error(`program: more than ${drawsMax} draws in one step`);
  }

  close(): void {
    this.program?.stdin.destroy();
    this.program?.kill('SIGKILL');
    this.program = null;
  }

  private say(line: Json): void {
    this.started().stdin.write(`${JSON.stringify(line)}\n`);
  }

  private async hear(): Promise<{ readonly [key: string]: Json }> {
    const line = await this.lines?.next();
    if (line === undefined || line.done === true) throw new Error(`program: ${this.command.join(' ')} ended`);
    const answer = asObject(parseJson(line.value));
    if (answer === null) throw new Error(`program: not a JSON object: ${line.value.slice(0, 200)}`);
    return answer;
  }

  private started(): Program {
    if (this.program !== null) return this.program;
    const [name, ...args] = this.command;
    assert(name !== undefined, 'program: a command has a name');
    const program = spawn(name, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    // How a program ends shows when it is next asked; an error of its pipes says no more than that.
    const reader = createInterface({ input: program.stdout });
    program.on('error', () => reader.close());
    program.stdin.on('error', () => undefined);
    this.lines = reader[Symbol.asyncIterator]();
    this.program = program;
    return program;
  }
}
