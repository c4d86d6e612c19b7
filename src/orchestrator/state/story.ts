// A hand on the state machine for tests: commands in one line each, and a syncer that achieves everything it is asked.
import { hashJson, type Json } from '../../world/index.js';
import type { StateRules } from '../rules/index.js';
import type { Answer, Command, Key, Result, Verb, Work } from '../wire/command.js';
import { admit, type Applied, applyEntry } from './apply-entry.js';
import { ask } from './ask.js';
import { emptyState, type State } from './state.js';

export const keyLife = 600_000_000;

export interface Story {
  state: State;
  readonly rules: StateRules;
}

export function story(rules: StateRules): Story {
  return { state: emptyState(), rules };
}

/** Applies one command as the next entry. */
export function apply(told: Story, command: Command, key: string | null = null): Applied {
  const index = told.state.applied + 1;
  return applyEntry(
    told.state,
    { index, at: index * 1_000, key, digest: hashJson(0, command as unknown as Json), command },
    told.rules,
    keyLife,
  );
}

/** As a leader does: asks, applies, carries on with what follows. */
export function tell(told: Story, command: Command): Answer {
  const refused = admit(told.state, command, told.rules);
  if (refused !== null) return refused;
  const applied = apply(told, command);
  return applied.answer ?? tell(told, applied.followUp ?? { do: 'noop' });
}

export function post(told: Story, kind: string, key: Key, spec: Json = {}, payload: Json = null): Answer {
  return tell(told, { do: 'create', kind, key, body: { metadata: { name: key.slice(key.lastIndexOf('/') + 1) }, spec }, payload });
}

export function put(told: Story, kind: string, key: Key, spec: Json = {}, payload: Json = null, ifMatch: string | null = null): Answer {
  return tell(told, {
    do: 'replace',
    kind,
    key,
    body: { metadata: { name: key.slice(key.lastIndexOf('/') + 1) }, spec },
    payload,
    ifMatch,
  });
}

export function drop(told: Story, kind: string, key: Key, ifMatch: string | null = null): Answer {
  return tell(told, { do: 'delete', kind, key, ifMatch });
}

export function move(told: Story, kind: string, key: Key, verb: Verb, body: Json = null): Answer {
  return tell(told, { do: 'move', kind, key, verb, body });
}

/** `status code`, or the status alone. */
export function short(answer: Answer): string {
  return answer.code === null ? String(answer.status) : `${answer.status} ${answer.code}`;
}

const holder = 'syncer-1';

/** The open work of every server, after claiming those that nobody holds. */
export function work(told: Story): Work {
  const look = (): Work => ask(told.state, { ask: 'work', holder }, told.rules).body as unknown as Work;
  for (const { server, holder: held, epoch } of look().servers) if (held !== holder) tell(told, { do: 'claim', server, holder, epoch });
  return look();
}

const roundsMax = 20;

/** Achieves all open work, on `servers` alone where they are named. */
export function achieve(told: Story, servers: readonly string[] | null = null): void {
  for (let round = 0; round < roundsMax; round++) {
    const open = work(told).servers.filter((each) => servers === null || servers.includes(each.server));
    for (const { server, epoch, items } of open) {
      const todo = items.filter((item) => !item.done && !item.hold);
      const results: readonly Result[] = todo.map(({ context, resource, version, want }) => ({
        context,
        resource,
        version,
        status: want === 'present' ? 'Applied' : 'Deleted',
        ready: want === 'present',
        reason: '',
      }));
      if (results.length > 0) tell(told, { do: 'report', server, holder, epoch, results });
    }
    if (open.every(({ items }) => items.every((item) => item.done || item.hold))) return;
  }
}
