import type { gatewayErrors } from '../../../spec/emco/index.js';

export type GatewayError = keyof typeof gatewayErrors;

/** Why a request goes no further. */
export interface Refused {
  readonly refused: GatewayError;
  /** The place in the body, such as `spec.intent.allOf[1].cluster`, or the name of a header; null where it is about neither. */
  readonly field: string | null;
  /** What was expected. Never a text of the engine that runs us. */
  readonly detail: string;
}

export function refuse(refused: GatewayError, field: string | null = null, detail = ''): Refused {
  return { refused, field, detail };
}

export function isRefused(value: object): value is Refused {
  return 'refused' in value;
}
