// The whole state of a conductor: plain data, so that it forks with the run. The functions of this folder edit it in place and leave what they want
// done in `out` and what they saw in `events`; `conductor.ts` is the place to start reading.
import type {
  Answer,
  Break,
  Call,
  Command,
  Described,
  Errand,
  Event,
  Fact,
  Fault,
  FaultStep,
  Layer,
  Outcome,
  Phase,
  Plan,
  StepId,
  Topology,
} from '../../contract/index.js';
import type { Json, Micros, NodeId } from '../../world/index.js';
import type { Limits } from './limits.js';
import type { Read, surveyPlansOf } from './survey-plan.js';

export type Stage = 'set-up' | 'disturb' | 'heal' | 'rest' | 'janitor' | 'canary' | 'over';

/** What a request is for. */
export type Purpose =
  | { readonly for: 'step'; readonly step: StepId; readonly attempt: number }
  | { readonly for: 'look'; readonly survey: number; readonly index: number }
  | { readonly for: 'errand'; readonly step: StepId }
  | { readonly for: 'fault'; readonly id: StepId };

export interface StepState {
  readonly call: Call;
  attempt: number;
  status: 'waiting' | 'sent' | 'settled';
  outcome: Outcome;
  /** An earlier attempt ended with nobody knowing what it did. */
  ambiguous: boolean;
  args: Json;
}

export interface LaneState {
  readonly name: string;
  /** Cut short when lanes stop. */
  readonly calls: StepId[];
  index: number;
  /** Waiting for rest before the current step, until this time. */
  restUntil: Micros | null;
  ready: Micros;
}

export interface BreakState {
  readonly broken: Break;
  status: 'waiting' | 'on' | 'off';
  on: readonly NodeId[];
  hits: number;
  readonly hit: Set<StepId>;
  /** Operations of the fault that are not answered for good yet, in their order; the first is under way. */
  readonly calls: (FaultStep & { readonly do: 'operation' })[];
  attempt: number;
  /** When it was taken off; null: it was not on yet, or is. */
  offAt: Micros | null;
}

/** A look at every layer under way. Answers arrive in any order. */
export interface Survey {
  readonly id: number;
  readonly full: boolean;
  readonly answers: (Answer | null | undefined)[];
  missing: number;
  /** A lane sent something since it began: it does not show that the system is at rest. */
  stale: boolean;
}

export interface ErrandRun {
  readonly of: 'set-up' | 'janitor' | 'canary';
  readonly errands: readonly Errand[];
  index: number;
  attempt: number;
  calls: number;
  waitingForRest: boolean;
  readonly failed: string[];
}

/** Waiting until the system has been at rest for long enough. */
export interface RestWait {
  readonly moment: 'disturb' | 'rest' | 'empty' | 'canary';
  readonly since: Micros;
  readonly until: Micros;
  /** How long the spell of rest must last; 0: one light look without motion is enough. */
  readonly stay: Micros;
  /** Digest of the facts of the first full look of this spell of rest, and when it was taken. */
  still: { readonly digest: number; readonly at: Micros } | null;
  why: readonly string[];
  /** Until the next look, while something moves. */
  pause: Micros;
}

export type Alarm =
  | { readonly what: 'lane'; readonly lane: number }
  | { readonly what: 'break-on' | 'break-off' | 'fault-call' | 'retry'; readonly id: StepId }
  | { readonly what: 'break-step'; readonly id: StepId; readonly index: number }
  | { readonly what: 'poll' }
  | { readonly what: 'errand' }
  | { readonly what: 'disturb-over' };

export interface Conduct {
  readonly plan: Plan;
  readonly system: Described;
  readonly topology: Topology;
  readonly limits: Limits;
  readonly isSetUpAlone: boolean;
  now: Micros;
  seq: number;
  stage: Stage;
  disturbFrom: Micros;
  requestNext: number;
  readonly requests: Map<number, Purpose>;
  readonly steps: Map<StepId, StepState>;
  readonly lanes: LaneState[];
  readonly breaks: Map<StepId, BreakState>;
  /** `step/phase` → when it passed. */
  readonly passed: Map<string, Micros>;
  /** Every kind of fault that plans may name. */
  readonly faultKinds: ReadonlyMap<string, Fault>;
  /** What the world can do; null: everything. */
  readonly can: ReadonlySet<string> | null;
  readonly stepOfRequest: Map<number, StepId>;
  readonly bindings: Map<string, Json>;
  readonly nodes: Map<NodeId, 'up' | 'down' | 'paused'>;
  leader: NodeId | null;
  readonly rota: Map<string, number>;
  readonly surveys: ReturnType<typeof surveyPlansOf>;
  /** What was read last, by layer. */
  readonly reads: Map<Layer, Read>;
  survey: Survey | null;
  /** Lanes that wait for rest look again at this time. */
  pollFrom: Micros;
  surveyNext: number;
  /** The newest facts of each layer, and whether all looks answered. */
  facts: readonly Fact[];
  complete: boolean;
  errands: ErrandRun | null;
  rest: RestWait | null;
  janitorRounds: number;
  /** The janitor found nothing left, and a whole spell of rest is awaited to be sure. */
  emptied: boolean;
  canaryRounds: number;
  readonly alarms: { readonly at: Micros; readonly alarm: Alarm }[];
  out: Command[];
  events: Event[];
}

type WithoutStamp<T> = T extends unknown ? Omit<T, 'at' | 'seq'> : never;

/** Adds an entry to the history. */
export function tell(c: Conduct, event: WithoutStamp<Event>): void {
  c.events.push({ at: c.now, seq: c.seq++, ...event } as Event);
}

export function enterPhase(c: Conduct, phase: Phase): void {
  tell(c, { is: 'phase', phase });
}

/** Rings once, at `at` or as soon as possible after it. */
export function setAlarm(c: Conduct, at: Micros, alarm: Alarm): void {
  c.alarms.push({ at, alarm });
}

/** Opens a request for a purpose and returns its id. */
export function openRequest(c: Conduct, purpose: Purpose): number {
  const id = c.requestNext++;
  c.requests.set(id, purpose);
  if (purpose.for === 'step') c.stepOfRequest.set(id, purpose.step);
  return id;
}

/** A node of `role`, each in turn; null when the topology has none. */
export function nodeOfRole(c: Conduct, role: string): NodeId | null {
  const nodes = c.topology.nodes.filter((node) => node.role === role);
  const turn = c.rota.get(role) ?? 0;
  return nodes[turn % Math.max(1, nodes.length)]?.id ?? null;
}

/** The next attempt goes to the next node of the role. */
export function turnRota(c: Conduct, role: string): void {
  c.rota.set(role, (c.rota.get(role) ?? 0) + 1);
}
