// For tests of the simulator: a register copied from one node to the other. A `PUT /key` to either is written, sent to its peer until the peer says that it
// has it, and then answered. A retry of the same key and body is answered again. State: `key=value` lines of one file.
import {
  bytesOf,
  type Effect,
  type Env,
  finish,
  hashText,
  type Input,
  type Json,
  type Machine,
  mixIn,
  type NodeId,
  type Request,
  textOf,
} from '../../world/index.js';

export interface ToyState {
  readonly peer: NodeId;
  values: Map<string, string>;
  /** Calls that wait for the peer, by key. */
  waiting: Map<string, readonly number[]>;
  ticks: number;
}

export const toyTick = 20_000;

export const toyStore: Machine<ToyState> = {
  boot({ config, disk }, env) {
    const state: ToyState = { peer: (config as { peer: string }).peer, values: new Map(), waiting: new Map(), ticks: 0 };
    for (const line of textOf(disk.get('log') ?? null)
      .split('\n')
      .slice(0, -1)) {
      const at = line.indexOf('=');
      if (at > 0) state.values.set(line.slice(0, at), line.slice(at + 1));
    }
    return [state, [...mended(disk.get('log') ?? null), ...ticked(state, env)]];
  },
  step(state, input, env) {
    switch (input.on) {
      case 'request':
        return requested(state, input.call, input.request);
      case 'message':
        return told(state, input);
      case 'timer':
        return ticked(state, env);
      default:
        return [];
    }
  },
  clone: (state) => ({ ...state, values: new Map(state.values), waiting: new Map(state.waiting) }),
  digest(state) {
    let digest = 0;
    for (const key of [...state.values.keys()].sort()) digest = mixIn(digest, hashText(hashText(1, key), state.values.get(key) ?? ''));
    return finish(digest);
  },
};

/** What a torn line leaves is cut off before anything is appended to it. */
function mended(log: Uint8Array | null): readonly Effect[] {
  const text = textOf(log);
  if (text === '' || text.endsWith('\n')) return [];
  return [{ do: 'persist', file: 'log', edit: 'replace', bytes: bytesOf(text.slice(0, text.lastIndexOf('\n') + 1)) }];
}

function requested(state: ToyState, call: number, { method, path, body }: Request): readonly Effect[] {
  const key = path.slice(1);
  if (method === 'GET') return replies(call, 200, { value: state.values.get(key) ?? null });
  const value = textOf(body);
  state.waiting.set(key, [...(state.waiting.get(key) ?? []), call]);
  return [...stores(state, key, value), { do: 'send', to: state.peer, body: { put: key, value } }];
}

function told(state: ToyState, { body }: Input & { on: 'message' }): readonly Effect[] {
  const message = body as { readonly put?: string; readonly have?: string; readonly value: string };
  if (message.put !== undefined) {
    return [
      ...stores(state, message.put, message.value),
      { do: 'send', to: state.peer, body: { have: message.put, value: message.value } },
    ];
  }
  const key = message.have ?? '';
  const calls = state.waiting.get(key) ?? [];
  state.waiting.delete(key);
  return [{ do: 'mark', name: 'copied', data: key }, ...calls.flatMap((call) => replies(call, 200, { key }))];
}

function ticked(state: ToyState, env: Env): readonly Effect[] {
  state.ticks++;
  const effects: Effect[] = [{ do: 'timer', name: 'tick', after: toyTick + env.draw('tick', 1_000) }];
  for (const key of state.waiting.keys())
    effects.push({ do: 'send', to: state.peer, body: { put: key, value: state.values.get(key) ?? '' } });
  return effects;
}

function stores(state: ToyState, key: string, value: string): readonly Effect[] {
  if (state.values.get(key) === value) return [];
  state.values.set(key, value);
  return [{ do: 'persist', file: 'log', edit: 'append', bytes: bytesOf(`${key}=${value}\n`) }];
}

function replies(call: number, status: number, body: Json): readonly Effect[] {
  const bytes = bytesOf(JSON.stringify(body));
  return [{ do: 'reply', call, part: { head: { status, headers: { 'content-type': 'application/json' } }, bytes, end: true } }];
}
