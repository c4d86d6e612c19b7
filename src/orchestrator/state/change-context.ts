// How a context comes about and changes as a whole. Each function returns a settled context; nothing is edited.
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

export function makeContext(id: string, owner: Document, plan: Plan, revision: number, version: number): Context {
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
  return settle({ ...blank, revision, status: 'Instantiating', items, revisions: [revisionOf(plan, revision)], refs: [] }, version);
}

/** The context turned to another plan: what is the same stays as it is, what is new or different is applied, what is missing is dropped afterwards. */
export function updateContext(context: Context, plan: Plan, revision: number, version: number): Context {
  const old = new Map(context.items.map((item) => [placeOf(item.planned), item]));
  const items = plan.planned.map((planned) => {
    const item = old.get(placeOf(planned));
    old.delete(placeOf(planned));
    return item !== undefined && isSame(item, planned) ? released(item, planned) : freshItem(context.id, planned, version);
  });
  const dropped = [...old.values()].map((item) => ({ ...released(item, item.planned), stale: item.work.want === 'present' }));
  const revisions = [...context.revisions, revisionOf(plan, revision)].slice(-revisionsMax);
  return settle({ ...context, revision, hold: false, updated: true, items: [...items, ...dropped], revisions }, version);
}

/** Everything is to go, whatever was under way; a stopped context goes on. */
export function terminateContext(context: Context, version: number): Context {
  return settle({ ...context, want: 'absent', hold: false, items: context.items.map((item) => turnedAbsent(item, version)) }, version);
}

/** Nothing more is to be done until the next update or terminate. */
export function holdContext(context: Context): Context {
  return settle({ ...context, hold: true, items: context.items.map((item) => ({ ...item, work: { ...item.work, hold: true } })) }, 0);
}

/** Where an item is: unique within a context. */
export function placeOf(planned: Planned): string {
  return `${planned.server} ${planned.resource}`;
}

function revisionOf(plan: Plan, revision: number): Revision {
  return { revision, planned: plan.planned, labels: plan.labels };
}

function isSame(item: Item, planned: Planned): boolean {
  return item.work.want === 'present' && item.status !== 'Forgotten' && item.planned.hash === planned.hash;
}

function released(item: Item, planned: Planned): Item {
  return { ...item, planned, stale: false, work: { ...item.work, hold: false } };
}

function freshItem(context: string, planned: Planned, version: number): Item {
  const { resource, order, manifest } = planned;
  const work = { context, resource, version, order, want: 'present', hold: false, done: false, ready: false, manifest } as const;
  return { planned, work, status: 'Pending', reason: '', stale: false };
}
