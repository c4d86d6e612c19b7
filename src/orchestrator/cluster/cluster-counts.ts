// What a cluster counts since it started. The hot path adds to plain numbers.
import type { Effect } from '../../world/index.js';
import type { Sample } from '../vitals/index.js';

/** By method and status: `method * 1000 + status`. */
export type ClusterCounts = Map<number, number>;

const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'other'];
const statusRoom = 1_000;

/** Counts the answer to a request: the first of the replies that has a head. */
export function countAnswer(counts: ClusterCounts, method: string, replies: readonly Effect[]): void {
  for (const reply of replies) {
    if (reply.do !== 'reply' || reply.part === 'broken' || reply.part.head === null) continue;
    const number = methods.indexOf(method);
    const at = (number < 0 ? methods.length - 1 : number) * statusRoom + reply.part.head.status;
    return void counts.set(at, (counts.get(at) ?? 0) + 1);
  }
}

export function answerSamples(counts: ClusterCounts): readonly Sample[] {
  return [...counts].map(([at, value]) => ({
    labels: { method: methods[Math.floor(at / statusRoom)] ?? 'other', status: String(at % statusRoom) },
    value,
  }));
}
