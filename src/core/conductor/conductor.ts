// The conductor of a run: a plain-data machine that turns happenings into commands and a history, the same for both worlds. A run goes through
// set-up, disturb (lanes and faults), heal, rest, janitor and canary; `advance` moves it on, everything else feeds it.
import type { Command, Event, Happening } from '../../contract/index.js';
import { drawAt, type Micros, streamOf } from '../../world/index.js';
import { type Alarm, type Conduct, enterPhase, setAlarm, tell } from './conduct.js';
import { errandAnswered, errandsDone, nextErrand, startErrands } from './errands.js';
import { beginDisturb } from './begin-disturb.js';
import { breaksDone, faultAnswered, faultCallsDone, healAll, keepTime, nextFaultCall, noteHit, putOn, takeOff } from './faults.js';
import { attempt, lanesDone, runLanes, stepAnswered, stopLanes } from './lanes.js';
import { endRest, lookAnswered, pollAgain, restResult, waitForRest } from './rest.js';

/** What a happening leads to: commands for the world and entries for the history; `over` when the run is. */
export function conduct(
  c: Conduct,
  happening: Happening,
): { readonly commands: readonly Command[]; readonly events: readonly Event[]; readonly over: boolean } {
  c.now = Math.max(c.now, happening.at);
  take(c, happening);
  ringAlarms(c);
  advance(c);
  const result = { commands: c.out, events: c.events, over: c.stage === 'over' };
  c.out = [];
  c.events = [];
  return result;
}

/** When the conductor wants to be woken at the latest. */
export function wakeAt(c: Conduct): Micros {
  let at = c.now + 60_000_000;
  for (const { at: due } of c.alarms) at = Math.min(at, due);
  // A look that is under way ends by its answers: nothing is decided before, though the time may have passed.
  return c.rest === null || c.survey !== null ? at : Math.min(at, Math.max(c.now + 1, c.rest.until));
}

function take(c: Conduct, happening: Happening): void {
  switch (happening.is) {
    case 'answer':
      return takeAnswer(c, happening);
    case 'mark':
      if (c.system.leader !== null && happening.name === c.system.leader.mark) c.leader = happening.node;
      if (happening.name === 'fault-hit') return noteHit(c, String(happening.data), [], 1);
      return tell(c, { is: 'mark', node: happening.node, name: happening.name, data: happening.data });
    case 'down':
      c.nodes.set(happening.node, 'down');
      return tell(c, {
        is: 'node',
        node: happening.node,
        what: 'down',
        why: happening.detail === '' ? happening.why : `${happening.why}: ${happening.detail}`,
      });
    case 'up':
      c.nodes.set(happening.node, 'up');
      return tell(c, { is: 'node', node: happening.node, what: 'up', why: 'started' });
    case 'hit':
      return noteHit(c, happening.name, happening.requests, happening.messages);
    case 'lag':
      return tell(c, { is: 'lag', node: happening.node, micros: happening.micros });
    case 'tick':
      return;
  }
}

function takeAnswer(c: Conduct, happening: Happening & { is: 'answer' }): void {
  const purpose = c.requests.get(happening.id);
  c.requests.delete(happening.id);
  if (purpose?.for === 'step') stepAnswered(c, purpose.step, purpose.attempt, happening.answer);
  if (purpose?.for === 'look') lookAnswered(c, purpose.survey, purpose.index, happening.answer);
  if (purpose?.for === 'errand') errandAnswered(c, purpose.step, happening.answer);
  if (purpose?.for === 'fault') faultAnswered(c, purpose.id, happening.answer);
}

function ringAlarms(c: Conduct): void {
  if (!c.alarms.some(({ at }) => at <= c.now)) return;
  const due = c.alarms.filter(({ at }) => at <= c.now);
  const later = c.alarms.filter(({ at }) => at > c.now);
  c.alarms.splice(0, c.alarms.length, ...later);
  for (const { alarm } of due) ring(c, alarm);
}

function ring(c: Conduct, alarm: Alarm): void {
  switch (alarm.what) {
    case 'break-on':
      return putOn(c, alarm.id);
    case 'break-off':
      return takeOff(c, alarm.id);
    case 'break-step':
      return keepTime(c, alarm.id, alarm.index);
    case 'retry': {
      const step = c.steps.get(alarm.id);
      return step === undefined || step.status === 'settled' ? undefined : attempt(c, step);
    }
    case 'poll':
      return pollAgain(c);
    case 'fault-call':
      return nextFaultCall(c, alarm.id);
    case 'errand':
      return nextErrand(c);
    case 'disturb-over':
      return c.stage === 'disturb' ? stopDisturbing(c) : undefined;
    case 'lane':
      return;
  }
}

