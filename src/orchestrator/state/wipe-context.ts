import type { StateRules } from '../rules/index.js';
import type { Document } from './document.js';
import type { State } from './state.js';
import { removeContext } from './tables.js';

/** Takes a document's context away. */
export function wipeContext(state: State, document: Document, rules: StateRules): void {
  const { contextId } = document;
  if (contextId === null) return;
  for (const id of [...state.contexts.keys()]) if (rules.wipes(contextId, id)) removeContext(state, id);
}
