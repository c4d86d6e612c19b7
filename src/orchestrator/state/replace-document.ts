import type { StateRules } from '../rules/index.js';
import type { Answer } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { checkKind, createDocument, tagOf, type Write } from './create-document.js';
import { type Document, hashContent } from './document.js';
import { editIntent, unapprove } from './edit-intent.js';
import { checkReferences, heldBy } from './references.js';
import { shapeOf } from './shape.js';
import { checkReplaced } from './special.js';
import type { State } from './state.js';
import { putDocument } from './tables.js';
import type { Moment } from './target.js';

/** PUT: 200, or 201 where nothing was there; refused with nothing changed. A null payload keeps the upload that is there. */
export function replaceDocument(state: State, write: Write, ifMatch: string | null, moment: Moment, rules: StateRules): Answer {
  const refused =
    checkKind(write) ?? (shapeOf(write.kind, write.key)?.spec.put === true ? null : refuse('METHOD_NOT_ALLOWED', { key: write.key }));
  if (refused !== null) return refused;
  const old = state.documents.get(write.key);
  if (old !== undefined) return replaceExisting(state, old, write, ifMatch, moment, rules);
  return ifMatch === null ? createDocument(state, write, moment, rules) : refuse('PRECONDITION_FAILED', { key: write.key });
}

function replaceExisting(state: State, old: Document, write: Write, ifMatch: string | null, moment: Moment, rules: StateRules): Answer {
  if (!rules.matches(ifMatch, old.etag)) return refuse('PRECONDITION_FAILED', { key: write.key, etag: old.etag });
  const refused = checkReferences(state, write, 'at-create', rules) ?? checkReplaced(state, old, write.body, rules);
  if (refused !== null) return refused;
  const payload = write.payload ?? old.payload;
  const refs = heldBy(write.kind, write.key, write.body, 'at-create');
  const document = { ...old, body: write.body, payload, refs, etag: tagOf(moment), hash: hashContent(old.hash, write.body, payload) };
  putDocument(state, document);
  editIntent(state, write, moment, rules);
  if (old.kind === 'deployment-intent-group') unapprove(state, old.key, moment, rules);
  return agree(200, document.body, document.etag);
}
