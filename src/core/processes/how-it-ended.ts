import type { Happening } from '../../contract/index.js';

/** Why a node is gone. */
export type Ended = Pick<Happening & { readonly is: 'down' }, 'why' | 'detail'>;

export interface EndedProcess {
  /** What it said, or what was done to it, before its end; null: nothing. */
  readonly last: Ended | null;
  /** It was asked to end. */
  readonly wasAsked: boolean;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** On stderr. */
  readonly said: string;
}

/** What a shell says of a program that SIGTERM ended. */
const codeOfSigterm = 143;

/** A process that was asked to end, and did so by that signal or without complaint, ended well; whatever else it does is an end of its own. */
export function howItEnded({ last, wasAsked, code, signal, said }: EndedProcess): Ended {
  const ended = last ?? { why: 'exit', detail: `${signal ?? `code ${code}`}${said === '' ? '' : `: ${said}`}` };
  const isWell = ended.why === 'halt' || (ended.why === 'exit' && (signal === 'SIGTERM' || code === 0 || code === codeOfSigterm));
  return wasAsked && isWell ? { ...ended, why: 'end' } : ended;
}
