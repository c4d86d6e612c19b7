import type { Micros } from '../../world/index.js';
import type { WorkItem } from '../wire/command.js';
import type { SyncerRules } from './syncer-rules.js';
import { type Holding, itemKey, type Told } from './syncer-state.js';
import { hasDrifted } from './drift.js';

/** What the managers know about an item, or will as soon as our report arrives. */
export function isDone(holding: Holding, item: WorkItem): boolean {
  const told = toldOf(holding, item);
  if (told === null || told.status === 'Retrying' || told.status === 'Failed') return item.done;
  return true;
}

export function toldOf(holding: Holding, item: WorkItem): Told | null {
  const told = holding.told.get(itemKey(item));
  return told !== undefined && told.version === item.version ? told : null;
}

/** The next item to be worked, or null when there is none now: orders wait for the one before, back-offs for their time, and each item has one turn in a pass. */
export function nextItem(holding: Holding, rules: SyncerRules, now: Micros): WorkItem | null {
  const frontiers = frontiersOf(holding, rules);
  for (const item of holding.items) {
    const key = itemKey(item);
    const isSetBack = (holding.setbacks.get(key)?.notBefore ?? 0) > now;
    if (isSetBack && rules.afterSetback === 'stop') return null;
    if (item.hold || holding.tried.has(key) || isSetBack) continue;
    if (isDone(holding, item)) {
      if (item.want === 'present' && hasDrifted(holding, item, rules)) return item;
    } else if (isItsTurn(frontiers, item, rules) && isGateOpen(holding, item, now)) return item;
  }
  return null;
}

function isItsTurn(frontiers: ReadonlyMap<string, number>, item: WorkItem, rules: SyncerRules): boolean {
  return (frontiers.get(frontierKey(item)) ?? item.order) === item.order || rules.direction(item.want) === 'any';
}

/** Whether an item's gate is open, and was for as long as it asks. What is known of how long is forgotten with the holding: then the wait begins anew. */
function isGateOpen(holding: Holding, item: WorkItem, now: Micros): boolean {
  const { gate } = item;
  if (gate === null || item.want === 'absent') return true;
  const key = `${item.context} ${item.order}`;
  if (gate.until === 'ready' && !areLowerReady(holding, item)) {
    holding.openSince.delete(key);
    return false;
  }
  const since = holding.openSince.get(key) ?? now;
  holding.openSince.set(key, since);
  return now - since >= gate.wait;
}

function areLowerReady(holding: Holding, { context, order }: WorkItem): boolean {
  const lower = holding.items.filter((item) => item.context === context && item.order < order && item.want === 'present');
  return lower.every((item) => toldOf(holding, item)?.ready ?? item.ready);
}

/** For each context and direction, the order that is open: the first that is not done. */
function frontiersOf(holding: Holding, rules: SyncerRules): ReadonlyMap<string, number> {
  const frontiers = new Map<string, number>();
  for (const item of holding.items) {
    if (isDone(holding, item)) continue;
    const key = frontierKey(item);
    const known = frontiers.get(key);
    const rising = rules.direction(item.want) === 'rising';
    if (known === undefined || (rising ? item.order < known : item.order > known)) frontiers.set(key, item.order);
  }
  return frontiers;
}

const frontierKey = ({ want, context }: WorkItem): string => `${want} ${context}`;