/** Moves the run on as far as it can go now. */
function advance(c: Conduct): void {
  const rested = restResult(c);
  if (rested !== null) restOver(c, rested === 'reached');
  if (c.stage === 'set-up' && c.rest === null && errandsDone(c)) setUpDone(c);
  if (c.stage === 'disturb') {
    runLanes(c);
    if (lanesDone(c) && breaksDone(c)) beginHeal(c);
  }
  if (c.stage === 'heal' && stepsInFlight(c) === 0 && faultCallsDone(c)) beginRest(c);
  if (c.stage === 'janitor' && c.rest === null && errandsDone(c)) cleanAgain(c);
  if (c.stage === 'canary' && c.rest === null && errandsDone(c)) canaryDone(c);
}

/** A set-up that others begin with is brought to rest, so that none of them pays for that. */
function setUpDone(c: Conduct): void {
  if (c.isSetUpAlone) waitForRest(c, 'disturb', 0);
  else beginDisturb(c);
}

/** Lanes stop, and faults with them: those that are on, and those that would still come. */
function stopDisturbing(c: Conduct): void {
  stopLanes(c);
  for (const state of c.breaks.values()) {
    takeOff(c, state.broken.id);
    state.status = 'off';
  }
}

function beginHeal(c: Conduct): void {
  c.stage = 'heal';
  enterPhase(c, 'heal');
  healAll(c);
  const stream = streamOf(c.plan.seed, 'retry-info');
  let index = 0;
  for (const step of c.steps.values()) {
    const open = step.status === 'settled' && step.outcome === 'info' && step.attempt > 0 && step.call.gone !== true;
    const wanted = drawAt(stream, index++, 100) < c.limits.retryInfoPercent;
    if (!open || !wanted || retryOf(c, step.call.op) !== 'key') continue;
    step.status = 'sent';
    setAlarm(c, c.now + c.limits.retryPause, { what: 'retry', id: step.call.id });
  }
}

function retryOf(c: Conduct, op: string): string {
  return c.system.operations.find((operation) => operation.name === op)?.retry ?? 'never';
}

function stepsInFlight(c: Conduct): number {
  let count = 0;
  for (const step of c.steps.values()) if (step.status === 'sent') count++;
  return count;
}

function beginRest(c: Conduct): void {
  c.stage = 'rest';
  enterPhase(c, 'rest');
  waitForRest(c, 'rest', c.system.bounds.stay);
}

function restOver(c: Conduct, reached: boolean): void {
  const moment = c.rest?.moment;
  endRest(c, reached);
  if (c.errands?.waitingForRest === true) return restForErrandOver(c, reached);
  if (c.stage === 'set-up') c.stage = 'over';
  if (moment === 'rest') return beginJanitor(c);
  if (moment === 'empty') return reached ? clean(c) : janitorDone(c, false);
}

function restForErrandOver(c: Conduct, reached: boolean): void {
  if (!reached) c.errands?.failed.push('the system did not come to rest');
  nextErrand(c);
}

function beginJanitor(c: Conduct): void {
  c.stage = 'janitor';
  enterPhase(c, 'janitor');
  clean(c);
}

/** Asks the janitor what is left to do, given the newest facts. Nothing is left only when that is still so after a whole spell of rest. */
function clean(c: Conduct): void {
  const errands = c.complete ? c.system.janitor(c.facts) : [];
  if (errands.length > 0 && c.janitorRounds < c.limits.janitorRoundsMax) {
    c.janitorRounds++;
    c.emptied = false;
    return startErrands(c, 'janitor', errands);
  }
  if (c.emptied || errands.length > 0) return janitorDone(c, errands.length === 0 && c.complete);
  c.emptied = true;
  waitForRest(c, 'empty', c.system.bounds.stay);
}

/** The janitor's calls were answered: once nothing moves, it is asked again. */
function cleanAgain(c: Conduct): void {
  c.errands = null;
  waitForRest(c, 'empty', 0);
}

function janitorDone(c: Conduct, ok: boolean): void {
  const left = ok ? [] : c.facts.map((fact) => `${fact.layer} ${fact.key} is ${fact.state}`);
  tell(c, { is: 'round', of: 'janitor', ok, calls: c.janitorRounds, why: left });
  c.stage = 'canary';
  c.canaryRounds = 1;
  c.errands = null;
  enterPhase(c, 'canary');
  startErrands(c, 'canary', c.system.canary('canary'));
}

function canaryDone(c: Conduct): void {
  const run = c.errands;
  if (run === null) return;
  tell(c, { is: 'round', of: 'canary', ok: run.failed.length === 0, calls: run.calls, why: run.failed });
  c.errands = null;
  if (c.canaryRounds >= 2 || run.failed.length > 0) {
    c.stage = 'over';
    return;
  }
  c.canaryRounds++;
  startErrands(c, 'canary', c.system.canary('canary'));
}
