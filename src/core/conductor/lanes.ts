// Lanes: each sends its steps one after the other, an operation being one intended call with one key and any number of attempts.
import type { Answer, Outcome, StepId, When } from '../../contract/index.js';
import { bind } from './bind.js';
import { type Conduct, type LaneState, type StepState, setAlarm, tell, turnRota } from './conduct.js';
import { anchorPassed, anchorTime } from './faults.js';
import { operationNamed } from './requests.js';
import { isAtRest, poll } from './rest.js';
import { sendAttempt, tellReturn } from './tell-attempt.js';

/** Lets every lane that may go on do so. */
export function runLanes(c: Conduct): void {
  for (let index = 0; index < c.lanes.length; index++) runLane(c, index);
}

/** Whether no lane has anything left to send and nothing is in flight. */
export function lanesDone(c: Conduct): boolean {
  return c.lanes.every((lane) => lane.index >= lane.calls.length);
}

/** Lanes stop where they stand: what was not sent will not be; what is in flight is awaited. */
export function stopLanes(c: Conduct): void {
  for (const lane of c.lanes) {
    const isInFlight = currentStep(c, lane)?.status === 'sent';
    lane.calls.splice(isInFlight ? lane.index + 1 : lane.index);
  }
}

function runLane(c: Conduct, index: number): void {
  const lane = c.lanes[index];
  const step = lane === undefined ? null : currentStep(c, lane);
  if (lane === undefined || step === null || step.status !== 'waiting' || c.stage !== 'disturb') return;
  const { after, rest } = step.call;
  if (lane.ready > c.now) return;
  if (after !== null) {
    const due = anchorTime(c, after);
    if (due === null) return giveUpOnAnchor(c, lane, after);
    if (due > c.now) {
      lane.ready = due;
      return setAlarm(c, due, { what: 'lane', lane: index });
    }
  }
  if (rest && !restedEnough(c, lane)) return;
  lane.restUntil = null;
  attempt(c, step);
}

/** A step that waits for one that will never come goes at once: plans survive shrinking. */
function giveUpOnAnchor(c: Conduct, lane: LaneState, after: When): void {
  const awaited = 'step' in after ? c.steps.get(after.step) : undefined;
  if (awaited !== undefined && awaited.status !== 'settled') return;
  const step = currentStep(c, lane);
  if (step !== null) attempt(c, step);
}

function restedEnough(c: Conduct, lane: LaneState): boolean {
  lane.restUntil ??= c.now + c.limits.restInDisturbMax;
  if (c.now >= lane.restUntil || (c.complete && isAtRest(c))) return true;
  if (c.now >= c.pollFrom) {
    c.pollFrom = c.now + c.limits.pollEvery;
    poll(c);
    setAlarm(c, c.pollFrom, { what: 'lane', lane: c.lanes.indexOf(lane) });
  }
  return false;
}

function currentStep(c: Conduct, lane: LaneState): StepState | null {
  const id = lane.calls[lane.index];
  return id === undefined ? null : (c.steps.get(id) ?? null);
}

/** Sends one attempt of a step. */
export function attempt(c: Conduct, step: StepState): void {
  const { call } = step;
  const operation = operationNamed(c, call.op);
  if (step.attempt === 0) step.args = bind(call.args, c.bindings);
  step.attempt++;
  step.status = 'sent';
  anchorPassed(c, call.id, 'before');
  const key = keyOf(c, call.id);
  sendAttempt(
    c,
    { purpose: { for: 'step', step: call.id, attempt: step.attempt }, lane: call.lane, attempt: step.attempt },
    { operation, args: step.args, key, timeout: call.timeout, direct: false, to: null },
  );
  c.facts = [];
  c.complete = false;
  if (c.survey !== null) c.survey.stale = true;
  anchorPassed(c, call.id, 'sent');
}

/** Idempotency keys differ between runs of one plan on a system that stays up, and are equal in a replay. */
function keyOf(c: Conduct, step: StepId): string {
  return `${c.plan.seed}-${step}`;
}

/** An answer to an attempt: either it settles the operation, or another attempt follows. */
export function stepAnswered(c: Conduct, id: StepId, number: number, answer: Answer): void {
  const step = c.steps.get(id);
  if (step === undefined) return;
  const operation = operationNamed(c, step.call.op);
  const outcome = operation.outcome(answer);
  tellReturn(c, id, number, outcome, answer);
  if (answer.failure !== null) turnRota(c, operation.to);
  if (step.status === 'settled') return;
  if (outcome === 'ok') c.bindings.set(step.call.makes ?? '', operation.binds(step.args, answer.body, answer.headers));
  if (outcome === 'info') step.ambiguous = true;
  const isDecided = outcome !== 'info' && answer.status !== null;
  if (!isDecided && operation.retry !== 'never' && step.attempt < step.call.attempts) return retryLater(c, step);
  settle(c, step, settledOutcome(step, isDecided && operation.retry === 'key', outcome));
}

function retryLater(c: Conduct, step: StepState): void {
  const pause = c.limits.retryPause * 2 ** Math.min(3, step.attempt - 1);
  setAlarm(c, c.now + pause, { what: 'retry', id: step.call.id });
}

/**
 * With a key, a later decision of the system speaks for all attempts. Without one, a refusal of the second says nothing about the first; nor does a
 * connection that was refused, with whatever key.
 */
function settledOutcome(step: StepState, speaksForAll: boolean, outcome: Outcome): Outcome {
  return outcome === 'fail' && step.ambiguous && !speaksForAll ? 'info' : outcome;
}

function settle(c: Conduct, step: StepState, outcome: Outcome): void {
  step.status = 'settled';
  step.outcome = outcome;
  tell(c, { is: 'settled', step: step.call.id, outcome, attempts: step.attempt });
  for (const lane of c.lanes) if (lane.calls[lane.index] === step.call.id) lane.index++;
  anchorPassed(c, step.call.id, 'done');
}
