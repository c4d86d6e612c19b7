import { asObject } from '../../world/index.js';
import type { WorkItem } from '../wire/command.js';
import { differs, ownerOf, preparedManifest } from './compare.js';
import { placeOf } from './resource-path.js';
import type { SyncerRules } from './syncer-rules.js';
import type { Holding } from './syncer-state.js';

/** Whether the object of a done item was changed or taken away by somebody else, as far as the observer has seen. */
export function hasDrifted(holding: Holding, item: WorkItem, rules: SyncerRules): boolean {
  const observer = holding.observers.get(placeOf(item.resource).everywhere);
  if (observer === undefined || !observer.synced) return false;
  const observed = observer.objects.get(item.resource);
  if (observed === undefined || ownerOf(observed.object) !== item.context) return rules.repairs('missing');
  if (observed.compared?.version === item.version) return observed.compared.differs && rules.repairs('changed');
  const manifest = asObject(item.manifest);
  const changed = manifest !== null && differs(preparedManifest(manifest), observed.object);
  observer.objects.set(item.resource, { ...observed, compared: { version: item.version, differs: changed } });
  return changed && rules.repairs('changed');
}
