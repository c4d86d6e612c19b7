import type { ContextStatus, MoveStep, StateRules } from '../rules/index.js';
import type { Answer } from '../wire/command.js';
import { refuse } from './answer.js';
import { handContext, holdContext, makeContext, type Plan, terminateContext, updateContext } from './change-context.js';
import { hasPermission, planCloud } from './cloud.js';
import { checkCloudUnused, checkClustersKept, checkNamespaceFree, checkObjectsFree } from './conflict.js';
import type { Context } from './context.js';
import { contextOf, contextStatusOf } from './context-of.js';
import { type Document, withAction } from './document.js';
import { specOf } from './field.js';
import type { Draft } from './move-document.js';
import { cloudKeyOf, planDeployment } from './plan-deployment.js';
import { planNetworks } from './plan-networks.js';
import { planRevision } from './plan-revision.js';
import { checkIntents, holdIntents } from './references.js';
import { cutKey } from './shape.js';
import type { State } from './state.js';
import { putContext, putDocument } from './tables.js';
import { wipeContext } from './wipe-context.js';

type Step = (draft: Draft) => Answer | null;

const checks: Readonly<Partial<Record<MoveStep, Step>>> = {
  legal: checkLegal,
  target: findTarget,
  'target-approved': checkTarget,
  references: (draft) => checkIntents(draft.state, draft.document, draft.rules),
  'cloud-ready': checkCloudReady,
  permission: (draft) => (hasPermission(draft.state, draft.document) ? null : refuse('PERMISSION_MISSING', { key: draft.document.key })),
  'clusters-kept': (draft) => checkClustersKept(draft.state, draft.document, planned(draft)),
  'cloud-unused': (draft) => checkCloudUnused(draft.state, draft.document, draft.rules),
  'namespace-free': (draft) => checkNamespaceFree(draft.state, draft.contextId, planned(draft), draft.rules),
  'objects-free': (draft) => checkObjectsFree(draft.state, draft.contextId, planned(draft), draft.rules),
};

const others: Readonly<Partial<Record<MoveStep, Step>>> = {
  plan,
  'plan-revision': replan,
  protect: effect((draft) => holdIntents(draft.state, draft.document.key, 'at-use', draft.rules)),
  'drop-old-context': effect((draft) => wipeContext(draft.state, draft.document, draft.rules)),
  'make-context': effect(make),
  'change-context': change((draft, context) =>
    updateContext(context, draft.plan ?? nothing, draft.revision, draft.moment.index, draft.rules),
  ),
  'turn-absent': change((draft, context) => terminateContext(context, draft.moment.index, draft.rules)),
  'hand-over': change(handOver),
  hold: change((draft, context) => holdContext(context, draft.rules)),
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
  const key = cloudKeyOf(draft.target);
  const cloud = draft.state.documents.get(key);
  const context = cloud === undefined ? 'None' : contextStatusOf(draft.state, cloud);
  return context === 'Instantiated' ? null : refuse('CLOUD_NOT_READY', { key, context });
}

function plan(draft: Draft): Answer | null {
  const isFresh = draft.verb === 'instantiate' || draft.verb === 'apply' || draft.contextId === null;
  const id = isFresh ? `c${draft.moment.index}` : (draft.contextId ?? '');
  const made = planOf(draft.state, draft.target, id, draft.rules);
  if ('status' in made) return made;
  draft.plan = made;
  draft.contextId = id;
  // A context that is handed over keeps its name, so its revisions go on from those of its owner before.
  draft.revision = draft.rules.nextRevision(Math.max(draft.document.revision, draft.target.revision), draft.verb);
  return null;
}

function planOf(state: State, document: Document, context: string, rules: StateRules): Plan | Answer {
  switch (document.kind) {
    case 'logical-cloud':
      return planCloud(state, document, context);
    case 'cluster':
      return planNetworks(state, document, context);
    default:
      return planDeployment(state, document, context, rules);
  }
}

/** A migrate goes to a group of another version of the same composite app. */
function findTarget(draft: Draft): Answer | null {
  const { targetCompositeAppVersion: version, targetDeploymentIntentGroup: name } = specOf(draft.body);
  const versions = cutKey(draft.document.key, 4);
  const key = `${versions}/${String(version)}/deployment-intent-groups/${String(name)}`;
  const target = draft.state.documents.get(key);
  if (target === undefined) return refuse('REFERENCE_MISSING', { field: 'spec.targetDeploymentIntentGroup', key, of: draft.document.key });
  draft.target = target;
  return null;
}

function checkTarget({ rules, target: { key, state } }: Draft): Answer | null {
  return rules.migratesTo.includes(state ?? '') ? null : refuse('TARGET_NOT_APPROVED', { key, state });
}

/** The context goes on as the target's; what the target's plan does not have is dropped once the rest is there. */
function handOver(draft: Draft, context: Context): Context {
  const { target, revision, contextId, moment, plan } = draft;
  const moved = handContext(context, target, plan ?? nothing, revision, moment.index, draft.rules);
  putDocument(draft.state, withAction(target, { state: 'Instantiated', context: contextId, revision, at: moment.at }, draft.rules));
  draft.contextId = null;
  draft.revision = draft.document.revision;
  return moved;
}

function replan(draft: Draft): Answer | null {
  const made = planRevision(draft.state, draft.document, draft.body, draft.rules);
  if ('status' in made) return made;
  draft.plan = made;
  draft.revision = draft.rules.nextRevision(draft.document.revision, draft.verb);
  return null;
}

function make(draft: Draft): void {
  putContext(
    draft.state,
    makeContext(draft.contextId ?? '', draft.document, draft.plan ?? nothing, draft.revision, draft.moment.index, draft.rules),
  );
}

function record(draft: Draft): void {
  const current = draft.state.documents.get(draft.document.key) ?? draft.document;
  const from = draft.rules.moves[current.kind]?.[draft.verb]?.from ?? {};
  // Where the table of moves was asked before the entry was proposed, the state may have gone on since; every row of a verb that can race leads to the same state.
  const state = from[current.state ?? ''] ?? Object.values(from)[0] ?? '';
  putDocument(
    draft.state,
    withAction(current, { state, context: draft.contextId, revision: draft.revision, at: draft.moment.at }, draft.rules),
  );
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
