// What a gateway counts. The hot path adds to plain numbers; texts are made when somebody asks.
import { operations, type RestOperation } from '../../../spec/emco/index.js';
import type { Effect } from '../../world/index.js';
import { counter, gauge, type Metric, type Sample } from '../vitals/index.js';
import type { GatewayState, Turn } from './gateway-state.js';

export interface GatewayCounts {
  /** By number of operation and status: `number * 1000 + status`. */
  readonly answers: Map<number, number>;
  /** Callers that hung up before they were answered. */
  abandoned: number;
  /** Asks sent to managers, with every repetition. */
  asks: number;
  redirects: number;
  /** Asks that no manager answered in time. */
  silences: number;
  /** Replies of managers to asks that are no longer open. */
  strays: number;
}

export function noCounts(): GatewayCounts {
  return { answers: new Map(), abandoned: 0, asks: 0, redirects: 0, silences: 0, strays: 0 };
}

export function cloneCounts(counts: GatewayCounts): GatewayCounts {
  return { ...counts, answers: new Map(counts.answers) };
}

const statusRoom = 1_000;
/** Requests for no operation of the table, and for what the gateway says of itself. */
export const noOperation = 0;
export const serviceOperation = 1;
const names: readonly string[] = ['none', 'service', ...operations.map(({ name }) => name)];
const numbers: ReadonlyMap<RestOperation, number> = new Map(operations.map((operation, index) => [operation, index + 2]));

export function numberOf(operation: RestOperation): number {
  return numbers.get(operation) ?? noOperation;
}

/** Sends an answer and counts it. */
export function answerCounted({ state, effects }: Turn, operation: number, effect: Effect): void {
  effects.push(effect);
  if (effect.do !== 'reply' || effect.part === 'broken') return;
  const { answers } = state.counts;
  const at = operation * statusRoom + (effect.part.head?.status ?? 0);
  answers.set(at, (answers.get(at) ?? 0) + 1);
}

export function gatewayMetrics({ counts, pending }: GatewayState): readonly Metric[] {
  return [
    counter('requests', 'Requests that were answered.', [...counts.answers].map(requestSample)),
    gauge('requests_in_flight', 'Requests that are not answered yet.', pending.size),
    counter('requests_abandoned', 'Requests whose callers hung up.', counts.abandoned),
    counter('asks', 'Questions and commands sent to managers.', counts.asks),
    counter('redirects', 'Redirects to another manager that were followed.', counts.redirects),
    counter('ask_timeouts', 'Asks that no manager answered in time.', counts.silences),
    counter('stray_replies', 'Replies of managers that nobody waited for.', counts.strays),
  ];
}

function requestSample([at, value]: readonly [number, number]): Sample {
  const operation = names[Math.floor(at / statusRoom)] ?? 'none';
  return { labels: { operation, status: String(at % statusRoom) }, value };
}
