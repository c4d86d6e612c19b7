import type { Json } from '../../world/index.js';
import type { StateRules } from '../rules/index.js';
import type { Answer } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { type Document, hashContent, withAction } from './document.js';
import { editIntent } from './edit-intent.js';
import { checkReferences, heldBy } from './references.js';
import { cutKey, isKind, shapeOf } from './shape.js';
import { checkNew, registerServer } from './special.js';
import type { State } from './state.js';
import { putDocument } from './tables.js';
import type { Moment, Target } from './target.js';

export interface Write extends Target {
  readonly body: Json;
  readonly payload: Json;
}

/** POST: 201, or refused with nothing changed. */
export function createDocument(state: State, write: Write, moment: Moment, rules: StateRules): Answer {
  const refused =
    checkKind(write) ??
    (state.documents.has(write.key) ? refuse('ALREADY_EXISTS', { key: write.key }) : null) ??
    checkCreate(state, write, rules);
  if (refused !== null) return refused;
  const document = documentOf(state, write, moment);
  putDocument(state, document);
  registerServer(state, write, write.payload, moment);
  editIntent(state, write, moment, rules);
  return agree(201, document.body, document.etag);
}

/** Refuses a kind that is not there, and a key that is not one of its keys. */
export function checkKind(target: Target): Answer | null {
  return shapeOf(target.kind, target.key) === null ? refuse(isKind(target.kind) ? 'NOT_FOUND' : 'KIND_UNKNOWN', { key: target.key }) : null;
}

function checkCreate(state: State, write: Write, rules: StateRules): Answer | null {
  const parent = cutKey(write.key, shapeOf(write.kind, write.key)?.parentSlashes ?? 0);
  if (parent !== '' && !state.documents.has(parent)) return refuse('PARENT_MISSING', { key: parent });
  return checkReferences(state, write, 'at-create', rules) ?? checkNew(state, write, write.body, write.payload);
}

function documentOf(state: State, write: Write, moment: Moment): Document {
  const { kind, key, body, payload } = write;
  const uid = `u${moment.index}`;
  const fresh = { key, kind, uid, etag: tagOf(moment), at: state.now, body, payload, refs: heldBy(kind, key, body, 'at-create') };
  const document: Document = {
    ...fresh,
    state: null,
    contextId: null,
    revision: 0,
    actions: [],
    hash: hashContent(moment.index, body, payload),
  };
  const hasLife = kind === 'deployment-intent-group' || kind === 'logical-cloud';
  return hasLife ? withAction(document, { state: 'Created', context: null, revision: 0, at: state.now }) : document;
}

/** The entity tag of what is written at a moment: no two writes share one. */
export function tagOf(moment: Moment): string {
  return `"${moment.index}"`;
}
