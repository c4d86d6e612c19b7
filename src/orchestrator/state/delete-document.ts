import type { DeleteStep, StateRules } from '../rules/index.js';
import type { Answer } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { contextStatusOf } from './context-of.js';
import type { Document } from './document.js';
import { editIntent } from './edit-intent.js';
import { checkParent, unregisterServer } from './special.js';
import type { State } from './state.js';
import { childrenOf, referrersOf, removeDocument } from './tables.js';
import type { Moment, Target } from './target.js';
import { wipeContext } from './wipe-context.js';

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
    case 'parent-idle':
      return checkParent(state, document, rules);
    case 'settled': {
      const status = contextStatusOf(state, document);
      return rules.deletable.includes(status) ? null : refuse('ILLEGAL_STATE', { verb: 'delete', state: document.state, context: status });
    }
    case 'childless':
      return rules.checkedAt.dependents === 'apply' ? checkChildless(state, document, rules) : null;
    case 'unreferenced':
      return rules.checkedAt.dependents === 'apply' ? checkUnreferenced(state, document, rules) : null;
    case 'wipe-context':
      wipeContext(state, document, rules);
      return null;
    case 'remove':
      removeDocument(state, document);
      editIntent(state, document, moment, rules);
      return null;
    case 'unregister':
      unregisterServer(state, document);
      return null;
  }
}

/** The checks of a delete that look at other documents alone, for the leader that makes them before it proposes. */
export function checkDependents(state: State, target: Target, rules: StateRules): Answer | null {
  const document = state.documents.get(target.key);
  return document === undefined ? null : (checkChildless(state, document, rules) ?? checkUnreferenced(state, document, rules));
}

function checkChildless(state: State, { key }: Document, rules: StateRules): Answer | null {
  const child = rules.childrenOf(childrenOf(state, key))[0];
  return child === undefined ? null : refuse('HAS_CHILDREN', { key, by: child });
}

function checkUnreferenced(state: State, { key, kind }: Document, rules: StateRules): Answer | null {
  const by = rules.referencedBy(referrersOf(state, key), kind)[0];
  return by === undefined ? null : refuse('REFERENCED', { key, by: ownerOf(state, by) });
}

/** The key of a referrer: of the document itself, or of the owner of a context. */
export function ownerOf(state: State, referrer: string): string {
  return state.contexts.get(referrer)?.owner ?? referrer;
}
