// For tests: a gateway with managers that answer at once, or not at all, as a function says.
import {
  asObject,
  drawFrom,
  type Effect,
  type Env,
  type Input,
  type Json,
  type JsonObject,
  type NodeId,
  parseJson,
  type Request,
  textOf,
} from '../../world/index.js';
import { type Config, limitsDefault, timingsDefault } from '../wire/config.js';
import type { Ask, Reply } from '../wire/message.js';
import { gatewayMachine } from './gateway-machine.js';
import { correctGatewayRules, type GatewayRules } from './gateway-rules.js';
import type { GatewayState } from './gateway-state.js';

/** What a manager says; null: nothing. */
export type Say = (ask: Ask, to: NodeId) => Reply | null;

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: JsonObject;
  readonly text: string;
}

const stepsMax = 1_000;
export const managers = ['manager-1', 'manager-2', 'manager-3'] as const;

export class ToyDesk {
  now = 0;
  readonly state: GatewayState;
  /** All that was sent to managers, in order. */
  readonly sent: { readonly to: NodeId; readonly ask: Ask; readonly at: number }[] = [];
  readonly heard = new Map<number, Heard[]>();
  /** When each timer that is set is due. */
  readonly timers = new Map<string, number>();
  private readonly say: Say;
  private readonly machine: ReturnType<typeof gatewayMachine>;
  private readonly env: Env;
  private callNext = -1;

  constructor(say: Say, seed = 'desk', config: Partial<Config> = {}, rules: GatewayRules = correctGatewayRules) {
    this.machine = gatewayMachine(rules);
    this.say = say;
    const draw = drawFrom(seed, 'desk');
    const now = (): number => this.now;
    this.env = {
      get now() {
        return now();
      },
      get wall() {
        return now();
      },
      draw,
    };
    const whole: Config = { id: 'gateway-1', managers, timings: timingsDefault, limits: limitsDefault, ...config };
    const [state] = this.machine.boot({ on: 'boot', config: whole as unknown as Json, disk: new Map() }, this.env);
    this.state = state;
  }

  /** Starts a call; managers answer within this step. */
  start(request: Partial<Request> & { readonly path: string }): number {
    const call = this.callNext--;
    this.take({ on: 'request', call, request: { method: 'GET', headers: {}, body: null, ...request } });
    return call;
  }

  /** A whole call, with as many ticks as it takes. */
  call(request: Partial<Request> & { readonly path: string }): Heard {
    const call = this.start(request);
    for (let step = 0; step < stepsMax && !this.heard.has(call); step++) this.tick();
    const [first] = this.heard.get(call) ?? [];
    if (first === undefined) throw new RangeError('the gateway never answered');
    return first;
  }

  /** Lets the timer fire that is due first. */
  tick(): void {
    const [due] = [...this.timers].sort(([, a], [, b]) => a - b);
    if (due === undefined) return;
    this.timers.delete(due[0]);
    this.now = Math.max(this.now, due[1]);
    this.take({ on: 'timer', name: due[0] });
  }

  take(input: Input): void {
    const effects = this.machine.step(this.state, input, this.env);
    for (const effect of effects) this.carryOut(effect);
    for (const effect of effects) if (effect.do === 'send') this.deliver(effect.to, effect.body as unknown as Ask);
  }

  private carryOut(effect: Effect): void {
    if (effect.do === 'timer' && effect.after === null) this.timers.delete(effect.name);
    else if (effect.do === 'timer') this.timers.set(effect.name, this.now + (effect.after ?? 0));
    else if (effect.do === 'reply') this.hear(effect.call, effect.part);
  }

  private deliver(to: NodeId, ask: Ask): void {
    this.sent.push({ to, ask, at: this.now });
    const reply = this.say(ask, to);
    if (reply !== null) this.take({ on: 'message', from: to, body: reply as unknown as Json });
  }

  private hear(call: number, part: (Effect & { readonly do: 'reply' })['part']): void {
    if (part === 'broken' || part.head === null) throw new RangeError('the gateway answers in one part');
    const text = textOf(part.bytes);
    const json = asObject(parseJson(text)) ?? {};
    this.heard.set(call, [...(this.heard.get(call) ?? []), { ...part.head, json, text }]);
  }
}

export function answer(ask: Ask, status: number, body: Json = null, code: string | null = null, etag: string | null = null): Reply {
  return { type: 'answer', id: ask.id, answer: { status, code, body, etag } };
}
