import type { RequestHead } from './http/head.js';
import type { ResponseRecords } from './http/response-records.js';
import { fits, isCounted } from './match.js';
import type { Match } from './match.js';
import { always, describeSchedule, isForConnection, isTime } from './schedule.js';
import type { Schedule } from './schedule.js';
import type { Stream } from './stream.js';
import type { ToxicKind } from './toxics/toxic-kind.js';

/** A toxic as installed on a proxy. One record is shared by all connections; updates change it in place. */
export interface Toxic {
  readonly name: string;
  readonly kind: ToxicKind;
  readonly stream: Stream;
  /** The stream as the caller spelled it, which is what the API answers. */
  readonly streamText: string;
  /** Share of connections that it affects, 0 to 1; other values are kept and mean never or always. */
  toxicity: number;
  readonly attributes: Record<string, number | string>;
  schedule: Schedule;
  /** The HTTP exchanges that it works on; undefined: on all there is, HTTP or not. */
  readonly match: Match | undefined;
  /** How many toxics of this name the proxy had before, so that one added anew draws anew. */
  readonly generation: number;
  /** What it has counted over all connections, by name. */
  readonly counts: Record<string, number>;
  /** Which of its proxy's toxics it is, from 1, in order of creation. */
  readonly order: number;
  /** The responses that it remembers. */
  readonly records: ResponseRecords;
  /** When it was put on its proxy, on the monotonic clock. */
  readonly createdMillis: number;
  /** How many connections its proxy had accepted by then. */
  readonly createdAfter: number;
}

/** A toxic as asked for, checked, and not yet on a proxy. */
export type ToxicPlan = Omit<Toxic, 'generation' | 'counts' | 'order' | 'records' | 'createdMillis' | 'createdAfter'>;

/** Whether a toxic is at work in that direction. */
export function isIn({ kind, stream }: Toxic, direction: Stream): boolean {
  return kind.reach === undefined ? stream === direction : kind.reach.includes(direction);
}

/** Whether its schedule lets it work now on that connection of its proxy. */
export function isScheduled({ schedule, createdMillis, createdAfter }: Toxic, ordinal: number, nowMillis: number): boolean {
  if (schedule === always) return true;
  return isForConnection(schedule, ordinal - createdAfter) && isTime(schedule, nowMillis - createdMillis);
}

/** Whether it needs connections to be read as HTTP. */
export function isHttp({ match, kind }: Toxic): boolean {
  return match !== undefined || kind.readsHttp === true;
}

/** Counts the request if it fits, and says whether the toxic is to work on it. */
export function picks({ match = {}, counts }: Toxic, request: RequestHead): boolean {
  if (!fits(match, request)) return false;
  const count = (counts['requests'] ?? 0) + 1;
  counts['requests'] = count;
  return isCounted(match, count);
}

/** The API's picture of a toxic, keys in wire order. */
export function describeToxic(toxic: ToxicPlan): Record<string, unknown> {
  const { attributes, name, kind, streamText, toxicity, schedule, match } = toxic;
  const more = { ...describeSchedule(schedule), ...(match === undefined ? {} : { match }) };
  return { attributes: { ...attributes }, name, type: kind.type, stream: streamText, toxicity, ...more };
}
