// Which apps of a composite app wait for which others.
import type { Json } from '../../world/index.js';
import type { Answer, Gate, Key } from '../wire/command.js';
import { refuse } from './answer.js';
import { specOf } from './field.js';
import { cutKey, enclosing, nameOf, shapeOf } from './shape.js';
import type { State } from './state.js';
import { childDocuments } from './tables.js';

/** Orders of one level lie within this; an app that waits for another is on a higher level. */
export const ordersInLevel = 8;

const second = 1_000_000;

/** What the objects of an app wait for, beyond the order of their kinds. */
export interface Turn {
  /** 0 for an app that waits for none. */
  readonly level: number;
  readonly gate: Gate | null;
}

/** Refuses a dependency that closes a circle. */
export function checkDependency(state: State, key: Key, body: Json): Answer | null {
  const app = nameOf(cutKey(key, shapeOf('app-dependency', key)?.parentSlashes ?? 0));
  const wanted = String(specOf(body)['app']);
  return reaches(state, enclosing(key, 'composite-app'), wanted, app, new Set())
    ? refuse('DEPENDENCY_CIRCULAR', { key, field: 'spec.app', by: wanted })
    : null;
}

/** When the objects of `app` are applied among those of `placed`; an app that is not placed is not waited for. `root` is the composite app. */
export function turnOf(state: State, root: Key, app: string, placed: { has(app: string): boolean }): Turn {
  const needs = dependenciesOf(state, root, app).filter((each) => placed.has(each.app));
  if (needs.length === 0) return { level: 0, gate: null };
  const level = 1 + Math.max(...needs.map((each) => turnOf(state, root, each.app, placed).level));
  const wait = Math.max(...needs.map((each) => each.wait));
  return { level, gate: { until: needs.some((each) => each.isReady) ? 'ready' : 'done', wait } };
}

interface Dependency {
  readonly app: string;
  readonly isReady: boolean;
  readonly wait: number;
}

function dependenciesOf(state: State, root: Key, app: string): readonly Dependency[] {
  return childDocuments(state, `${root}/apps/${app}`, 'app-dependency').map(({ body }) => {
    const { app: other, opStatus, wait } = specOf(body);
    return { app: String(other), isReady: opStatus === 'Ready', wait: typeof wait === 'number' ? wait * second : 0 };
  });
}

function reaches(state: State, root: Key, from: string, to: string, seen: Set<string>): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return dependenciesOf(state, root, from).some((each) => reaches(state, root, each.app, to, seen));
}
