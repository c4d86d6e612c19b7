import type { StateRules } from '../rules/index.js';
import { withAction } from './document.js';
import { holdIntents } from './references.js';
import { enclosing } from './shape.js';
import type { Moment, Target } from './target.js';
import type { State } from './state.js';
import { putDocument } from './tables.js';

const intents: ReadonlySet<string> = new Set(['group-intent', 'generic-placement-intent', 'app-intent']);

/** What the change of a document does to the deployment intent group around it: an approval does not outlive what was approved. */
export function editIntent(state: State, target: Target, moment: Moment, rules: StateRules): void {
  if (!intents.has(target.kind)) return;
  unapprove(state, enclosing(target.key, 'deployment-intent-group'), moment, rules);
}

/** Takes a deployment intent group back to the state that an edit leaves it in. */
export function unapprove(state: State, group: string, moment: Moment, rules: StateRules): void {
  const document = state.documents.get(group);
  const next = document?.state == null ? undefined : rules.afterEdit[document.state];
  if (document === undefined || next === undefined) return;
  putDocument(state, withAction(document, { state: next, context: document.contextId, revision: document.revision, at: moment.at }));
  holdIntents(state, document.key, 'at-create');
}
