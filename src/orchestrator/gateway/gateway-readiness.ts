import { replyHealth, type Unready } from '../vitals/index.js';
import { answerCounted, serviceOperation } from './gateway-counts.js';
import type { Turn } from './gateway-state.js';

const silent: Unready = { code: 'NO_MANAGER', detail: 'no manager that leads answered lately' };

/** No manager decided anything for as long as a call is tried. */
export function isSilent({ state, now }: Turn): boolean {
  return state.answeredAt === null || now - state.answeredAt > state.timings.gatewayDeadline;
}

export function unreadyOf(turn: Turn): Unready | null {
  if (turn.state.isEnding) return { code: 'ENDING', detail: 'this gateway was asked to end' };
  return isSilent(turn) ? silent : null;
}

/** The end of a question that was there to see whether anybody answers. */
export function answerReadiness(turn: Turn, call: number, isBare: boolean, isAnswered: boolean): void {
  answerCounted(turn, serviceOperation, replyHealth(call, isAnswered ? null : silent, isBare, 'ready'));
}
