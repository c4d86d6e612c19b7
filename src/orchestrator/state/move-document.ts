// Life-cycle calls: a list of small steps, which the rules name, on one draft. A step either refuses or goes on; checks come before effects.
import { numberedVerbs } from '../../../spec/emco/index.js';
import { asObject, type Json } from '../../world/index.js';
import { type MoveStep, type StateRules, stepsOf } from '../rules/index.js';
import type { Answer, Command, Key, Verb } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { isCheck, takeStep } from './move-step.js';
import type { Document } from './document.js';
import { decided, type Moved } from './moved.js';
import type { State } from './state.js';
import type { Moment } from './target.js';
import type { Plan } from './change-context.js';

export type MoveCommand = Command & { readonly do: 'move' };

/** A move as far as it has come. Steps write to it. */
export interface Draft {
  readonly state: State;
  readonly rules: StateRules;
  readonly moment: Moment;
  readonly verb: Verb;
  readonly body: Json;
  /** As it was before the first step. */
  readonly document: Document;
  /** Whose intents are planned: the document itself, or the group that it migrates to. */
  target: Document;
  contextId: string | null;
  revision: number;
  plan: Plan | null;
}

export function moveDocument(state: State, command: MoveCommand, moment: Moment, rules: StateRules): Moved {
  const document = state.documents.get(command.key);
  if (document === undefined || document.kind !== command.kind) return decided(refuse('NOT_FOUND', { key: command.key }));
  const { list, steps } = stepsOf(rules, command.kind, command.verb, document.state);
  if (steps.length === 0) return decided(refuse('METHOD_NOT_ALLOWED', { key: command.key, verb: command.verb }));
  return run(draftOf(state, document, command.verb, command.body, moment, rules), list, steps, 0);
}

/** The checks of a move alone, for the leader that makes them before it proposes; null when nothing stands in the way. */
export function checkMove(state: State, command: MoveCommand, rules: StateRules): Answer | null {
  const document = state.documents.get(command.key);
  if (document === undefined || document.kind !== command.kind) return null;
  const draft = draftOf(state, document, command.verb, command.body, { index: state.applied + 1, at: state.now }, rules);
  for (const step of stepsOf(rules, command.kind, command.verb, document.state).steps) {
    const refused = isCheck(step) || isPlan(step) ? takeStep(step, draft) : null;
    if (refused !== null) return refused;
  }
  return null;
}

/** Carries on with what a `next-entry` step put off. */
export function continueMove(state: State, saga: string, moment: Moment, rules: StateRules): Moved {
  const [list = '', verb = '', at = '', contextId = '', uid = '', key = ''] = saga.split(' ');
  const document = state.documents.get(key);
  if (document === undefined || document.uid !== uid) return decided(refuse('NOT_FOUND', { key }));
  const draft = draftOf(state, document, verb as Verb, null, moment, rules);
  draft.contextId = contextId;
  draft.revision = rules.nextRevision(document.revision, draft.verb);
  return run(draft, list, rules.moveSteps[document.kind]?.[list] ?? [], Number(at));
}

function run(draft: Draft, list: string, steps: readonly MoveStep[], from: number): Moved {
  for (const [index, step] of steps.entries()) {
    if (index < from) continue;
    if (step === 'next-entry') return { answer: null, followUp: { do: 'continue', saga: sagaOf(draft, list, index + 1) } };
    if (draft.rules.checkedAt.moves === 'admit' && isCheck(step)) continue;
    const refused = takeStep(step, draft);
    if (refused?.code === 'ILLEGAL_STATE' && draft.rules.whenIllegal(draft.document.kind) === 'agree') break;
    if (refused !== null) return decided(refused);
  }
  const isNumbered = numberedVerbs.includes(draft.verb);
  return decided(agree(202, isNumbered ? draft.revision : null, draft.document.etag));
}

function draftOf(state: State, document: Document, verb: Verb, body: Json, moment: Moment, rules: StateRules): Draft {
  return {
    state,
    rules,
    moment,
    verb,
    body: asObject(body),
    document,
    target: document,
    contextId: document.contextId,
    revision: document.revision,
    plan: null,
  };
}

function sagaOf(draft: Draft, list: string, next: number): string {
  const { uid, key }: { uid: string; key: Key } = draft.document;
  return [list, draft.verb, next, draft.contextId, uid, key].join(' ');
}

function isPlan(step: MoveStep): boolean {
  return step === 'plan' || step === 'plan-revision';
}
