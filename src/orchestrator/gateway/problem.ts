import { gatewayErrors, stateErrors } from '../../../spec/emco/index.js';
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import type { Answer } from '../wire/command.js';
import type { GatewayRules } from './gateway-rules.js';
import type { Refused } from './refused.js';

/** A problem document. Source: RFC 9457; `code`, `field` and what else is known stand beside its own members. */
export interface Problem {
  readonly status: number;
  readonly body: JsonObject;
}

export function problemOfRefusal({ refused, field, detail }: Refused, rules: GatewayRules): Problem {
  const { status: given, title } = gatewayErrors[refused];
  const status = rules.statusFor(given);
  return { status, body: documentOf({ status, code: refused, title, detail: detail === '' ? title : detail, field }) };
}

/** What a manager refused with: its facts become members. */
export function problemOfAnswer({ status: given, code, body }: Answer, rules: GatewayRules): Problem {
  const status = rules.statusFor(given);
  const facts = asObject(body) ?? {};
  const word = code ?? 'REFUSED';
  const title = titles[word]?.title ?? `${word.charAt(0)}${word.slice(1).toLowerCase().replaceAll('_', ' ')}.`;
  const field = typeof facts['field'] === 'string' ? facts['field'] : null;
  return { status, body: { ...documentOf({ status, code: word, title, detail: detailOf(title, facts), field }), ...membersOf(facts) } };
}

/** Words that managers refuse with, by name. */
const titles: Readonly<Partial<Record<string, { readonly title: string }>>> = stateErrors;

const own: ReadonlySet<string> = new Set(['type', 'title', 'status', 'code', 'detail', 'field']);

function membersOf(facts: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !own.has(name)));
}

function detailOf(title: string, facts: JsonObject): string {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return told.length === 0 ? title : `${title} (${told.join(', ')})`;
}

interface Told {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly field: string | null;
}

function documentOf({ status, code, title, detail, field }: Told): { readonly [key: string]: Json } {
  const document = { type: `urn:orchestrator:problem:${code}`, title, status, code, detail };
  return field === null ? document : { ...document, field };
}
