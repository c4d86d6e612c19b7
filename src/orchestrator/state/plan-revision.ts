import { asObject, type Json } from '../../world/index.js';
import type { StateRules } from '../rules/index.js';
import type { Answer } from '../wire/command.js';
import { refuse } from './answer.js';
import type { Plan } from './change-context.js';
import { clustersOf } from './cloud.js';
import { contextOf } from './context-of.js';
import type { Document } from './document.js';
import { specOf } from './field.js';
import { cloudKeyOf } from './plan-deployment.js';
import { serverOf } from './planned.js';
import type { State } from './state.js';

/** What an earlier revision of the running context wanted; `body` is that of a rollback: `{ spec: { revision: "3" } }`. */
export function planRevision(state: State, group: Document, body: Json, rules: StateRules): Plan | Answer {
  const asked = specOf(asObject(body))['revision'];
  const number = typeof asked === 'string' && /^[0-9]{1,9}$/.test(asked) ? Number(asked) : asked;
  if (typeof number !== 'number' || !Number.isInteger(number)) return refuse('REVISION_MALFORMED', { field: 'spec.revision' });
  const found = rules.revisionFor(contextOf(state, group)?.revisions ?? [], number);
  if (found === undefined) return refuse('REVISION_MISSING', { field: 'spec.revision', revision: number });
  const cloud = state.documents.get(cloudKeyOf(group));
  const held = cloud === undefined ? null : contextOf(state, cloud);
  const inCloud = held === null ? new Set<string>() : clustersOf(held);
  for (const planned of found.planned) {
    if (serverOf(state, planned.cluster) !== planned.server) return refuse('CLUSTER_FORGOTTEN', { key: planned.cluster });
    if (!inCloud.has(planned.cluster)) return refuse('CLUSTER_NOT_IN_CLOUD', { key: planned.cluster });
  }
  return { planned: found.planned, labels: found.labels.filter((key) => state.documents.has(key)), cloud: cloudKeyOf(group) };
}
