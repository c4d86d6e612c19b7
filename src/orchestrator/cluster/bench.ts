// For tests: a cluster machine without a world.
import {
  asObject,
  bytesOf,
  drawFrom,
  type Effect,
  type Env,
  type Input,
  type Json,
  type JsonObject,
  parseJson,
  textOf,
} from '../../world/index.js';
import { limitsDefault, timingsDefault } from '../wire/config.js';
import { type ClusterState, clusterMachine } from './index.js';

const machine = clusterMachine();
const PACE = timingsDefault.clusterPace;

export interface Answered {
  readonly status: number;
  readonly body: JsonObject;
}

/** One cluster with its disk; a hand on its clock. */
export class Bench {
  disk = new Map<string, Uint8Array>();
  state!: ClusterState;
  now = 0;
  effects: readonly Effect[] = [];
  private calls = 0;
  private readonly draw = drawFrom('1', 'cluster');
  private readonly config: Json;

  constructor(watchHistoryMax = 4) {
    this.config = { id: 'c1', managers: [], timings: { ...timingsDefault }, limits: { ...limitsDefault, watchHistoryMax } };
    this.boot();
  }

  boot(): void {
    [this.state, this.effects] = machine.boot({ on: 'boot', config: this.config, disk: new Map(this.disk) }, this.env());
    this.keep(this.effects);
  }

  /** Steps without touching the disk. */
  step(input: Input): readonly Effect[] {
    this.effects = machine.step(this.state, input, this.env());
    return this.effects;
  }

  request(
    method: string,
    path: string,
    body: Json | string = null,
    headers: Record<string, string> = {},
  ): Input & { readonly on: 'request' } {
    const bytes = body === null ? null : bytesOf(typeof body === 'string' ? body : JSON.stringify(body));
    return { on: 'request', call: --this.calls, request: { method, path, headers, body: bytes } };
  }

  call(method: string, path: string, body: Json | string = null, headers: Record<string, string> = {}): Answered {
    const input = this.request(method, path, body, headers);
    this.keep(this.step(input));
    return answerOf(this.effects, input.call);
  }

  /** Lets the controllers work once. */
  pace(): void {
    this.now += PACE;
    this.keep(this.step({ on: 'timer', name: 'controllers' }));
  }

  keep(effects: readonly Effect[]): void {
    for (const effect of effects)
      if (effect.do === 'persist' && effect.edit === 'remove') this.disk.delete(effect.file);
      else if (effect.do === 'persist')
        this.disk.set(
          effect.file,
          effect.edit === 'replace' ? effect.bytes : Buffer.concat([this.disk.get(effect.file) ?? Buffer.alloc(0), effect.bytes]),
        );
  }

  private env(): Env {
    return { now: this.now, wall: 1_700_000_000_000_000 + this.now, draw: this.draw };
  }
}

function answerOf(effects: readonly Effect[], call: number): Answered {
  for (const effect of effects)
    if (effect.do === 'reply' && effect.call === call && effect.part !== 'broken')
      return { status: effect.part.head?.status ?? 0, body: asObject(parseJson(textOf(effect.part.bytes))) ?? {} };
  throw new Error('no answer');
}
