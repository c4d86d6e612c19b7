import { ApiError } from './api-error.js';

/** The fields by which a toxic says when it is at work, and on whom, as the wire names them. */
export const scheduleFields = ['after_ms', 'for_ms', 'every_ms', 'skip_connections', 'max_connections'] as const;

/**
 * When a toxic is at work and on which connections, whole numbers; 0 means not set. It begins `after_ms` milliseconds after the toxic was
 * created, ends `for_ms` later, and does so again every `every_ms`. Connections count from the toxic's creation: `skip_connections` are
 * spared, then it works on `max_connections`; where either is set, it spares those that were open before.
 */
export type Schedule = Readonly<Record<(typeof scheduleFields)[number], number>>;

export const always: Schedule = { after_ms: 0, for_ms: 0, every_ms: 0, skip_connections: 0, max_connections: 0 };

/** The fields that are set. */
export function describeSchedule(schedule: Schedule): Partial<Schedule> {
  return Object.fromEntries(scheduleFields.filter((field) => schedule[field] !== 0).map((field) => [field, schedule[field]]));
}

/** @throws ApiError 400 */
export function checkSchedule(schedule: Schedule): void {
  const negative = scheduleFields.find((field) => schedule[field] < 0);
  if (negative !== undefined) throw new ApiError(400, `${negative} was invalid, can be 0 or more`);
  const { for_ms: length, every_ms: period } = schedule;
  if (period > 0 && (length === 0 || length > period)) throw new ApiError(400, 'every_ms was invalid, needs a for_ms that is not longer');
}

/** Whether so many milliseconds after its creation the toxic is at work. */
export function isTime({ after_ms: after, for_ms: length, every_ms: period }: Schedule, elapsedMillis: number): boolean {
  if (elapsedMillis < after) return false;
  const inside = period === 0 ? elapsedMillis - after : (elapsedMillis - after) % period;
  return length === 0 || inside < length;
}

/** When that changes next, in milliseconds after the creation; undefined: never. */
export function nextEdge({ after_ms: after, for_ms: length, every_ms: period }: Schedule, elapsedMillis: number): number | undefined {
  if (elapsedMillis < after) return after;
  if (length === 0 || length === period) return undefined;
  const begun = period === 0 ? after : elapsedMillis - ((elapsedMillis - after) % period);
  if (elapsedMillis < begun + length) return begun + length;
  return period === 0 ? undefined : begun + period;
}

/** Whether the toxic works on that connection: 1 is the first that was opened since its creation, 0 and less were there before. */
export function isForConnection({ skip_connections: skip, max_connections: max }: Schedule, ordinal: number): boolean {
  if (skip === 0 && max === 0) return true;
  return ordinal > skip && (max === 0 || ordinal <= skip + max);
}
