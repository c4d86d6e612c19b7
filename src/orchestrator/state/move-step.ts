import type { ContextStatus, MoveStep } from '../rules/index.js';
import type { Answer } from '../wire/command.js';
import { refuse } from './answer.js';
import { holdContext, makeContext, terminateContext, updateContext } from './change-context.js';
import { hasPermission, planCloud } from './cloud.js';
import { checkCloudUnused, checkClustersKept, checkNamespaceFree, checkObjectsFree } from './conflict.js';
import type { Context } from './context.js';
import { contextOf, contextStatusOf } from './context-of.js';
import { withAction } from './document.js';
import type { Draft } from './move-document.js';
import { cloudKeyOf, planDeployment } from './plan-deployment.js';
import { planRevision } from './plan-revision.js';
import { checkIntents, holdIntents } from './references.js';
import { putContext, putDocument, removeContext } from './tables.js';

type Step = (draft: Draft) => Answer | null;

const checks: Readonly<Partial<Record<MoveStep, Step>>> = {
  legal: checkLegal,
  references: (draft) => checkIntents(draft.state, draft.document, draft.rules),
  'cloud-ready': checkCloudReady,
  permission: (draft) => (hasPermission(draft.state, draft.document) ? null : refuse('PERMISSION_MISSING', { key: draft.document.key })),
  'clusters-kept': (draft) => checkClustersKept(draft.state, draft.document, planned(draft)),
  'cloud-unused': (draft) => checkCloudUnused(draft.state, draft.document),
  'namespace-free': (draft) => checkNamespaceFree(draft.state, draft.contextId, planned(draft)),
  'objects-free': (draft) => checkObjectsFree(draft.state, draft.contextId, planned(draft)),
};

const others: Readonly<Partial<Record<MoveStep, Step>>> = {
  plan,
  'plan-revision': replan,
  protect: effect((draft) => holdIntents(draft.state, draft.document.key, 'at-use')),
  'drop-old-context': effect((draft) => removeContext(draft.state, draft.document.contextId ?? '')),
  'make-context': effect(make),
  'change-context': change((draft, context) => updateContext(context, draft.plan ?? nothing, draft.revision, draft.moment.index)),
  'turn-absent': change((draft, context) => terminateContext(context, draft.moment.index)),
  hold: change((_draft, context) => holdContext(context)),
  record: effect(record),
};

/** Whether a step only looks. */
export function isCheck(step: MoveStep): boolean {
  return checks[step] !== undefined;
}

/** Does one step on the draft and its state; an answer is a refusal. */
export function takeStep(step: MoveStep, draft: Draft): Answer | null {
  return (checks[step] ?? others[step])?.(draft) ?? null;
}

const nothing = { planned: [], labels: [], cloud: null } as const;
const planned = (draft: Draft) => (draft.plan ?? nothing).planned;

function checkLegal(draft: Draft): Answer | null {
  const { document, verb } = draft;
  const move = draft.rules.moves[document.kind]?.[verb];
  const context: ContextStatus = contextStatusOf(draft.state, document);
  const isLegal = move?.from[document.state ?? ''] !== undefined && move.while.includes(context);
  return isLegal ? null : refuse('ILLEGAL_STATE', { verb, state: document.state, context });
}

function checkCloudReady(draft: Draft): Answer | null {
  const key = cloudKeyOf(draft.document);
  const cloud = draft.state.documents.get(key);
  const context = cloud === undefined ? 'None' : contextStatusOf(draft.state, cloud);
  return context === 'Instantiated' ? null : refuse('CLOUD_NOT_READY', { key, context });
}

function plan(draft: Draft): Answer | null {
  const id = draft.verb === 'instantiate' || draft.contextId === null ? `c${draft.moment.index}` : draft.contextId;
  const made =
    draft.document.kind === 'logical-cloud' ? planCloud(draft.state, draft.document, id) : planDeployment(draft.state, draft.document, id);
  if ('status' in made) return made;
  draft.plan = made;
  draft.contextId = id;
  draft.revision = draft.document.revision + 1;
  return null;
}

function replan(draft: Draft): Answer | null {
  const made = planRevision(draft.state, draft.document, draft.body);
  if ('status' in made) return made;
  draft.plan = made;
  draft.revision = draft.document.revision + 1;
  return null;
}

function make(draft: Draft): void {
  putContext(draft.state, makeContext(draft.contextId ?? '', draft.document, draft.plan ?? nothing, draft.revision, draft.moment.index));
}

function record(draft: Draft): void {
  const current = draft.state.documents.get(draft.document.key) ?? draft.document;
  const from = draft.rules.moves[current.kind]?.[draft.verb]?.from ?? {};
  // Where the table of moves was asked before the entry was proposed, the state may have gone on since; every row of a verb that can race leads to the same state.
  const state = from[current.state ?? ''] ?? Object.values(from)[0] ?? '';
  putDocument(draft.state, withAction(current, { state, context: draft.contextId, revision: draft.revision, at: draft.moment.at }));
}

function effect(act: (draft: Draft) => void): Step {
  return (draft) => {
    act(draft);
    return null;
  };
}

function change(turn: (draft: Draft, context: Context) => Context): Step {
  return (draft) => {
    const context = contextOf(draft.state, draft.document);
    if (context === null)
      return refuse('ILLEGAL_STATE', {
        verb: draft.verb,
        state: draft.document.state,
        context: contextStatusOf(draft.state, draft.document),
      });
    putContext(draft.state, turn(draft, context));
    return null;
  };
}
