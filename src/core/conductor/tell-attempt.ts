// What the history says of one attempt: how it was asked, and what came back.
import type { Answer, Outcome, StepId } from '../../contract/index.js';
import { type Conduct, tell } from './conduct.js';
import { type Sending, sendRequest } from './requests.js';

/** Other headers (lengths, dates) differ between the worlds and tell a judge nothing. */
const headersKept = ['allow', 'etag', 'location'] as const;

interface Attempt {
  readonly purpose:
    | { readonly for: 'step'; readonly step: StepId; readonly attempt: number }
    | { readonly for: 'errand'; readonly step: StepId };
  readonly lane: string;
  readonly attempt: number;
}

/** Sends one attempt, and says so. */
export function sendAttempt(c: Conduct, { purpose, lane, attempt }: Attempt, sending: Sending): void {
  const { operation, args, key } = sending;
  const { to, request } = sendRequest(c, purpose, sending);
  tell(c, {
    is: 'invoke',
    step: purpose.step,
    lane,
    op: operation.name,
    attempt,
    subject: operation.subject(args),
    args,
    key,
    to,
    method: request.method,
    path: request.path,
    ifMatch: request.headers['if-match'] ?? null,
  });
}

export function tellReturn(c: Conduct, step: StepId, attempt: number, outcome: Outcome, { status, failure, body, headers }: Answer): void {
  tell(c, { is: 'return', step, attempt, outcome, status, failure, answer: body, headers: kept(headers) });
}

function kept(headers: Answer['headers']): Answer['headers'] {
  const found: Record<string, string> = {};
  for (const name of headersKept) {
    const value = headers[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
