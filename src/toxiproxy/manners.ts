import { ApiError } from './api-error.js';

/** How a proxy treats clients, beyond what Toxiproxy knows; the values are those of the wire. */
export interface Manners {
  /** What a client meets whose upstream cannot be dialled: a close, a reset, or from then on, until it can be dialled again, a refusal to connect. */
  readonly onDialError: string;
  /** `normal`, or `blackhole`: connecting never ends. */
  readonly accept: string;
}

/** What each field may say, by its name on the wire, the default first. */
export const mannerChoices = { on_dial_error: ['close', 'reset', 'refuse'], accept: ['normal', 'blackhole'] } as const;

export const plain: Manners = { onDialError: mannerChoices.on_dial_error[0], accept: mannerChoices.accept[0] };

/** The fields that are not as they are by default, as the wire names them. */
export function describeManners({ onDialError, accept }: Manners): Readonly<Record<string, string>> {
  return {
    ...(onDialError === plain.onDialError ? {} : { on_dial_error: onDialError }),
    ...(accept === plain.accept ? {} : { accept }),
  };
}

/** @param where is added to the message @throws ApiError 400 */
export function checkManners({ onDialError, accept }: { readonly [Field in keyof Manners]: string | undefined }, where: string): void {
  check('on_dial_error', onDialError, where);
  check('accept', accept, where);
}

function check(field: keyof typeof mannerChoices, value: string | undefined, where: string): void {
  const choices: readonly string[] = mannerChoices[field];
  if (value === undefined || choices.includes(value)) return;
  throw new ApiError(400, `${field} was invalid, can be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}${where}`);
}
