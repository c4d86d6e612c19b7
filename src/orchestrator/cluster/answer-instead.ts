// Answers that are not the API server's own word: it is overloaded, or a proxy, a gateway or a sign-in page in front of it speaks in its place.
import type { Effect, Request } from '../../world/index.js';
import { textOf } from '../../world/index.js';
import { type Answer, answerRefusal, replyWith } from './answer.js';
import { meetRule, type MetRule, type Verb } from './policies.js';
import { failureStatus, refusal } from './refusal.js';
import { isRefusal } from './refusal.js';
import { type Route, targetOf } from './route.js';
import type { Turn } from './turn.js';

/** What programs accept. Who takes anything, or tables, is a person at the cluster's console, with nothing between. */
const PROGRAM = 'application/json';
const verbs: Readonly<Record<string, Verb>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const html = (title: string): string =>
  `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
const internal = refusal(500, 'InternalError', 'Internal error occurred: etcdserver: request timed out');

const answers: Readonly<Record<string, Answer>> = {
  'too-many-requests': answerRefusal(refusal(429, 'TooManyRequests', 'Too many requests, please try again later.')),
  'internal-error': answerRefusal(internal),
  unavailable: answerRefusal(refusal(503, 'ServiceUnavailable', 'the server is currently unable to handle the request')),
  failure: { status: 200, body: JSON.stringify(failureStatus(internal)) },
  html: { status: 200, body: html('Sign in to go on'), contentType: 'text/html' },
  text: { status: 200, body: 'upstream connect error or disconnect/reset before headers\n', contentType: 'text/plain' },
  'bad-gateway': { status: 502, body: html('502 Bad Gateway'), contentType: 'text/html' },
};
const halfEvent: Answer = { status: 200, body: '{"type":"ADDED","object":{"kind":' };

/** The rule by which a request is answered in another way; null when it is not. */
export function answerRule(turn: Turn, request: Request, route: Route, isWatch: boolean): MetRule | null {
  const target = targetOf(route.path);
  if (turn.state.policies.length === 0 || isRefusal(target) || request.headers['accept'] !== PROGRAM) return null;
  const reading: Verb = isWatch ? 'watch' : target.name === '' ? 'list' : 'get';
  return meetRule(turn, 'answer', request.method === 'GET' ? reading : (verbs[request.method] ?? 'get'), target.type.plural);
}

/** Answers as `rule` says: in the place of what `serve` does, or (`served`) of what it answers. A watch is never opened behind another answer. */
export function answerInstead(turn: Turn, call: number, { rule }: MetRule, serve: () => void, isWatch: boolean): void {
  const isCut = rule['how'] === 'truncated';
  const own = !isWatch && (isCut || rule['served'] === true) ? answered(turn, call, serve) : null;
  if (isCut) return void turn.replies.push(replyWith(call, own === null ? halfEvent : cut(own)));
  turn.replies.push(replyWith(call, answers[String(rule['how'])] ?? answerRefusal(internal)));
}

/** Serves, and takes back what was answered. */
function answered(turn: Turn, call: number, serve: () => void): Answer | null {
  const from = turn.replies.length;
  serve();
  const replies = turn.replies.splice(from);
  const isOwn = (each: Effect): boolean => each.do === 'reply' && each.call === call;
  turn.replies.push(...replies.filter((each) => !isOwn(each)));
  const reply = replies.find(isOwn);
  if (reply?.do !== 'reply' || reply.part === 'broken') return null;
  return { status: reply.part.head?.status ?? 200, body: textOf(reply.part.bytes) };
}

const cut = (own: Answer): Answer => ({ ...own, body: own.body.slice(0, Math.floor(own.body.length / 2)) });
