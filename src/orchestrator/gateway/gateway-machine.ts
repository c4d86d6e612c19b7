// The REST door of the orchestrator. It keeps nothing: a request is checked, becomes a command or a query, is asked of a manager until one decides, and the
// decision becomes the answer. Start reading at `serve`.
import { openapi } from '../../../spec/emco/index.js';
import {
  asObject,
  assert,
  finish,
  hashJson,
  type Input,
  type Json,
  type JsonObject,
  type Machine,
  type Request,
} from '../../world/index.js';
import type { Config } from '../wire/config.js';
import { knowledgeOf, managersAtFirst } from '../wire/managers.js';
import type { Ask, Reply } from '../wire/message.js';
import { checkAuthority, subjectOf } from './authority.js';
import { askTimer, forget, startAsk, takeReply, takeTick } from './ask-manager.js';
import { answerCounted, noCounts, noOperation, numberOf, serviceOperation } from './gateway-counts.js';
import type { GatewayRules } from './gateway-rules.js';
import { beginEnd, endIfDone } from './end.js';
import { cloneGateway, digestGateway, type GatewayState, type Turn } from './gateway-state.js';
import { serveOwnVitals } from './gateway-vitals.js';
import { ownKeyMark, type Wishes, wishesOf } from './headers.js';
import { type Question, questionOf } from './question.js';
import { isRefused, type Refused, refuse } from './refused.js';
import { respond, respondRefused } from './respond.js';
import { findRoute, type Route } from './route.js';
import { segmentsOf } from './target-path.js';
import { warningOf } from './warning.js';

export function gatewayMachine(rules: GatewayRules): Machine<GatewayState> {
  return {
    boot: (input, env) => [boot(input.config, (label, bound) => env.draw(label, bound)), []],
    step: (state, input, env) => {
      const turn: Turn = { state, now: env.now, draw: (label, bound) => env.draw(label, bound), rules, effects: [] };
      take(turn, input);
      endIfDone(turn);
      return turn.effects;
    },
    clone: cloneGateway,
    digest: digestGateway,
  };
}

/** The numbers of asks start anywhere, so that a reply to an earlier boot is not taken for one to this. */
function boot(config: Json, draw: Turn['draw']): GatewayState {
  const { id, managers, timings, limits, strict, grants } = config as unknown as Config;
  assert(managers.length > 0, 'gateway: there are managers');
  return {
    id,
    managers,
    managersAt: managersAtFirst,
    timings,
    limits,
    grants: grants ?? null,
    isStrict: strict === true,
    nonce: `${draw('nonce', 2 ** 32).toString(36)}.${draw('nonce', 2 ** 32).toString(36)}`,
    leader: managers[draw('manager', managers.length)] ?? '',
    isEnding: false,
    answeredAt: null,
    counts: noCounts(),
    askNext: draw('asks', 2 ** 21) * 2 ** 31 + 1,
    pending: new Map(),
    asks: new Map(),
  };
}

function take(turn: Turn, input: Input): void {
  if (input.on === 'end') beginEnd(turn);
  else if (input.on === 'request') serve(turn, input.call, input.request);
  else if (input.on === 'message') takeMessage(turn, input.from, input.body);
  else if (input.on === 'timer' && input.name.startsWith(askTimer)) takeTick(turn, Number(input.name.slice(askTimer.length)));
  else if (input.on === 'part' && input.part === 'broken') abandon(turn, input.call);
}

function abandon(turn: Turn, call: number): void {
  if (turn.state.pending.has(call)) turn.state.counts.abandoned += 1;
  forget(turn, call);
}

function takeMessage(turn: Turn, from: string, body: Json): void {
  const reply = asObject(body);
  const isReply = reply !== null && (reply['type'] === 'redirect' || (reply['type'] === 'answer' && asObject(reply['answer']) !== null));
  if (isReply && turn.state.managers.includes(from)) takeReply(turn, from, reply as unknown as Reply);
}

