// For tests: what a client of the managers asks, and what it must hear.
import { hashJson, type Json, type NodeId } from '../../world/index.js';

interface Asked {
  readonly name: string;
  readonly mustBeThere: boolean;
  readonly ask: 'create' | 'get' | 'change';
}

export class ToyClient {
  readonly id = 'client';
  readonly answered = new Map<number, { readonly status: number; readonly body: Json }>();
  /** Names of documents whose create was acknowledged. */
  readonly acknowledged = new Set<string>();
  private readonly asked = new Map<number, Asked>();
  private asks = 0;

  /** A message that asks for a document, and its number. */
  ask(name: string, ask: 'create' | 'get'): readonly [number, Json] {
    const id = this.note({ name, mustBeThere: this.acknowledged.has(name), ask });
    const key = `/projects/${name}`;
    if (ask === 'get') return [id, { type: 'query', id, query: { ask: 'get', kind: 'project', key } }];
    const command = { do: 'create', kind: 'project', key, body: { metadata: { name } }, payload: null };
    return [id, { type: 'command', id, key: `key-${name}`, digest: hashJson(0, command), command }];
  }

  /** A message that tells of a change of the members, and its number. */
  change(change: 'add' | 'remove', member: NodeId): readonly [number, Json] {
    const id = this.note({ name: member, mustBeThere: false, ask: 'change' });
    const command = { do: 'members', change, member, against: null };
    return [id, { type: 'command', id, key: `change-${id}`, digest: id, command }];
  }

  /** @returns what a promise was broken by; null when none was */
  hear(body: Json): string | null {
    const { type, id, answer } = body as {
      readonly type: string;
      readonly id: number;
      readonly answer: { readonly status: number; readonly body: Json };
    };
    const asked = this.asked.get(id);
    if (type !== 'answer' || asked === undefined) return null;
    this.answered.set(id, answer);
    if (asked.ask === 'create' && answer.status === 201) this.acknowledged.add(asked.name);
    const isStale = asked.ask === 'get' && asked.mustBeThere && answer.status === 404;
    return isStale ? `stale read: ${asked.name} was acknowledged before` : null;
  }

  private note(asked: Asked): number {
    this.asked.set(++this.asks, asked);
    return this.asks;
  }
}
