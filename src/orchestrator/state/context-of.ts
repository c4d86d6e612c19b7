import type { ContextStatus } from '../rules/index.js';
import type { Context } from './context.js';
import type { Document } from './document.js';
import type { State } from './state.js';

/** The context that a document names, where it is there. */
export function contextOf(state: State, document: Document): Context | null {
  return document.contextId === null ? null : (state.contexts.get(document.contextId) ?? null);
}

export function contextStatusOf(state: State, document: Document): ContextStatus {
  if (document.contextId === null) return 'None';
  return contextOf(state, document)?.status ?? 'Lost';
}