function serve(turn: Turn, call: number, request: Request): void {
  const isBare = request.method === 'HEAD';
  if (!request.path.startsWith('/v2') && serveOwnVitals(turn, call, request)) return;
  if (turn.state.isEnding) return deny(turn, call, refuse('ENDING'), isBare, { connection: 'close' });
  const target = segmentsOf(request.path);
  if (isRefused(target)) return deny(turn, call, target, isBare);
  const [base, ...segments] = target.segments;
  if (base === 'openapi.json' && segments.length === 0) return serveOwn(turn, call, request.method, openapi() as JsonObject);
  const found = base === 'v2' ? findRoute(request.method, segments) : refuse('ROUTE_UNKNOWN');
  if (isRefused(found)) return deny(turn, call, found, isBare);
  if ('allow' in found) return denyMethod(turn, call, found.allow, isBare);
  const number = numberOf(found.operation);
  const refused = checkAuthority(turn.state.grants, found, request, turn.rules) ?? serveRoute(turn, call, request, found);
  if (refused !== null) deny(turn, call, refused, isBare, {}, number);
}

type Headers = Readonly<Record<string, string>>;

function deny(turn: Turn, call: number, refused: Refused, isBare: boolean, headers: Headers = {}, operation = noOperation): void {
  const challenge = refused.refused === 'UNAUTHENTICATED' ? { 'www-authenticate': 'Bearer' } : {};
  answerCounted(turn, operation, respondRefused(call, refused, isBare, turn.rules, { ...challenge, ...headers }));
}

function denyMethod(turn: Turn, call: number, methods: string, isBare: boolean): void {
  const allow = turn.rules.allowed(methods.split(', ')).join(', ');
  deny(turn, call, refuse('METHOD_NOT_ALLOWED', null, `allowed: ${allow}`), isBare, { allow });
}

/** What the gateway says of itself; managers are not asked. */
function serveOwn(turn: Turn, call: number, method: string, body: Json): void {
  const allow = 'GET, HEAD';
  if (method === 'GET' || method === 'HEAD') answerCounted(turn, serviceOperation, respond(call, 200, {}, body, method === 'HEAD'));
  else deny(turn, call, refuse('METHOD_NOT_ALLOWED', null, `allowed: ${allow}`), false, { allow }, serviceOperation);
}

function serveRoute(turn: Turn, call: number, request: Request, route: Route): Refused | null {
  const { state } = turn;
  const wishes = wishesOf(request);
  if (isRefused(wishes)) return wishes;
  const question = questionOf(route, request, wishes, state.limits, turn.rules);
  if (isRefused(question)) return question;
  const [unknown] = question.unknown;
  if (unknown !== undefined && state.isStrict) return refuse('FIELD_UNKNOWN', unknown);
  if (state.pending.size >= state.limits.requestsMax) return refuse('OVERLOADED');
  const { ifNoneMatch } = wishes;
  const manner = {
    isBare: request.method === 'HEAD',
    isFresh: request.method === 'PUT' && ifNoneMatch === '*',
    ifNoneMatch: route.operation.method === 'GET' ? ifNoneMatch : null,
    location: question.location,
    warning: warningOf(question.unknown),
    ...(question.wait === undefined || question.wait === 0 ? {} : { waitUntil: turn.now + question.wait }),
  };
  const actor = subjectOf(state.grants, request) ?? wishes.actor;
  startAsk(turn, call, askOf(turn, question, { ...wishes, actor }), manner, numberOf(route.operation));
  return null;
}

/** A write without a key gets one for its own repetitions. The digest is that of the command, so that the same form with another boundary is the same call. */
function askOf({ state, rules }: Turn, { ask }: Question, { key, actor }: Wishes): Ask {
  const id = state.askNext++;
  const knows = knowledgeOf(state);
  if ('query' in ask) return { type: 'query', id, query: ask.query, ...knows };
  const digest = finish(hashJson(0, ask.command as unknown as Json));
  const own = key ?? rules.keyFor(`${ownKeyMark}${state.id}.${state.nonce}.${id}`);
  return { type: 'command', id, key: own, digest, command: ask.command, ...(actor === null ? {} : { actor }), ...knows };
}
