import type { Event, Outcome, Phase } from '../../../src/contract/index.js';
import type { Micros, NodeId } from '../../../src/world/index.js';
import { placeWords } from '../../story/fault-words.js';
import { eventWords } from '../../story/event-words.js';

/** One attempt of an operation. */
export interface Bar {
  readonly lane: string;
  readonly step: string;
  readonly op: string;
  readonly from: Micros;
  readonly to: Micros;
  readonly outcome: Outcome;
  readonly words: string;
}

/** One fault, from when it was asked for until it was healed. */
export interface Band {
  readonly step: string;
  readonly fault: string;
  readonly place: string;
  readonly from: Micros;
  to: Micros;
  /** When it was told that it had hit something more. */
  readonly bites: Micros[];
  hits: number;
}

/** What a node was, over time. */
export interface NodeLine {
  readonly node: NodeId;
  readonly spans: { readonly what: 'up' | 'down' | 'paused'; readonly from: Micros; to: Micros }[];
  readonly marks: { readonly at: Micros; readonly words: string }[];
}

export interface PhaseSpan {
  readonly phase: Phase;
  readonly from: Micros;
  to: Micros;
}

/** All that a timeline shows, before it has a place on the paper. */
export interface Scene {
  readonly from: Micros;
  readonly to: Micros;
  readonly phases: readonly PhaseSpan[];
  readonly bands: readonly Band[];
  readonly bars: readonly Bar[];
  readonly nodes: readonly NodeLine[];
  readonly evidence: readonly { readonly at: Micros; readonly words: string }[];
}

const bandsMax = 60;
const barsMax = 1_500;
const nodesMax = 20;
const marksMax = 200;

/** The part of a history worth seeing: from the first lane's start to the end; with evidence, no further than that and the end of the rest. */
export function sceneOf(events: readonly Event[], evidence: readonly number[]): Scene {
  const shown = new Set(evidence);
  const proofs = events.filter((event) => shown.has(event.seq));
  const [from, to] = windowOf(events, proofs);
  const inside = events.filter((event) => event.at >= from && event.at <= to);
  return {
    from,
    to,
    phases: phasesOf(inside, from, to),
    bands: bandsOf(inside, to),
    bars: barsOf(inside, to),
    nodes: nodesOf(inside, from, to),
    evidence: proofs.map((event) => ({ at: event.at, words: eventWords(event, events, []) })),
  };
}

function windowOf(events: readonly Event[], proofs: readonly Event[]): readonly [Micros, Micros] {
  const began = (phase: Phase): Micros | null => events.find((event) => event.is === 'phase' && event.phase === phase)?.at ?? null;
  const first = events[0]?.at ?? 0;
  const last = events.at(-1)?.at ?? first;
  const from = Math.min(began('disturb') ?? first, proofs[0]?.at ?? Number.POSITIVE_INFINITY);
  const lastProof = proofs.at(-1)?.at;
  return [from, lastProof === undefined ? last : Math.min(last, Math.max(lastProof, began('janitor') ?? last))];
}

function phasesOf(events: readonly Event[], from: Micros, to: Micros): readonly PhaseSpan[] {
  const spans: PhaseSpan[] = [];
  for (const event of events) {
    if (event.is !== 'phase') continue;
    const before = spans.at(-1);
    if (before !== undefined) before.to = event.at;
    spans.push({ phase: event.phase, from: spans.length === 0 ? Math.max(from, event.at) : event.at, to });
  }
  return spans.filter((span) => span.to > span.from);
}

function bandsOf(events: readonly Event[], to: Micros): readonly Band[] {
  const bands = new Map<string, Band>();
  for (const event of events) {
    if (event.is !== 'fault' || event.phase === 'refused') continue;
    const { step, fault, on, at, phase, hits } = event;
    const band = bands.get(step) ?? { step, fault, place: placeWords(fault, on), from: at, to, bites: [], hits: 0 };
    if (!bands.has(step) && bands.size < bandsMax) bands.set(step, band);
    if (hits > band.hits && band.bites.length < marksMax) band.bites.push(at);
    band.hits = Math.max(band.hits, hits);
    if (phase === 'healed') band.to = at;
  }
  return [...bands.values()];
}

function barsOf(events: readonly Event[], to: Micros): readonly Bar[] {
  const answers = new Map<string, Event & { is: 'return' }>();
  for (const event of events) if (event.is === 'return') answers.set(`${event.step} ${event.attempt}`, event);
  const calls = events
    .filter((event) => event.is === 'invoke')
    .filter((event) => event.at < to)
    .slice(0, barsMax);
  return calls.map((call) => {
    const answer = answers.get(`${call.step} ${call.attempt}`);
    const { lane, step, op, at } = call;
    const came = answer === undefined ? 'no answer' : `${answer.status ?? answer.failure ?? 'nothing'}`;
    const attempt = call.attempt === 1 ? '' : `, attempt ${call.attempt}`;
    const words = `${op}${call.subject === null ? '' : ` ${call.subject}`} to ${call.to}${attempt}: ${came}`;
    return { lane, step, op, from: at, to: answer?.at ?? to, outcome: answer?.outcome ?? 'info', words };
  });
}

/** Only nodes that something happened to. */
function nodesOf(events: readonly Event[], from: Micros, to: Micros): readonly NodeLine[] {
  const lines = new Map<NodeId, NodeLine>();
  const line = (node: NodeId): NodeLine => {
    const known = lines.get(node) ?? { node, spans: [{ what: 'up' as const, from, to }], marks: [] };
    lines.set(node, known);
    return known;
  };
  for (const event of events) {
    if (event.is === 'fault') for (const node of event.on) if (node !== 'client') line(node);
    if (event.is === 'mark') {
      const { marks } = line(event.node);
      if (marks.length < marksMax) marks.push({ at: event.at, words: eventWords(event, [], []) });
    }
    if (event.is === 'node') turn(line(event.node), event.at, event.what === 'resumed' ? 'up' : event.what, to);
  }
  return [...lines.values()].sort((a, b) => (a.node < b.node ? -1 : 1)).slice(0, nodesMax);
}

function turn({ spans }: NodeLine, at: Micros, what: 'up' | 'down' | 'paused', to: Micros): void {
  const before = spans.at(-1);
  if (before !== undefined) before.to = at;
  spans.push({ what, from: at, to });
}
