import type { Answer, Command } from '../wire/command.js';

/** What a command came to: an answer, or the entry that carries on. */
export interface Moved {
  readonly answer: Answer | null;
  readonly followUp: Command | null;
}

export function decided(answer: Answer): Moved {
  return { answer, followUp: null };
}
