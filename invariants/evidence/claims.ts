import type { Fact, Key } from '../../src/contract/index.js';
import { asObject, type Json } from '../../src/world/index.js';

/**
 * What a fact of the work layer says of the layer below, in its body; every field may be absent. `wanted`: keys of actual facts that are in place.
 * `gone`: keys of those that are taken away for good, or `all`: nothing that this work owns is left. `ready`: all that is wanted is in place, and
 * nothing else. `wantedDigests`: key → `hashJson(0, body)` of how the actual fact looks.
 */
export interface Claims {
  readonly wanted: readonly Key[] | null;
  readonly gone: 'all' | readonly Key[];
  readonly ready: boolean;
  readonly wantedDigests: Readonly<Record<Key, Json>>;
}

export function claimsOf(fact: Fact): Claims {
  const body = asObject(fact.body) ?? {};
  return {
    wanted: keysIn(body['wanted']),
    gone: body['gone'] === 'all' ? 'all' : (keysIn(body['gone']) ?? []),
    ready: body['ready'] === true,
    wantedDigests: asObject(body['wantedDigests'] ?? null) ?? {},
  };
}

/** Whether the claims say that the actual fact with this key is gone. */
export function saysGone({ gone }: Claims, key: Key): boolean {
  return gone === 'all' || gone.includes(key);
}

function keysIn(value: Json | undefined): readonly Key[] | null {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : null;
}
