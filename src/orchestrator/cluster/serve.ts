import { bytesOf, hashBytes, hashText, type Request } from '../../world/index.js';
import { type Answer, answerJson, answerRefusal, replyWith } from './answer.js';
import { answerInstead, answerRule } from './answer-instead.js';
import { discover } from './discovery.js';
import { type FenceToken, judgeFence, parseFence } from './fence.js';
import { mutate } from './mutate.js';
import { listObjects } from './list.js';
import { getObject, selectionOf } from './read.js';
import { isRefusal, methodNotAllowed } from './refusal.js';
import { parseRoute, type Route, type Target, targetOf } from './route.js';
import { includedOf } from './table.js';
import type { Turn } from './turn.js';
import { openWatch } from './watch.js';

/** The header by which a client proves that nobody took its place. Spelled as in `wire`; a cluster knows nothing else of the orchestrator. */
const FENCE = 'x-fence';
const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Serves one request; its answer is among the turn's replies. */
export function serve(turn: Turn, call: number, request: Request): void {
  const route = parseRoute(request.path);
  if (isRefusal(route)) return void turn.replies.push(replyWith(call, answerRefusal(route)));
  if (turn.state.policies.length === 0) return serveRoute(turn, call, request, route);
  const isWatch = request.method === 'GET' && watchOf(route) !== null;
  const met = answerRule(turn, request, route, isWatch);
  if (met === null) serveRoute(turn, call, request, route);
  else answerInstead(turn, call, met, () => serveRoute(turn, call, request, route), isWatch);
}

function serveRoute(turn: Turn, call: number, request: Request, route: Route): void {
  if (!reading.has(request.method)) return void turn.replies.push(replyWith(call, fenced(turn, request, route)));
  const watched = request.method === 'GET' ? watchOf(route) : null;
  if (watched === null) return void turn.replies.push(replyWith(call, read(turn, request, route)));
  const selection = selectionOf(watched, route.query);
  if (isRefusal(selection)) return void turn.replies.push(replyWith(call, answerRefusal(selection)));
  openWatch(turn, call, selection, route.query, includedOf(request.headers['accept'], route.query));
}

function watchOf({ path, query }: Route): Target | null {
  const watch = query.get('watch');
  if (watch === null || watch === 'false' || watch === '0') return null;
  const target = targetOf(path);
  return isRefusal(target) || target.name !== '' ? null : target;
}

function read(turn: Turn, request: Request, { path, query }: Route): Answer {
  if (request.method !== 'GET') return answerRefusal(methodNotAllowed);
  if (path === '/healthz' || path === '/livez' || path === '/readyz') return answerJson(200, 'ok');
  const document = discover(path, request.headers['accept']);
  if (document !== null) return document;
  const target = targetOf(path);
  if (isRefusal(target)) return answerRefusal(target);
  const table = includedOf(request.headers['accept'], query);
  if (target.name !== '') return getObject(turn, target, table);
  const selection = selectionOf(target, query);
  return isRefusal(selection) ? answerRefusal(selection) : listObjects(turn.state, selection, query, table, turn.env.wall);
}

/** A mutating request, unless its fence is too old. The fence rises whatever comes of the request, so that what was sent before can never follow. */
function fenced(turn: Turn, request: Request, route: Route): Answer {
  const header = request.headers[FENCE];
  if (header === undefined) return mutate(turn, request, route);
  const token = parseFence(header);
  if (isRefusal(token)) return answerRefusal(token);
  const hash = hashRequest(request);
  const judged = judgeFence(turn.state.fence, token, hash);
  if (judged === 'repeat' && turn.state.fence !== null) return turn.state.fence;
  if (typeof judged === 'object') return answerRefusal(judged);
  return raise(turn, token, hash, mutate(turn, request, route));
}

function raise(turn: Turn, token: FenceToken, request: number, answer: Answer): Answer {
  turn.state.fence = { epoch: token.epoch, sequence: token.sequence, request, status: answer.status, body: answer.body };
  turn.fenced = true;
  return answer;
}

function hashRequest({ method, path, body }: Request): number {
  return hashBytes(hashText(hashText(0, method), path), body ?? bytesOf(''));
}
