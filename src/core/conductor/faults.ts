// Faults of a plan: when they come, on whom, and that each of them goes.
import type { Answer, Event, Fault, FaultStep, StepId, Target, Timed, When } from '../../contract/index.js';
import type { Micros, NodeId } from '../../world/index.js';
import { type BreakState, type Conduct, setAlarm, tell } from './conduct.js';
import { operationNamed, sendRequest } from './requests.js';

/** When the anchor is due: null while the step that it hangs on has not come so far. */
export function anchorTime(c: Conduct, when: When): Micros | null {
  if ('at' in when) return c.disturbFrom + when.at;
  const passed = c.passed.get(`${when.step}/${when.phase}`);
  return passed === undefined ? null : passed + when.plus;
}

/** A step passed a phase: what hangs on it is set. */
export function anchorPassed(c: Conduct, step: StepId, phase: 'before' | 'sent' | 'done'): void {
  const name = `${step}/${phase}`;
  if (c.passed.has(name)) return;
  c.passed.set(name, c.now);
  for (const state of c.breaks.values()) {
    const { from } = state.broken;
    if (state.status === 'waiting' && 'step' in from && from.step === step && from.phase === phase) setBreak(c, state, c.now + from.plus);
  }
}

/** Sets the faults that come at a time. */
export function setTimedBreaks(c: Conduct): void {
  for (const state of c.breaks.values()) if ('at' in state.broken.from) setBreak(c, state, c.now + state.broken.from.at);
}

function setBreak(c: Conduct, state: BreakState, at: Micros): void {
  if (at <= c.now) return putOn(c, state.broken.id);
  setAlarm(c, at, { what: 'break-on', id: state.broken.id });
}

/** Puts a fault on, now. */
export function putOn(c: Conduct, id: StepId): void {
  const state = c.breaks.get(id);
  const fault = state === undefined ? undefined : c.faultKinds.get(state.broken.fault);
  if (state === undefined || fault === undefined || state.status !== 'waiting' || c.stage !== 'disturb') return;
  state.on = apart(
    c,
    state.broken.on.flatMap((target) => resolve(c, target)),
  );
  if (fault.needs.some((need) => c.can?.has(need) === false)) {
    state.status = 'off';
    tellFault(c, state, 'refused');
    // Whatever befalls these nodes is not its doing.
    state.on = [];
    return;
  }
  state.status = 'on';
  tellFault(c, state, 'asked');
  carryOut(c, state, fault.inject(state.broken, state.on, c.topology));
  for (const [index, { at }] of timetableOf(c, state, fault).entries()) setAlarm(c, c.now + at, { what: 'break-step', id, index });
  setAlarm(c, c.now + state.broken.lasts, { what: 'break-off', id });
}

/** Does what the timetable of a fault has at `index`, unless the fault is over. */
export function keepTime(c: Conduct, id: StepId, index: number): void {
  const state = c.breaks.get(id);
  const fault = state === undefined ? undefined : c.faultKinds.get(state.broken.fault);
  if (state === undefined || fault === undefined || state.status !== 'on') return;
  carryOut(c, state, timetableOf(c, state, fault)[index]?.steps ?? []);
}

/** It is a function of the plan, and needs no place in what forks. */
function timetableOf(c: Conduct, { broken, on }: BreakState, fault: Fault): readonly Timed[] {
  return fault.during?.(broken, on, c.topology) ?? [];
}

/** Takes a fault off, now; nothing happens when it is not on. */
export function takeOff(c: Conduct, id: StepId): void {
  const state = c.breaks.get(id);
  const fault: Fault | undefined = state === undefined ? undefined : c.faultKinds.get(state.broken.fault);
  if (state === undefined || fault === undefined || state.status !== 'on') return;
  state.status = 'off';
  state.offAt = c.now;
  carryOut(c, state, fault.heal(state.broken, state.on, c.topology));
  tellFault(c, state, 'healed');
}

/** Whether every fault that came, or is about to, has had its time: what works on in the background meets it, too. */
export function breaksDone(c: Conduct): boolean {
  for (const { status, broken } of c.breaks.values()) {
    if (status === 'on') return false;
    if (status === 'waiting' && !('at' in broken.from) && anchorTime(c, broken.from) !== null) return false;
  }
  return true;
}

/** Everything off that is on; what has not come yet never will. */
export function healAll(c: Conduct): void {
  for (const state of c.breaks.values()) {
    if (state.status === 'on') takeOff(c, state.broken.id);
    state.status = 'off';
  }
  c.out.push({ do: 'heal-all' });
}

function carryOut(c: Conduct, state: BreakState, steps: readonly FaultStep[]): void {
  for (const step of steps) {
    if (step.do === 'operation') {
      state.calls.push(step);
      if (state.calls.length === 1) nextFaultCall(c, state.broken.id);
      continue;
    }
    c.out.push(step);
    if (step.do === 'node' && (step.act === 'stop' || step.act === 'continue')) notePause(c, step.node, step.act);
  }
}

