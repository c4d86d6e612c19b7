import type { ReplaceStep, StateRules } from '../rules/index.js';
import type { Answer } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { checkKind, createDocument, tagOf, type Write } from './create-document.js';
import { type Document, hashContent } from './document.js';
import { editIntent, unapprove } from './edit-intent.js';
import { decided, type Moved } from './moved.js';
import { checkReferences, heldBy } from './references.js';
import { shapeOf } from './shape.js';
import { checkReplaced } from './special.js';
import type { State } from './state.js';
import { putDocument } from './tables.js';
import type { Moment } from './target.js';

/** PUT: 200, or 201 where nothing was there; refused with nothing changed. A null payload keeps the upload that is there. */
export function replaceDocument(state: State, write: Write, ifMatch: string | null, moment: Moment, rules: StateRules): Moved {
  const refused =
    checkKind(write) ?? (shapeOf(write.kind, write.key)?.spec.put === true ? null : refuse('METHOD_NOT_ALLOWED', { key: write.key }));
  if (refused !== null) return decided(refused);
  const old = state.documents.get(write.key);
  if (old !== undefined) return decided(replaceExisting(state, old, write, ifMatch, moment, rules));
  if (!rules.mayMake(ifMatch)) return decided(refuse('PRECONDITION_FAILED', { key: write.key }));
  const { answer, followUp } = createDocument(state, write, moment, rules);
  return { answer: answer?.status === 201 ? { ...answer, status: rules.statusOfPut(false) } : answer, followUp };
}

function replaceExisting(state: State, old: Document, write: Write, ifMatch: string | null, moment: Moment, rules: StateRules): Answer {
  for (const step of rules.replaceSteps) {
    const refused = take(step, state, old, write, ifMatch, moment, rules);
    if (refused !== null) return refused;
  }
  const written = state.documents.get(old.key) ?? old;
  return agree(rules.statusOfPut(true), written.body, written.etag);
}

function take(
  step: ReplaceStep,
  state: State,
  old: Document,
  write: Write,
  ifMatch: string | null,
  moment: Moment,
  rules: StateRules,
): Answer | null {
  switch (step) {
    case 'precondition':
      return rules.matches(ifMatch, old.etag) ? null : refuse('PRECONDITION_FAILED', { key: write.key, etag: old.etag });
    case 'references':
      return checkReferences(state, write, 'at-create', rules);
    case 'own':
      return checkReplaced(state, old, write.body, rules);
    case 'write':
      putDocument(state, replaced(old, write, moment, rules));
      return null;
    case 'unapprove':
      editIntent(state, write, moment, rules);
      if (old.kind === 'deployment-intent-group') unapprove(state, old.key, moment, rules);
      return null;
  }
}

function replaced(old: Document, write: Write, moment: Moment, rules: StateRules): Document {
  const payload = write.payload ?? old.payload;
  const body = rules.bodyAfter(old.body, write.body);
  const refs = rules.refsAfter(old.refs, heldBy(write.kind, write.key, body, 'at-create', rules));
  return { ...old, body, payload, refs, etag: tagOf(moment), hash: hashContent(old.hash, body, payload) };
}
