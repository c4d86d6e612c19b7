/** The user asked for something that there is not: exit 2, and the message says what there is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function usage(message: string): UsageError {
  return new UsageError(message);
}
