// How a context comes about and changes as a whole. Each function returns a settled context; nothing is edited.
import type { StateRules } from '../rules/index.js';
import type { Key } from '../wire/command.js';
import { type Context, type Item, type Planned, type Revision, revisionsMax } from './context.js';
import type { Document } from './document.js';
import { settle, turnedAbsent } from './settle.js';

/** What is to be on the clusters. */
export interface Plan {
  readonly planned: readonly Planned[];
  /** The labels by which clusters were found. */
  readonly labels: readonly Key[];
  readonly cloud: Key | null;
}

export function makeContext(id: string, owner: Document, plan: Plan, revision: number, version: number, rules: StateRules): Context {
  const blank = {
    id,
    owner: owner.key,
    ownerUid: owner.uid,
    ownerKind: owner.kind,
    cloud: plan.cloud,
    want: 'present',
    hold: false,
    updated: false,
  } as const;
  const items = plan.planned.map((planned) => freshItem(id, planned, version));
  return settle({ ...blank, revision, status: 'Instantiating', items, revisions: [revisionOf(plan, revision)], refs: [] }, version, rules);
}

/** The context turned to another plan: what is the same stays as it is, what is new or different is applied, what is missing is dropped afterwards. */
export function updateContext(context: Context, plan: Plan, revision: number, version: number, rules: StateRules): Context {
  const placed = (planned: Planned): string => rules.placeOf(planned.server, planned.resource);
  const old = new Map(context.items.map((item) => [placed(item.planned), item]));
  const items = plan.planned.map((planned) => {
    const item = old.get(placed(planned));
    old.delete(placed(planned));
    return item !== undefined && isSame(item, planned) ? released(item, planned) : freshItem(context.id, planned, version);
  });
  const dropped = [...old.values()].map((item) => ({ ...released(item, item.planned), stale: item.work.want === 'present' }));
  const revisions = [...context.revisions, revisionOf(plan, revision)].slice(-revisionsMax);
  return settle({ ...context, revision, hold: false, updated: true, items: [...items, ...dropped], revisions }, version, rules);
}

/** The context turned to the plan of another owner, whose revisions are not those of the one before. */
export function handContext(context: Context, owner: Document, plan: Plan, revision: number, version: number, rules: StateRules): Context {
  const { key, uid } = owner;
  const own = { ...context, owner: key, ownerUid: uid, cloud: plan.cloud, revisions: [] };
  return updateContext(own, plan, revision, version, rules);
}

/** Everything is to go, whatever was under way; a stopped context goes on. */
export function terminateContext(context: Context, version: number, rules: StateRules): Context {
  const items = context.items.filter((item) => rules.terminates(item.stale)).map((item) => turnedAbsent(item, version));
  return settle({ ...context, want: 'absent', hold: false, items }, version, rules);
}

/** Nothing more is to be done until the next update or terminate. */
export function holdContext(context: Context, rules: StateRules): Context {
  return settle(
    { ...context, hold: true, items: context.items.map((item) => ({ ...item, work: { ...item.work, hold: true } })) },
    0,
    rules,
  );
}

function revisionOf(plan: Plan, revision: number): Revision {
  return { revision, planned: plan.planned, labels: plan.labels };
}

function isSame(item: Item, planned: Planned): boolean {
  return item.work.want === 'present' && item.status !== 'Forgotten' && item.planned.hash === planned.hash;
}

function released(item: Item, planned: Planned): Item {
  return { ...item, planned, stale: false, work: { ...item.work, order: planned.order, gate: planned.gate, hold: false } };
}

function freshItem(context: string, planned: Planned, version: number): Item {
  const { resource, order, gate, manifest } = planned;
  const work = { context, resource, version, order, want: 'present', hold: false, done: false, ready: false, gate, manifest } as const;
  return { planned, work, status: 'Pending', reason: '', stale: false };
}
