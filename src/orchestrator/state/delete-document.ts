import type { DeleteStep, StateRules } from '../rules/index.js';
import type { Answer } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { contextStatusOf } from './context-of.js';
import type { Document } from './document.js';
import { editIntent } from './edit-intent.js';
import { unregisterServer } from './special.js';
import type { State } from './state.js';
import { childrenOf, referrersOf, removeContext, removeDocument } from './tables.js';
import type { Moment, Target } from './target.js';

/** DELETE: 204, or refused. Its steps say in which order it is checked and taken away. */
export function deleteDocument(state: State, target: Target, ifMatch: string | null, moment: Moment, rules: StateRules): Answer {
  const document = state.documents.get(target.key);
  if (document === undefined || document.kind !== target.kind) return refuse('NOT_FOUND', { key: target.key });
  if (!rules.matches(ifMatch, document.etag)) return refuse('PRECONDITION_FAILED', { key: target.key, etag: document.etag });
  for (const step of rules.deleteSteps[target.kind] ?? rules.deleteSteps['other'] ?? []) {
    const refused = take(step, state, document, moment, rules);
    if (refused !== null) return refused;
  }
  return agree(204, null);
}

function take(step: DeleteStep, state: State, document: Document, moment: Moment, rules: StateRules): Answer | null {
  switch (step) {
    case 'settled': {
      const status = contextStatusOf(state, document);
      return rules.deletable.includes(status) ? null : refuse('ILLEGAL_STATE', { verb: 'delete', state: document.state, context: status });
    }
    case 'childless': {
      const child = rules.childrenOf(childrenOf(state, document.key))[0];
      return child === undefined ? null : refuse('HAS_CHILDREN', { key: document.key, by: child });
    }
    case 'unreferenced': {
      const by = rules.referencedBy(referrersOf(state, document.key))[0];
      return by === undefined ? null : refuse('REFERENCED', { key: document.key, by: ownerOf(state, by) });
    }
    case 'wipe-context':
      if (document.contextId !== null) removeContext(state, document.contextId);
      return null;
    case 'remove':
      removeDocument(state, document);
      unregisterServer(state, document);
      editIntent(state, document, moment, rules);
      return null;
  }
}

/** The key of a referrer: of the document itself, or of the owner of a context. */
export function ownerOf(state: State, referrer: string): string {
  return state.contexts.get(referrer)?.owner ?? referrer;
}
