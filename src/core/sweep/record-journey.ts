// A journey that goes its way while somebody looks on: where it can be broken, and what each step is to hang on.
import type { Plan, StepId, Topology, Trial } from '../../contract/index.js';
import type { Micros, NodeId } from '../../world/index.js';
import type { RunOptions } from '../campaign/index.js';
import type { Conduct } from '../conductor/index.js';
import { type Traced, Tracer } from './tracer.js';
import { Walk } from './walk.js';

/** A moment that breaks can hang on: the phase that a step passed. */
export interface Anchor {
  readonly step: StepId;
  readonly phase: 'before' | 'sent' | 'done';
  readonly at: Micros;
  /** The turn of the run in which it passed. */
  readonly turn: number;
  /** Who led then. */
  readonly leader: NodeId | null;
}

export interface Recorded {
  readonly plan: Plan;
  /** In order of time. */
  readonly anchors: readonly Anchor[];
  readonly traced: readonly Traced[];
  /** The shapes of what recurs in silence, and of what looks make. */
  readonly quiet: readonly string[];
  readonly looks: readonly string[];
  /** The signatures of what its undisturbed run violates: no fault is to blame for that. */
  readonly known: readonly string[];
}

/** Requests of looks in silence have numbers of their own. */
const lookId = 1_000_000_000;
/** Long enough for a look to be answered. */
const lookFor: Micros = 500_000;
/** Turns of one journey. */
const turnsMax = 100_000;

/** Two passes: what recurs in the silence after each call, and then what does not. */
export async function recordJourney(options: RunOptions, known: readonly string[]): Promise<Recorded> {
  const topology = options.system.topology(options.plan.knobs);
  const shapes = { quiet: new Set<string>(), looks: new Set<string>() };
  await walkThrough(options, { passed: (walk) => learn(walk, topology, shapes) });
  const tracer = new Tracer(topology, shapes);
  const anchors = await walkThrough(options, { begun: ({ trial }) => trial.watch?.(tracer), sent: () => tracer.callSent() });
  return { plan: options.plan, anchors, traced: tracer.traced, quiet: [...shapes.quiet], looks: [...shapes.looks], known };
}

/** What goes on once nothing is left to do; and then what a look at all of it makes of that. */
async function learn(walk: Walk, topology: Topology, { quiet, looks }: Record<'quiet' | 'looks', Set<string>>): Promise<void> {
  const { c } = walk;
  const { trial } = walk.fork(c.plan);
  const { stay } = c.system.bounds;
  await pass(trial, stay);
  for (const shape of await shapesIn(trial, topology, stay)) quiet.add(shape);
  c.surveys.full.looks.forEach(({ op, args, to }, index) => {
    const operation = c.system.operations.find(({ name }) => name === op);
    const node = to ?? topology.nodes.find(({ role }) => role === operation?.to)?.id;
    if (operation === undefined || node === undefined) return;
    trial.do({ do: 'request', id: lookId + index, to: node, request: operation.encode(args, ''), timeout: lookFor, direct: true });
  });
  for (const shape of await shapesIn(trial, topology, lookFor)) looks.add(shape);
  await trial.close();
}

async function shapesIn(trial: Trial, topology: Topology, time: Micros): Promise<ReadonlySet<string>> {
  const tracer = new Tracer(topology, { quiet: [], looks: [] });
  trial.watch?.(tracer);
  await pass(trial, time);
  return tracer.shapes;
}

interface Onlooker {
  readonly begun?: (walk: Walk) => void;
  /** A call is sent. */
  readonly sent?: () => void;
  /** The first call is sent, or one is done. */
  readonly passed?: (walk: Walk) => Promise<void>;
}

/** Walks to the end of the calls. */
async function walkThrough(options: RunOptions, { begun, sent, passed }: Onlooker): Promise<readonly Anchor[]> {
  const walk = await Walk.begin(options);
  const anchors: Anchor[] = [];
  begun?.(walk);
  while (!walk.over && walk.turn < turnsMax && isBeforeHeal(walk.c)) {
    const turn = walk.turn;
    const known = walk.c.passed.size;
    await walk.step();
    const fresh = [...walk.c.passed].slice(known).map(([name, at]) => anchorOf(name, at, { turn, leader: walk.c.leader }));
    anchors.push(...fresh);
    if (fresh.some(({ phase }) => phase === 'sent')) sent?.();
    if (known === 0 || fresh.some(({ phase }) => phase === 'done')) await passed?.(walk);
  }
  walk.trial.watch?.(null);
  await walk.trial.close();
  return anchors;
}

function isBeforeHeal({ stage }: Conduct): boolean {
  return stage === 'set-up' || stage === 'disturb';
}

export function anchorOf(name: string, at: Micros, { turn, leader }: Pick<Anchor, 'turn' | 'leader'>): Anchor {
  const slash = name.lastIndexOf('/');
  return { step: name.slice(0, slash), phase: name.slice(slash + 1) as Anchor['phase'], at, turn, leader };
}

/** Lets time pass in which nobody asks for anything. */
async function pass(trial: Trial, time: Micros): Promise<void> {
  const until = trial.now + time;
  while (trial.now < until) await trial.next(until);
}
