// For tests: a node that does one of each thing. Keys are kept in one file, `key=value` lines, and told to the peer.
import {
  bytesOf,
  type Effect,
  type Env,
  hashText,
  type Input,
  type Json,
  joinBytes,
  type Machine,
  type NodeId,
  type Request,
  textOf,
} from '../index.js';

export interface ToyConfig {
  readonly peer: NodeId;
  /** Plants the mistake that a re-execution must see. */
  readonly asksTheRealClock?: boolean;
  /** Does not mind that it is asked to end. */
  readonly staysOn?: boolean;
}

export interface ToyState {
  readonly config: ToyConfig;
  readonly values: Map<string, string>;
  /** Own calls → the inbound calls that wait for them, and what came so far. */
  readonly relays: Map<number, { readonly call: number; readonly pieces: readonly Uint8Array[]; readonly status: number }>;
  readonly gone: number[];
  nextCall: number;
  ticks: number;
}

export const toyMachine: Machine<ToyState> = {
  boot({ config, disk }) {
    const values = new Map<string, string>();
    for (const line of textOf(disk.get('log') ?? null)
      .split('\n')
      .slice(0, -1))
      keep(values, line);
    const state: ToyState = { config: config as unknown as ToyConfig, values, relays: new Map(), gone: [], nextCall: 1, ticks: 0 };
    return [state, [{ do: 'mark', name: 'booted', data: [...values.keys()] }]];
  },
  step(state, input, env) {
    switch (input.on) {
      case 'request':
        return requested(state, input.call, input.request, env);
      case 'message':
        return told(state, String(input.body));
      case 'part':
        if (input.call > 0) return relayed(state, input);
        state.gone.push(input.call);
        return [];
      case 'timer':
        return ticked(state, Number(input.name));
      case 'end':
        return state.config.staysOn === true ? [] : [{ do: 'halt', reason: 'asked to end' }];
      case 'disk-failed':
        return [{ do: 'halt', reason: `disk: ${input.code} ${input.file}` }];
      case 'boot':
        return [];
    }
  },
  clone: (state) => ({ ...state, values: new Map(state.values), relays: new Map(state.relays), gone: [...state.gone] }),
  digest: (state) => [...state.values].reduce((hash, [key, value]) => hashText(hashText(hash, key), value), 0) >>> 0,
};

/** Another build of it, which says so at each boot. */
export const olderToyMachine: Machine<ToyState> = {
  ...toyMachine,
  boot(input, env) {
    const [state, effects] = toyMachine.boot(input, env);
    return [state, [...effects, { do: 'mark', name: 'older', data: null }]];
  },
};

function keep(values: Map<string, string>, line: string): void {
  const at = line.indexOf('=');
  values.set(line.slice(0, at), line.slice(at + 1));
}

function requested(state: ToyState, call: number, { method, path, body }: Request, env: Env): readonly Effect[] {
  const [, what = '', key = ''] = path.split('/');
  const persist: Effect = { do: 'persist', file: 'log', edit: 'append', bytes: bytesOf(`${key}=${textOf(body)}\n`) };
  const answer = (data: Json): Effect => reply(call, 200, data);
  switch (`${method} ${what}`) {
    case 'PUT keep':
      state.values.set(key, textOf(body));
      return [persist, { do: 'send', to: state.config.peer, body: `${key}=${textOf(body)}` }, answer(key)];
    case 'PUT early':
      return [answer(key), persist];
    case 'GET keep':
      return [answer(state.values.get(key) ?? null)];
    case 'GET draw':
      return [answer([env.draw('toy', 1_000), env.now, state.config.asksTheRealClock === true ? Date.now() : env.wall])];
    case 'GET stream':
      return [
        { do: 'reply', call, part: { head: { status: 200, headers: { 'content-type': 'text/plain' } }, bytes: bytesOf('0'), end: false } },
        { do: 'timer', name: String(call), after: 20_000 },
      ];
    case 'GET relay':
      state.relays.set(state.nextCall, { call, pieces: [], status: 0 });
      return [
        {
          do: 'call',
          call: state.nextCall++,
          to: state.config.peer,
          request: { method, path: `/${key}`, headers: {}, body: null },
          timeout: 300_000,
        },
      ];
    case 'GET gone':
      return [answer(state.gone.length)];
    case 'GET count':
      return [answer(textOf(body).length)];
    case 'POST count':
      return [answer(textOf(body).length)];
    case 'GET silent':
      return [];
    case 'GET abort':
      return [{ do: 'reply', call, part: 'broken' }];
    case 'GET halt':
      return [{ do: 'halt', reason: 'asked to' }];
    case 'GET replace':
      return [{ do: 'persist', file: 'log', edit: 'replace', bytes: bytesOf('only=1\n') }, answer(null)];
    case 'GET remove':
      return [{ do: 'persist', file: 'log', edit: 'remove', bytes: bytesOf('') }, answer(null)];
    case 'GET throw':
      throw new RangeError('asked to');
    default:
      return [reply(call, 404, null)];
  }
}

function told(state: ToyState, line: string): readonly Effect[] {
  keep(state.values, line);
  return [
    { do: 'persist', file: 'log', edit: 'append', bytes: bytesOf(`${line}\n`) },
    { do: 'mark', name: 'told', data: line },
  ];
}

/** Three more pieces of a stream. */
function ticked(state: ToyState, call: number): readonly Effect[] {
  const end = ++state.ticks % 3 === 0;
  const piece: Effect = { do: 'reply', call, part: { head: null, bytes: bytesOf(String(state.ticks)), end } };
  return end ? [piece] : [piece, { do: 'timer', name: String(call), after: 20_000 }];
}

/** What the peer answered, told to the caller as `[status, body]`; status 0 when it broke. */
function relayed(state: ToyState, { call, part }: Input & { readonly on: 'part' }): readonly Effect[] {
  const relay = state.relays.get(call);
  if (relay === undefined) return [];
  const status = part === 'broken' ? 0 : (part.head?.status ?? relay.status);
  const pieces = part === 'broken' || part.bytes === null ? relay.pieces : [...relay.pieces, part.bytes];
  state.relays.set(call, { ...relay, pieces, status });
  if (part !== 'broken' && !part.end) return [];
  state.relays.delete(call);
  return [reply(relay.call, 200, [status, textOf(joinBytes(pieces))])];
}

function reply(call: number, status: number, data: Json): Effect {
  return {
    do: 'reply',
    call,
    part: { head: { status, headers: { 'content-type': 'application/json' } }, bytes: bytesOf(JSON.stringify(data)), end: true },
  };
}
