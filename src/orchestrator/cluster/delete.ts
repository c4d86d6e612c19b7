import { asObject, type JsonObject } from '../../world/index.js';
import { type Answer, answerJson, answerRefusal } from './answer.js';
import type { Stored } from './cluster-state.js';
import { badRequest, conflict, refusal, type Refusal, successStatus } from './refusal.js';
import { holdersOf } from './hold.js';
import { finalizersOf, withMetadata } from './stored.js';
import { timestampOf } from './timestamp.js';
import { remove, type Turn, write } from './turn.js';

/** Finalizers that the cluster itself set and takes away. */
export const ownFinalizers: readonly string[] = ['foregroundDeletion', 'orphan'];
const policies: ReadonlySet<unknown> = new Set([undefined, null, '', 'Background', 'Foreground', 'Orphan']);
const protectedNamespaces: ReadonlySet<string> = new Set(['default', 'kube-system']);

/** Deletes the object, or marks it as going when something must happen first (finalizers, the contents of a namespace). */
export function deleteObject(turn: Turn, stored: Stored, options: JsonObject): Answer {
  const refused = deleteRefusal(stored, options);
  if (refused !== null) return answerRefusal(refused);
  const finalizers = [...finalizersOf(stored.object), ...policyFinalizers(stored, options), ...holdersOf(turn, stored)];
  if (finalizers.length > 0 || stored.type.kind === 'Namespace') return { status: 200, body: markDeleting(turn, stored, finalizers).text };
  remove(turn, stored);
  return answerJson(200, successStatus({ name: stored.name, kind: stored.type.plural, uid: stored.uid }));
}

function deleteRefusal(stored: Stored, options: JsonObject): Refusal | null {
  const { uid, resourceVersion } = asObject(options['preconditions']) ?? {};
  const at = `Operation cannot be fulfilled on ${stored.type.plural} "${stored.name}": Precondition failed`;
  if (!policies.has(options['propagationPolicy'])) return badRequest('propagationPolicy is Background, Foreground or Orphan');
  if (uid !== undefined && uid !== null && uid !== stored.uid)
    return conflict(`${at}: UID in precondition: ${String(uid)}, UID in object meta: ${stored.uid}`);
  if (resourceVersion !== undefined && resourceVersion !== null && resourceVersion !== String(stored.revision))
    return conflict(
      `${at}: ResourceVersion in precondition: ${String(resourceVersion)}, ResourceVersion in object meta: ${stored.revision}`,
    );
  if (stored.type.kind === 'Namespace' && protectedNamespaces.has(stored.name))
    return refusal(403, 'Forbidden', `namespaces "${stored.name}" is forbidden: this namespace may not be deleted`);
  return null;
}

function policyFinalizers(stored: Stored, options: JsonObject): readonly string[] {
  const owns = stored.type.kind === 'Deployment' || stored.type.kind === 'Job';
  if (stored.deleting || !owns) return [];
  if (options['propagationPolicy'] === 'Foreground') return ['foregroundDeletion'];
  return options['propagationPolicy'] === 'Orphan' ? ['orphan'] : [];
}

/** The object with its time of deletion; unchanged when it has one. */
export function markDeleting(turn: Turn, stored: Stored, finalizers: readonly string[]): Stored {
  if (stored.deleting) return stored;
  const marked = withMetadata(stored.object, {
    deletionTimestamp: timestampOf(turn.env.wall),
    deletionGracePeriodSeconds: 0,
    ...(finalizers.length > 0 ? { finalizers } : {}),
  });
  return write(turn, stored.type, stored.type.kind === 'Namespace' ? { ...marked, status: { phase: 'Terminating' } } : marked);
}
