// Clusters that were given up for good: what is still on their servers is nobody's concern, until somebody registers the server anew and it came to rest.
import type { Described, Event, Fact, Key } from '../../src/contract/index.js';

/** A call that gives a cluster up, unless it was refused. */
interface Ask {
  readonly cluster: Key;
  /** It was answered for good: it will not do so later. */
  isOver: boolean;
}

export interface Forgotten {
  /** Names of the operations that give a cluster up. */
  readonly calls: ReadonlySet<string>;
  /** By step. */
  readonly asked: Map<string, Ask>;
  /** By cluster, the server that it was seen to have. */
  readonly homes: Map<Key, string>;
  /** Servers that the newest look shows to be worked. */
  worked: ReadonlySet<string>;
  /** Servers that were seen to be given up and not to be worked at rest since. */
  readonly servers: Set<string>;
}

export function nothingForgotten({ operations }: Described): Forgotten {
  const calls = operations.filter(({ name, kind, verb }) => verb === 'move' && name === `${kind}.forget`).map(({ name }) => name);
  return { calls: new Set(calls), asked: new Map(), homes: new Map(), worked: new Set(), servers: new Set() };
}

/** Whether nobody is to answer for the actual fact with this key; its first segment is the server. */
export function isForgotten({ asked, homes, worked, servers }: Forgotten, key: Key): boolean {
  const server = key.slice(0, key.indexOf('/'));
  if (servers.has(server)) return true;
  return [...asked.values()].some(({ cluster }) => {
    const home = homes.get(cluster);
    // A cluster that came and went between two looks may have had any server that is not worked now.
    return home === undefined ? !worked.has(server) : home === server;
  });
}

/** Takes an entry of the history; to be told of every one, before it is judged. Cost: O(work facts) a look, else O(1). */
export function noteForgotten(forgotten: Forgotten, event: Event): void {
  const { asked } = forgotten;
  if (event.is === 'invoke' && event.subject !== null && forgotten.calls.has(event.op)) ask(forgotten, event.step, event.subject);
  if (event.is === 'settled' && event.outcome === 'fail') asked.delete(event.step);
  if (event.is === 'settled' && event.outcome === 'ok') settle(asked.get(event.step));
  if (event.is === 'facts' && event.layer === 'work' && event.complete) look(forgotten, event.facts);
  if (event.is === 'rest' && event.reached && event.moment === 'rest') swept(forgotten);
}

function ask({ asked }: Forgotten, step: string, cluster: Key): void {
  if (!asked.has(step)) asked.set(step, { cluster, isOver: false });
}

function settle(known: Ask | undefined): void {
  if (known !== undefined) known.isOver = true;
}

function look(forgotten: Forgotten, facts: readonly Fact[]): void {
  const { homes, servers } = forgotten;
  const worked = new Set<string>();
  for (const { kind, key, owner, state } of facts) {
    if (kind !== 'server') continue;
    const server = key.slice(key.indexOf('/') + 1);
    if (state === 'forgotten') servers.add(server);
    else worked.add(server);
    if (owner !== null) homes.set(owner, server);
  }
  forgotten.worked = worked;
}

/** What is worked at rest was swept, so that what is there again belongs to somebody. A call in doubt may still come. */
function swept({ asked, homes, worked, servers }: Forgotten): void {
  for (const server of worked) servers.delete(server);
  for (const [step, { cluster, isOver }] of asked) if (isOver && worked.has(homes.get(cluster) ?? '')) asked.delete(step);
}
