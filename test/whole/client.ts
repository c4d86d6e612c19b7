// For tests: calls to the nodes of a trial, in both worlds, past its links or through them.
import type { Happening, Trial } from '../../src/contract/index.js';
import { asObject, bytesOf, type Json, type JsonObject, type NodeId, type Request } from '../../src/world/index.js';

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: JsonObject;
}

const second = 1_000_000;
const timeout = 10 * second;

export class Client {
  readonly trial: Trial;
  /** Everything that the world told, answers left aside. */
  readonly happened: Happening[] = [];
  #next = 1;
  readonly #answers = new Map<number, Heard>();

  constructor(trial: Trial) {
    this.trial = trial;
  }

  /** Starts a call. @returns its number */
  start(to: NodeId, method: string, path: string, body: Json = null, headers: Readonly<Record<string, string>> = {}): number {
    const id = this.#next++;
    const bytes = body === null ? null : bytesOf(JSON.stringify(body));
    const type: Readonly<Record<string, string>> = body === null ? {} : { 'content-type': 'application/json' };
    this.ask(id, to, { method, path, headers: { ...type, ...headers }, body: bytes });
    return id;
  }

  async send(to: NodeId, request: Request): Promise<Heard> {
    const id = this.#next++;
    this.ask(id, to, request);
    return this.end(id);
  }

  /** What came back; status 0 when nothing did. */
  async end(id: number): Promise<Heard> {
    while (!this.#answers.has(id)) await this.step(this.trial.now + timeout);
    return this.#answers.get(id) ?? nothing;
  }

  async call(to: NodeId, method: string, path: string, body: Json = null, headers: Readonly<Record<string, string>> = {}): Promise<Heard> {
    return this.end(this.start(to, method, path, body, headers));
  }

  /** Lets the world go on for so long, in microseconds. */
  async wait(span: number): Promise<void> {
    const until = this.trial.now + span;
    while (this.trial.now < until) await this.step(until);
  }

  /** The manager that leads, as it said itself last; null before one did. */
  leader(): NodeId | null {
    const marks = this.happened.filter((each) => each.is === 'mark' && each.name === 'became-leader');
    const last = marks.at(-1);
    return last?.is === 'mark' ? last.node : null;
  }

  private ask(id: number, to: NodeId, request: Request): void {
    this.trial.do({ do: 'request', id, to, request, timeout, direct: true });
  }

  private async step(until: number): Promise<void> {
    const happening = await this.trial.next(until);
    if (happening.is !== 'answer') return void this.happened.push(happening);
    this.#answers.set(happening.id, heardOf(happening.answer));
  }
}

const nothing: Heard = { status: 0, headers: {}, text: '', json: {} };

function heardOf({ status, headers, body }: (Happening & { readonly is: 'answer' })['answer']): Heard {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status: status ?? 0, headers, text, json: asObject(body) ?? {} };
}
