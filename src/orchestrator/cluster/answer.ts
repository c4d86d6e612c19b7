import { bytesOf, type Effect, type Json } from '../../world/index.js';
import { failureStatus, type Refusal } from './refusal.js';

/** An answer with its whole body, as JSON text. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** JSON where it is not said. */
  readonly contentType?: string;
}

export const answerJson = (status: number, body: Json): Answer => ({ status, body: JSON.stringify(body) });
export const answerRefusal = (refused: Refusal): Answer => answerJson(refused.status, failureStatus(refused));

export const jsonHeaders = { 'content-type': 'application/json' };

export function replyWith(call: number, { status, body, contentType }: Answer): Effect {
  const typed = contentType === undefined ? jsonHeaders : { 'content-type': contentType };
  const headers = status === 429 ? { ...typed, 'retry-after': '1' } : typed;
  return { do: 'reply', call, part: { head: { status, headers }, bytes: bytesOf(body), end: true } };
}
