// What a cluster says when it is asked corrects what its watches told: an event may be lost, a watch may stand still.
import { asObject, type JsonObject } from '../../world/index.js';
import { listedObjects, observedOf, reportReadiness } from './observe.js';
import { resourceOf } from './resource-path.js';
import type { Holding, Observed, Observer } from './syncer-state.js';
import type { Turn } from './turn.js';

/** The version of the cluster that a list is of. */
export function versionOf(list: JsonObject): number {
  return Number(asObject(list['metadata'])?.['resourceVersion'] ?? 0);
}

/** Takes a list that a sweep made into the observer of its collection, unless that one knows of later things. */
export function resync(turn: Turn, holding: Holding, collection: string, list: JsonObject): void {
  const observer = holding.observers.get(collection);
  const version = versionOf(list);
  if (observer === undefined || observer.stopped || !observer.synced || version < Number(observer.revision)) return;
  const objects = corrected(observer, list, version);
  if (objects === null) return;
  turn.state.counts.resyncs += 1;
  holding.observers.set(collection, { ...observer, revision: String(version), objects });
  reportReadiness(turn, holding);
}

/** What is there as of `version`, with what was written later; null when the observer knows that already. */
function corrected({ objects: known }: Observer, list: JsonObject, version: number): Map<string, Observed> | null {
  const objects = new Map<string, Observed>();
  let isNew = false;
  for (const object of listedObjects(list)) {
    const resource = resourceOf(object);
    const seen = observedOf(object);
    const before = known.get(resource);
    const isKnown = before !== undefined && (before.revision > version || (before.revision === seen.revision && before.uid === seen.uid));
    objects.set(resource, isKnown ? before : seen);
    isNew ||= !isKnown;
  }
  for (const [resource, observed] of known) {
    if (objects.has(resource)) continue;
    if (observed.revision > version) objects.set(resource, observed);
    else isNew = true;
  }
  return isNew ? objects : null;
}
