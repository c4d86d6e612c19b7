// What some kinds ask beyond the general rules when they are written, and what they leave outside their document.
import type { Json } from '../../world/index.js';
import type { StateRules } from '../rules/index.js';
import type { Answer, Server } from '../wire/command.js';
import { refuse } from './answer.js';
import { levelOf, namespaceOf } from './cloud.js';
import { contextStatusOf } from './context-of.js';
import { checkDependency } from './dependency.js';
import type { Document } from './document.js';
import { specOf, textField } from './field.js';
import { cutKey, shapeOf } from './shape.js';
import { type State, writable } from './state.js';
import type { Moment, Target } from './target.js';

/** Namespaces of Kubernetes itself, and that of the clouds of level 0. */
const reservedNamespaces: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** The server that a kubeconfig names, or null. */
export function serverIn(payload: Json): Server | null {
  return textField(specOf({ spec: payload }), 'server');
}

/** What this kind has against being made with such a body and payload. */
export function checkNew(state: State, target: Target, body: Json, payload: Json, rules: StateRules): Answer | null {
  const parent = checkParent(state, target, rules);
  if (parent !== null) return parent;
  if (target.kind === 'logical-cloud') return checkCloud(body);
  if (target.kind === 'app-dependency') return checkDependency(state, target.key, body);
  return target.kind === 'cluster' ? checkServer(state, payload) : null;
}

/** Refuses what may not change while the document around it has a live context that was made from it. */
export function checkParent(state: State, { kind, key }: Target, rules: StateRules): Answer | null {
  const statuses = rules.whileParent[kind];
  if (statuses === undefined) return null;
  const parent = state.documents.get(cutKey(key, shapeOf(kind, key)?.parentSlashes ?? 0));
  const context = parent === undefined ? 'None' : contextStatusOf(state, parent);
  return statuses.includes(context) ? null : refuse('ILLEGAL_STATE', { key: parent?.key ?? '', state: parent?.state ?? null, context });
}

function checkServer(state: State, payload: Json): Answer | null {
  const server = serverIn(payload);
  if (server === null) return refuse('SERVER_MISSING', { field: 'file' });
  const taken = state.servers.get(server);
  return taken === undefined ? null : refuse('SERVER_TAKEN', { field: 'file', by: taken.cluster });
}

/** What this kind has against being replaced by such a body. */
export function checkReplaced(state: State, document: Document, body: Json, rules: StateRules): Answer | null {
  if (document.kind === 'deployment-intent-group' && !rules.replaceable.includes(document.state ?? ''))
    return refuse('ILLEGAL_STATE', { state: document.state });
  const parent = checkParent(state, document, rules);
  if (parent !== null) return parent;
  if (document.kind === 'app-dependency') return checkDependency(state, document.key, body);
  if (document.kind !== 'logical-cloud') return null;
  const status = contextStatusOf(state, document);
  const moved = levelOf(body) !== levelOf(document.body) || namespaceOf(body) !== namespaceOf(document.body);
  return moved && !rules.movable.includes(status) ? refuse('ILLEGAL_STATE', { state: status, field: 'spec.namespace' }) : checkCloud(body);
}

export function registerServer(state: State, target: Target, payload: Json, moment: Moment): void {
  const server = target.kind === 'cluster' ? serverIn(payload) : null;
  if (server !== null)
    writable(state, 'servers').set(server, { server, cluster: target.key, holder: null, epoch: moment.index, forgotten: false });
}

export function unregisterServer(state: State, document: Document): void {
  const server = document.kind === 'cluster' ? serverIn(document.payload) : null;
  if (server !== null && state.servers.get(server)?.cluster === document.key) writable(state, 'servers').delete(server);
}

function checkCloud(body: Json): Answer | null {
  if (levelOf(body) === '0') return null;
  const namespace = namespaceOf(body);
  if (namespace === '') return refuse('NAMESPACE_MISSING', { field: 'spec.namespace' });
  return reservedNamespaces.has(namespace) ? refuse('NAMESPACE_RESERVED', { field: 'spec.namespace' }) : null;
}
