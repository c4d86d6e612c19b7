// One step of the cluster: writes collect here and leave as one journal append, then the answer, then the events of watches. The order matters: nothing is
// answered or told before it is durable.
import type { Effect, Env } from '../../world/index.js';
import { type ClusterState, objectKey, type Stored } from './cluster-state.js';
import type { JsonObject } from '../../world/index.js';
import { forgetMet, policiesIn, policyPlural } from './policies.js';
import type { ResourceType } from './resource-types.js';
import { storedOf, withMetadata } from './stored.js';

export interface Turn {
  readonly state: ClusterState;
  readonly env: Env;
  /** The revision before it. */
  readonly since: number;
  /** Keys whose stored object changed, in order of change. */
  readonly changed: Set<string>;
  /** Whether the fence rose. */
  fenced: boolean;
  /** Whether everything that is stored was replaced. */
  replaced: boolean;
  readonly replies: Effect[];
}

export function newTurn(state: ClusterState, env: Env): Turn {
  return { state, env, since: state.revision, changed: new Set(), fenced: false, replaced: false, replies: [] };
}

/** Stores the object under the next resourceVersion. */
export function write(turn: Turn, type: ResourceType, object: JsonObject): Stored {
  const { state } = turn;
  const revision = state.revision + 1;
  const stored = storedOf(type, withMetadata(object, { resourceVersion: String(revision) }));
  const key = objectKey(type, stored.namespace, stored.name);
  const before = state.objects.get(key) ?? null;
  state.revision = revision;
  state.objects.set(key, stored);
  state.history.push({ revision, before, after: stored, last: null });
  turn.changed.add(key);
  if (type.plural === policyPlural) state.policies = policiesIn(state);
  return stored;
}

/** Takes the object away for good. */
export function remove(turn: Turn, stored: Stored): void {
  const { state } = turn;
  const key = objectKey(stored.type, stored.namespace, stored.name);
  state.revision += 1;
  state.objects.delete(key);
  state.due.delete(key);
  const last = storedOf(stored.type, withMetadata(stored.object, { resourceVersion: String(state.revision) }));
  state.history.push({ revision: state.revision, before: stored, after: null, last });
  turn.changed.add(key);
  if (stored.type.plural !== policyPlural) return;
  state.policies = policiesIn(state);
  forgetMet(state, stored.name);
}

/** Has the controllers look at an object after the cluster's pace. */
export function schedule(turn: Turn, key: string): void {
  if (!turn.state.due.has(key)) turn.state.due.set(key, turn.env.now + turn.state.pace);
}
