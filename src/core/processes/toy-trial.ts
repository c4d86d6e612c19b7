// For tests: two toy nodes, a link each way, and a test that plays the engine.
import { fileURLToPath } from 'node:url';
import type { Answer, Command, Happening, Reexecution, Topology, Trial } from '../../contract/index.js';
import { bytesOf, type Json } from '../../world/index.js';
import { olderToyMachine, toyMachine } from '../../world/node/toy-machine.js';
import { hostOf } from '../simulator/index.js';
import { startProcesses } from './start-processes.js';

const MAIN = fileURLToPath(new URL('../../world/node/toy-main.js', import.meta.url));
const second = 1_000_000;
const relaysMax = 20;

export const toyTopology: Topology = {
  nodes: [
    { id: 'a1', role: 'toy' },
    { id: 'b1', role: 'toy' },
  ],
  links: [
    { from: 'client', to: 'a1', kind: 'stream' },
    { from: 'client', to: 'b1', kind: 'stream' },
    { from: 'a1', to: 'b1', kind: 'lossy' },
    { from: 'a1', to: 'b1', kind: 'stream' },
    { from: 'b1', to: 'a1', kind: 'lossy' },
  ],
  envelope: [],
};

export interface ToyTrialOptions {
  readonly toxiproxy?: string;
  readonly directory?: string | null;
  readonly config?: Readonly<Record<string, Json>>;
  /** Whether its nodes can be started as an `older` build. */
  readonly hasBuilds?: boolean;
}

/** Answers by asking; everything else that happened is in `seen`. */
export class ToyTrial {
  readonly trial: Trial;
  readonly seen: Happening[] = [];
  readonly #answers = new Map<number, Answer>();
  #last = 0;

  constructor(trial: Trial) {
    this.trial = trial;
  }

  static async open({ toxiproxy = 'embedded', directory = null, config = {}, hasBuilds = true }: ToyTrialOptions = {}): Promise<ToyTrial> {
    const nodes = toyTopology.nodes.map(({ id, role }) => ({
      id,
      role,
      command: [process.execPath, MAIN],
      config: { peer: id === 'a1' ? 'b1' : 'a1', ...config },
      serves: { http: true, message: true },
      hosted: () => hostOf(toyMachine),
      ...(hasBuilds ? { builds: { older: { command: [process.execPath, MAIN, '--older'], hosted: () => hostOf(olderToyMachine) } } } : {}),
    }));
    return new ToyTrial(await startProcesses({ topology: toyTopology, nodes, seed: 'toy', directory, toxiproxy }));
  }

  do(command: Command): void {
    this.trial.do(command);
  }

  /** Sends a request and says its number. */
  send(
    to: string,
    path: string,
    options: { readonly body?: string; readonly method?: string; readonly timeout?: number; readonly direct?: boolean } = {},
  ): number {
    const { body, method = body === undefined ? 'GET' : 'PUT', timeout = 5 * second, direct = false } = options;
    const request = { method, path, headers: {}, body: body === undefined ? null : bytesOf(body) };
    this.do({ do: 'request', id: ++this.#last, to, request, timeout, direct });
    return this.#last;
  }

  async answer(id: number): Promise<Answer> {
    for (;;) {
      const answer = this.#answers.get(id);
      if (answer !== undefined) return answer;
      await this.#take(this.trial.now + second);
    }
  }

  ask(to: string, path: string, options: Parameters<ToyTrial['send']>[2] = {}): Promise<Answer> {
    return this.answer(this.send(to, path, options));
  }

  /** Has the first node ask the second until that answers in time: a busy machine makes some answers late, a broken link all. @throws Error when none is in time */
  async relaysAgain(): Promise<void> {
    for (let asks = 0; asks < relaysMax; asks++) {
      const [status] = (await this.ask('a1', '/relay/draw')).body as readonly unknown[];
      if (status === 200) return;
    }
    throw new Error(`none of ${relaysMax} calls between the nodes was answered in time`);
  }

  /** The first happening that fits, from the start on. @throws Error when there is none in time */
  async until<K extends Happening['is']>(
    is: K,
    fits: (happening: Happening & { readonly is: K }) => boolean = () => true,
    within = 20 * second,
  ): Promise<Happening & { readonly is: K }> {
    const end = this.trial.now + within;
    for (;;) {
      const found = this.seen.find(
        (happening): happening is Happening & { readonly is: K } => happening.is === is && fits(happening as never),
      );
      if (found !== undefined) return found;
      if (this.trial.now >= end) throw new Error(`no ${is} in time: ${JSON.stringify(this.seen)}`);
      await this.#take(end);
    }
  }

  /** Lets time pass. */
  async wait(micros: number): Promise<void> {
    for (const end = this.trial.now + micros; this.trial.now < end; ) await this.#take(end);
  }

  hits(name: string): { readonly requests: readonly number[]; readonly messages: number } {
    const all = this.seen.filter((happening) => happening.is === 'hit').filter((hit) => hit.name === name);
    return { requests: all.flatMap(({ requests }) => requests), messages: all.reduce((sum, { messages }) => sum + messages, 0) };
  }

  close(): Promise<Reexecution | null> {
    return this.trial.close() ?? Promise.resolve(null);
  }

  async #take(until: number): Promise<void> {
    const happening = await this.trial.next(until);
    if (happening.is === 'answer') this.#answers.set(happening.id, happening.answer);
    else if (happening.is !== 'tick') this.seen.push(happening);
  }
}
