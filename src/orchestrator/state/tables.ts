// The only writers of the tables: they keep the indexes in step with the records.
import type { Key } from '../wire/command.js';
import type { Context } from './context.js';
import type { Document } from './document.js';
import { cutKey, shapeOf } from './shape.js';
import { type State, type Tables, writable } from './state.js';
import type { Touched } from './write-audit.js';

/** Puts a document in the place of what had its key; its references are indexed. */
export function putDocument(state: State, document: Document): void {
  const old = state.documents.get(document.key);
  touchDocument(state, document.key, old ?? null);
  writable(state, 'documents').set(document.key, document);
  if (old === undefined) link(state, 'children', parentOf(document), document.key);
  relink(state, document.key, old?.refs ?? none, document.refs);
}

export function removeDocument(state: State, document: Document): void {
  touchDocument(state, document.key, document);
  writable(state, 'documents').delete(document.key);
  unlink(state, 'children', parentOf(document), document.key);
  relink(state, document.key, document.refs, none);
}

export function putContext(state: State, context: Context): void {
  const old = state.contexts.get(context.id);
  touchContext(state, context.id, old ?? null);
  writable(state, 'contexts').set(context.id, context);
  relink(state, context.id, old?.refs ?? none, context.refs);
}

export function removeContext(state: State, id: string): void {
  const old = state.contexts.get(id);
  if (old === undefined) return;
  touchContext(state, id, old);
  writable(state, 'contexts').delete(id);
  relink(state, id, old.refs, none);
}

export function childrenOf(state: State, key: Key): readonly Key[] {
  return state.children.get(key) ?? none;
}

export function referrersOf(state: State, key: Key): readonly string[] {
  return state.referrers.get(key) ?? none;
}

/** The documents of `kind` directly inside `parent`, in key order. */
export function childDocuments(state: State, parent: Key, kind: string): readonly Document[] {
  const found: Document[] = [];
  for (const key of childrenOf(state, parent)) {
    const document = state.documents.get(key);
    if (document?.kind === kind) found.push(document);
  }
  return found;
}

const none: readonly string[] = [];

function touchDocument(state: State, key: Key, before: Document | null): void {
  const { documents } = touchedBy(state);
  if (!documents.has(key)) documents.set(key, before);
}

function touchContext(state: State, id: string, before: Context | null): void {
  const { contexts } = touchedBy(state);
  if (!contexts.has(id)) contexts.set(id, before);
}

function touchedBy(state: State): Touched {
  state.touched ??= { documents: new Map(), contexts: new Map() };
  return state.touched;
}

function parentOf(document: Document): Key {
  return cutKey(document.key, shapeOf(document.kind, document.key)?.parentSlashes ?? 0);
}

function relink(state: State, by: string, before: readonly Key[], after: readonly Key[]): void {
  if (before === after) return;
  for (const key of before) if (!after.includes(key)) unlink(state, 'referrers', key, by);
  for (const key of after) if (!before.includes(key)) link(state, 'referrers', key, by);
}

type Index = 'children' | 'referrers';

function link(state: State, index: Index, key: Key, member: string): void {
  const table: Tables[Index] = writable(state, index);
  const members = table.get(key) ?? none;
  const at = members.findIndex((each) => each > member);
  table.set(key, at < 0 ? [...members, member] : [...members.slice(0, at), member, ...members.slice(at)]);
}

function unlink(state: State, index: Index, key: Key, member: string): void {
  const table: Tables[Index] = writable(state, index);
  const left = (table.get(key) ?? none).filter((each) => each !== member);
  if (left.length === 0) table.delete(key);
  else table.set(key, left);
}