/** Sends the operation whose turn it is, past the proxies. */
export function nextFaultCall(c: Conduct, id: StepId): void {
  const state = c.breaks.get(id);
  const step = state?.calls[0];
  if (state === undefined || step === undefined) return;
  state.attempt++;
  const operation = operationNamed(c, step.op);
  const key = `${c.plan.seed}-${id}-${step.op}`;
  sendRequest(c, { for: 'fault', id }, { operation, args: step.args, key, timeout: c.limits.callTimeout, direct: true, to: step.to });
}

/** What was put on must be taken off: a node that is away is asked again until it answers. What is to be put on is given up once the fault is over. */
export function faultAnswered(c: Conduct, id: StepId, answer: Answer): void {
  const state = c.breaks.get(id);
  const step = state?.calls[0];
  if (state === undefined || step === undefined) return;
  const open = answer.status === null || answer.status >= 500;
  if (open && state.calls.length === 1 && state.attempt < c.limits.faultAttemptsMax)
    return setAlarm(c, c.now + c.limits.pollEvery, { what: 'fault-call', id });
  state.calls.shift();
  state.attempt = 0;
  if (step.bites && answer.status !== null && answer.status < 300) noteHit(c, id, [], 1);
  nextFaultCall(c, id);
}

/** Whether every operation of every fault was answered. */
export function faultCallsDone(c: Conduct): boolean {
  for (const state of c.breaks.values()) if (state.calls.length > 0) return false;
  return true;
}

function notePause(c: Conduct, node: NodeId, act: 'stop' | 'continue'): void {
  if (c.nodes.get(node) === 'down') return;
  c.nodes.set(node, act === 'stop' ? 'paused' : 'up');
  tell(c, { is: 'node', node, what: act === 'stop' ? 'paused' : 'resumed', why: act });
}

function resolve(c: Conduct, target: Target): readonly NodeId[] {
  const nodes = c.topology.nodes.filter((node) => target.role === '*' || node.role === target.role).map((node) => node.id);
  if (target.role === 'client') return ['client'];
  if (target.pick === 'all') return nodes;
  if (target.pick === 'follower' || target.pick === 'other') {
    const followers = nodes.filter((id) => id !== (c.leader ?? nodes[0]));
    return followers.slice(target.pick === 'other' ? 1 : 0).slice(0, 1);
  }
  if (target.pick === 'leader') return c.leader !== null && nodes.includes(c.leader) ? [c.leader] : nodes.slice(0, 1);
  const node = nodes[target.pick % Math.max(1, nodes.length)];
  return node === undefined ? [] : [node];
}

/** The two ends of a link; where both came to be one node, its link to the next of that role. */
function apart({ topology }: Conduct, on: readonly NodeId[]): readonly NodeId[] {
  const [from, to] = on;
  if (on.length !== 2 || from === undefined || from !== to) return on;
  const role = topology.nodes.find((node) => node.id === to)?.role;
  const other = topology.nodes.find((node) => node.role === role && node.id !== from);
  return other === undefined ? on : [from, other.id];
}

/** A world says that the fault called `name` touched something: a break's id, or `node:<id>` for what a dead or paused node lost. */
export function noteHit(c: Conduct, name: string, requests: readonly number[], messages: number): void {
  for (const state of name.startsWith('node:') ? awayBy(c, name.slice(5)) : [c.breaks.get(name)]) {
    if (state === undefined || state.status === 'waiting') continue;
    for (const id of requests) noteStep(c, state, id);
    state.hits += messages + requests.length;
    tellFault(c, state, 'biting');
  }
}

/** By whose doing a node is away; where nothing keeps it away any more, by whose it was last: the last hits are told when it is back. */
function awayBy(c: Conduct, node: NodeId): readonly BreakState[] {
  const suspects = [...c.breaks.values()].filter((state) => state.status !== 'waiting' && state.on.includes(node) && takesAway(c, state));
  const present = suspects.filter(({ status }) => status === 'on');
  const last = Math.max(...suspects.map(({ offAt }) => offAt ?? -1));
  return present.length > 0 ? present : suspects.filter(({ offAt }) => offAt === last);
}

const leavings: ReadonlySet<string> = new Set(['kill', 'stop', 'end']);

/** Whether it takes nodes away itself: not to mend them at its end, and not so that what is wrong with their disks shows. */
function takesAway(c: Conduct, state: BreakState): boolean {
  const fault = c.faultKinds.get(state.broken.fault);
  if (fault === undefined || fault.harm !== undefined) return false;
  const later = timetableOf(c, state, fault).flatMap(({ steps }) => steps);
  return [...fault.inject(state.broken, state.on, c.topology), ...later].some((step) => step.do === 'node' && leavings.has(step.act));
}

function noteStep(c: Conduct, state: BreakState, request: number): void {
  const step = c.stepOfRequest.get(request);
  if (step !== undefined) state.hit.add(step);
}

function tellFault(c: Conduct, state: BreakState, phase: (Event & { is: 'fault' })['phase']): void {
  const { broken, on, hits, hit } = state;
  const rewinds = c.faultKinds.get(broken.fault)?.rewinds === true ? ({ rewinds: true } as const) : null;
  tell(c, { is: 'fault', step: broken.id, fault: broken.fault, phase, on, hits, hit: [...hit], ...rewinds });
}
