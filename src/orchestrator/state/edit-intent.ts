import type { StateRules } from '../rules/index.js';
import { withAction } from './document.js';
import { holdIntents } from './references.js';
import { enclosing } from './shape.js';
import type { Moment, Target } from './target.js';
import type { State } from './state.js';
import { putDocument } from './tables.js';

/** What the change of a document does to the deployment intent group around it: an approval does not outlive what was approved. */
export function editIntent(state: State, target: Target, moment: Moment, rules: StateRules): void {
  const group = enclosing(target.key, 'deployment-intent-group');
  if (group !== target.key && state.documents.get(group)?.kind === 'deployment-intent-group') unapprove(state, group, moment, rules);
}

/** Takes a deployment intent group back to the state that an edit leaves it in. */
export function unapprove(state: State, group: string, moment: Moment, rules: StateRules): void {
  const document = state.documents.get(group);
  const next = document?.state == null ? undefined : rules.afterEdit[document.state];
  if (document === undefined || next === undefined) return;
  putDocument(state, withAction(document, { state: next, context: document.contextId, revision: document.revision, at: moment.at }, rules));
  holdIntents(state, document.key, 'at-create', rules);
}
