/** Thrown when our own code is wrong, never for what a system under test or a user does. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** States what we believe; stays on in production. */
export function assert(holds: boolean, belief: string): asserts holds {
  if (!holds) throw new AssertionError(belief);
}
