// What decides about answers to callers. A gateway is constructed with them, so that each can be replaced alone.
import { type Grant, mayCall, type RestOperation } from '../../../spec/emco/index.js';
import type { Key } from '../wire/command.js';

export interface GatewayRules {
  /** Whether a caller may make a call; `project` is that of its path. */
  mayCall(grant: Grant, operation: RestOperation, project: string | null): boolean;
  /** The status that a caller sees of what was refused. */
  statusFor(status: number): number;
  /** Where what was made by a POST is. */
  locationOf(key: Key): string;
  /** The methods that a refused caller is told of. */
  allowed(methods: readonly string[]): readonly string[];
  /** Whether a body that breaks a rule of its fields is refused. */
  readonly minds: boolean;
  /** The key under which a gateway repeats a write of a caller who gave none; null: it repeats it without. */
  keyFor(own: string): string | null;
}

export const correctGatewayRules: GatewayRules = {
  mayCall,
  statusFor: (status) => (status >= 500 ? 503 : status),
  locationOf: (key) => `/v2${key}`,
  allowed: (methods) => methods,
  minds: true,
  keyFor: (own) => own,
};
