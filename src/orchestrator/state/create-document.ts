import type { Json } from '../../world/index.js';
import type { CreateStep, StateRules } from '../rules/index.js';
import type { Answer, Key } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { type Document, hashContent, withAction } from './document.js';
import { editIntent } from './edit-intent.js';
import { decided, type Moved } from './moved.js';
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

/** POST: 201, or refused with nothing changed. Its steps say in which order it is checked and written. */
export function createDocument(state: State, write: Write, moment: Moment, rules: StateRules): Moved {
  const refused = checkKind(write) ?? (state.documents.has(write.key) ? refuse('ALREADY_EXISTS', { key: write.key }) : null);
  return refused === null ? run(state, write, moment, rules, 0) : decided(refused);
}

/** Carries on with what a `next-entry` step put off. */
export function continueCreate(state: State, saga: string, moment: Moment, rules: StateRules): Moved {
  const [, next = '', uid = '', key = ''] = saga.split(' ');
  const document = state.documents.get(key);
  return document?.uid === uid ? run(state, document, moment, rules, Number(next)) : decided(refuse('NOT_FOUND', { key }));
}

function run(state: State, write: Write, moment: Moment, rules: StateRules, from: number): Moved {
  for (const [index, step] of rules.createSteps.entries()) {
    if (index < from) continue;
    if (step === 'next-entry') return { answer: null, followUp: { do: 'continue', saga: sagaOf(state, write.key, index + 1) } };
    const refused = take(step, state, write, moment, rules);
    if (refused !== null) return decided(refused);
  }
  const made = state.documents.get(write.key);
  return decided(agree(201, made?.body ?? write.body, made?.etag ?? null));
}

function sagaOf(state: State, key: Key, next: number): string {
  return ['create', next, state.documents.get(key)?.uid ?? '', key].join(' ');
}

function take(step: CreateStep, state: State, write: Write, moment: Moment, rules: StateRules): Answer | null {
  switch (step) {
    case 'parent':
      return rules.checkedAt.parents === 'apply' ? checkParentThere(state, write, rules) : null;
    case 'references':
      return checkReferences(state, write, 'at-create', rules);
    case 'own':
      return checkNew(state, write, write.body, write.payload, rules);
    case 'write':
      putDocument(state, documentOf(state, write, moment, rules));
      return null;
    case 'register':
      registerServer(state, write, write.payload, moment);
      return null;
    case 'unapprove':
      editIntent(state, write, moment, rules);
      return null;
    default:
      if (step === 'begin-life') beginLife(state, write, rules);
      return null;
  }
}

/** Refuses a kind that is not there, and a key that is not one of its keys. */
export function checkKind(target: Target): Answer | null {
  return shapeOf(target.kind, target.key) === null ? refuse(isKind(target.kind) ? 'NOT_FOUND' : 'KIND_UNKNOWN', { key: target.key }) : null;
}

/** Refuses when what a new document is to be inside of is not there. */
export function checkParentThere(state: State, { kind, key }: Target, rules: StateRules): Answer | null {
  const parent = cutKey(key, shapeOf(kind, key)?.parentSlashes ?? 0);
  return parent === '' || rules.isThere(parent, state.documents) ? null : refuse('PARENT_MISSING', { key: parent });
}

function documentOf(state: State, write: Write, moment: Moment, rules: StateRules): Document {
  const { kind, key, body, payload } = write;
  const uid = `u${moment.index}`;
  return {
    key,
    kind,
    uid,
    etag: tagOf(moment),
    at: state.now,
    body,
    payload,
    refs: heldBy(kind, key, body, 'at-create', rules),
    state: null,
    contextId: null,
    revision: 0,
    actions: [],
    hash: hashContent(moment.index, body, payload),
  };
}

function beginLife(state: State, { kind, key }: Target, rules: StateRules): void {
  const document = state.documents.get(key);
  if (document !== undefined && hasLife(kind, key))
    putDocument(state, withAction(document, { state: 'Created', context: null, revision: 0, at: state.now }, rules));
}

/** Kinds whose state one can ask for have a life cycle. */
function hasLife(kind: string, key: string): boolean {
  return shapeOf(kind, key)?.spec.status === true;
}

/** The entity tag of what is written at a moment: no two writes share one. */
export function tagOf(moment: Moment): string {
  return `"${moment.index}"`;
}
