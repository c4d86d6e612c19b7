import type { Json } from '../../../src/world/index.js';
import type { Call } from '../model.js';

/** A value as a text that is the same for the same values. */
export function textOf(value: Json | undefined): string {
  return JSON.stringify(value ?? null);
}

/** Whether nobody knows the result, or it is this one. */
export function mayBe({ result }: Call, wanted: Json): boolean {
  return result === undefined || textOf(result) === textOf(wanted);
}

/** @throws RangeError when the operation is not one of these */
export function knows(model: string, operations: readonly string[], { f }: Call): void {
  if (!operations.includes(f)) throw new RangeError(`a ${model} knows ${operations.join(', ')}, not ${f}`);
}
