import type { Request } from '../../world/index.js';
import { serveVitals } from '../vitals/index.js';
import { startAsk } from './ask-manager.js';
import { answerCounted, gatewayMetrics, serviceOperation } from './gateway-counts.js';
import { answerReadiness, isSilent, unreadyOf } from './gateway-readiness.js';
import type { Turn } from './gateway-state.js';

/** Whether, and how, the gateway says of itself what it was asked. */
export function serveOwnVitals(turn: Turn, call: number, request: Request): boolean {
  const { state } = turn;
  if (asksWhetherReady(request) && !state.isEnding && isSilent(turn)) {
    askWhetherReady(turn, call, request);
    return true;
  }
  const vitals = {
    node: state.id,
    role: 'gateway',
    unready: () => unreadyOf(turn),
    metrics: () => gatewayMetrics(state),
  };
  const answer = serveVitals(call, request, vitals);
  if (answer !== null) answerCounted(turn, serviceOperation, answer);
  return answer !== null;
}

function asksWhetherReady({ method, path }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && /^\/readyz([?#]|$)/.test(path);
}

/** A gateway that nobody used cannot know: it asks for nothing, and is ready if that is answered. */
function askWhetherReady(turn: Turn, call: number, { method }: Request): void {
  const { state } = turn;
  if (state.pending.size >= state.limits.requestsMax) return answerReadiness(turn, call, method === 'HEAD', false);
  const ask = { type: 'query', id: state.askNext++, query: { ask: 'audit', after: null, limit: 0 } } as const;
  const manner = {
    isBare: method === 'HEAD',
    isFresh: false,
    ifNoneMatch: null,
    location: null,
    warning: null,
    isReadiness: true,
  } as const;
  startAsk(turn, call, ask, manner, serviceOperation);
}
