// Which documents a document names, and when that protects them.
import { type Reference, referencesOf } from '../../../spec/emco/index.js';
import type { Json } from '../../world/index.js';
import type { StateRules } from '../rules/index.js';
import type { Answer, Key } from '../wire/command.js';
import { refuse } from './answer.js';
import type { Document } from './document.js';
import type { State } from './state.js';
import { childDocuments, putDocument } from './tables.js';

type Moment = Reference['mustExist'];

/** Refuses when something that must exist at `moment` does not. */
export function checkReferences(
  state: State,
  subject: { readonly kind: string; readonly key: Key; readonly body: Json },
  moment: Moment,
  rules: StateRules,
): Answer | null {
  const wanted = referencesOf(subject.kind, subject.key, subject.body).filter((reference) => reference.mustExist === moment);
  const missing = rules.missingReferences(wanted, (key) => state.documents.has(key))[0];
  return missing === undefined ? null : refuse('REFERENCE_MISSING', { field: missing.field, key: missing.key, of: subject.key });
}

/** The keys that a document protects from its creation on (`at-create`), or also those that it is used with (`at-use`). In order, each once. */
export function heldBy(kind: string, key: Key, body: Json, moment: Moment, rules: StateRules): readonly Key[] {
  const named = referencesOf(kind, key, body).filter((reference) => moment === 'at-use' || reference.mustExist === 'at-create');
  const held = named.filter((reference) => rules.protects(reference, kind));
  return [...new Set(held.map((reference) => reference.key))].sort();
}

/** From now on the intents of a deployment intent group protect what they name, or, with `at-create`, no longer do. */
export function holdIntents(state: State, group: Key, moment: Moment, rules: StateRules): void {
  for (const intent of childDocuments(state, group, 'group-intent')) {
    const refs = heldBy(intent.kind, intent.key, intent.body, moment, rules);
    if (refs.join() !== intent.refs.join()) putDocument(state, { ...intent, refs });
  }
}

/** What stands in the way of an approval or of a later use of the intents. */
export function checkIntents(state: State, group: Document, rules: StateRules): Answer | null {
  for (const intent of childDocuments(state, group.key, 'group-intent')) {
    const refused = checkReferences(state, intent, 'at-use', rules);
    if (refused !== null) return refused;
  }
  return null;
}
