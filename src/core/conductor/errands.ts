// Errands: calls that must come to pass one after the other (set-up, janitor, canary), each retried under its own key until it is answered for good.
import type { Answer, Errand } from '../../contract/index.js';
import type { Json } from '../../world/index.js';
import { bind } from './bind.js';
import { type Conduct, type ErrandRun, setAlarm, tell, turnRota } from './conduct.js';
import { operationNamed } from './requests.js';
import { waitForRest } from './rest.js';
import { sendAttempt, tellReturn } from './tell-attempt.js';

/** How often an errand is sent again before it counts as failed, when the refusal is definite but may pass (409 while something settles). */
export function startErrands(c: Conduct, of: ErrandRun['of'], errands: readonly Errand[]): void {
  c.errands = { of, errands, index: 0, attempt: 0, calls: 0, waitingForRest: false, failed: [] };
  nextErrand(c);
}

/** Sends the current errand, after rest where it asks for that. */
export function nextErrand(c: Conduct): void {
  const run = c.errands;
  const errand = run?.errands[run.index];
  if (run === null || errand === undefined) return;
  if (errand.rest && run.attempt === 0 && !run.waitingForRest) {
    run.waitingForRest = true;
    return waitForRest(c, run.of === 'canary' ? 'canary' : 'disturb', 0);
  }
  run.waitingForRest = false;
  sendErrand(c, run, errand);
}

function sendErrand(c: Conduct, run: ErrandRun, errand: Errand): void {
  const operation = operationNamed(c, errand.op);
  const step = stepName(c, run);
  const args = bind(errand.args, c.bindings);
  run.attempt++;
  run.calls++;
  const key = `${c.plan.seed}-${step}`;
  sendAttempt(
    c,
    { purpose: { for: 'errand', step }, lane: run.of, attempt: run.attempt },
    { operation, args, key, timeout: c.limits.callTimeout, direct: false, to: null },
  );
}

function stepName(c: Conduct, run: ErrandRun): string {
  return `${run.of}${c.janitorRounds}.${c.canaryRounds}-${run.index}`;
}

/** An answer: on to the next errand, or the same once more. */
export function errandAnswered(c: Conduct, step: string, answer: Answer): void {
  const run = c.errands;
  const errand = run?.errands[run.index];
  if (run === null || errand === undefined || step !== stepName(c, run)) return;
  const operation = operationNamed(c, errand.op);
  const outcome = operation.outcome(answer);
  tellReturn(c, step, run.attempt, outcome, answer);
  if (answer.failure !== null) turnRota(c, operation.to);
  if ((outcome === 'info' || answer.status === null) && run.attempt < c.limits.errandAttemptsMax)
    return setAlarm(c, c.now + pauseAfter(c, run.attempt), { what: 'errand' });
  tell(c, { is: 'settled', step, outcome, attempts: run.attempt });
  if (outcome === 'ok' && errand.makes !== null)
    c.bindings.set(errand.makes, operation.binds(bind(errand.args, c.bindings), answer.body, answer.headers));
  if (outcome !== 'ok') run.failed.push(`${errand.op} ${operation.subject(bind(errand.args, c.bindings)) ?? ''} → ${statusText(answer)}`);
  run.index++;
  run.attempt = 0;
  nextErrand(c);
}

/** Whether every errand was answered. */
export function errandsDone(c: Conduct): boolean {
  return c.errands !== null && c.errands.index >= c.errands.errands.length;
}

function pauseAfter(c: Conduct, attempt: number): number {
  return c.limits.retryPause * 2 ** Math.min(3, attempt - 1);
}

function statusText(answer: Answer): string {
  if (answer.failure !== null) return answer.failure;
  const body = answer.body as { readonly [key: string]: Json } | null;
  const code = typeof body === 'object' && body !== null ? body['code'] : null;
  return typeof code === 'string' ? `${answer.status} ${code}` : String(answer.status);
}
