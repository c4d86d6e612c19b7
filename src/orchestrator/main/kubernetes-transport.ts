// Calls to edge clusters by the official client's own fetch, and no more of it: its informers, caches, retries and time-outs stay out, because what a
// syncer waits for and repeats are states of the syncer.
// Past the package's index, which loads every model of the API: half a second of a core for each syncer that starts.
import { type HttpMethod, RequestContext } from '@kubernetes/client-node/dist/gen/http/http.js';
import { IsomorphicFetchHttpLibrary } from '@kubernetes/client-node/dist/gen/http/isomorphic-fetch.js';
import { Agent } from 'undici';
import { type Head, type Part, type Request, textOf } from '../../world/index.js';

/** Carries one call to the server at `address` (`http://127.0.0.1:6443`) and tells what comes back, piece by piece. @returns how to hang up */
export type Carry = (address: string, request: Request, take: (part: Part) => void) => () => void;

/** One dispatcher for all calls: the client would make one for each, and keep its sockets. It has no time-outs of its own. */
export function kubernetesTransport(): Carry {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { rejectUnauthorized: false, timeout: 0 } });
  const library = new IsomorphicFetchHttpLibrary();
  return (address, request, take) => {
    const abort = new AbortController();
    let isOver = false;
    const tell = (part: Part): void => {
      if (isOver) return;
      isOver = part === 'broken' || part.end;
      take(part);
    };
    const context = contextOf(address, request);
    context.setDispatcher(agent);
    context.setSignal(abort.signal);
    carry(library, context, tell).catch(() => tell('broken'));
    return () => {
      isOver = true;
      abort.abort();
    };
  };
}

function contextOf(address: string, request: Request): RequestContext {
  const context = new RequestContext(address + request.path, request.method as HttpMethod);
  for (const [name, value] of Object.entries({ 'accept-encoding': 'identity', ...request.headers })) context.setHeaderParam(name, value);
  if (request.body !== null) context.setBody(textOf(request.body));
  return context;
}

async function carry(library: IsomorphicFetchHttpLibrary, context: RequestContext, tell: (part: Part) => void): Promise<void> {
  const response = await library.send(context).toPromise();
  const head: Head = { status: response.httpStatusCode, headers: response.headers };
  tell({ head, bytes: null, end: false });
  const stream = response.body.stream();
  if (stream !== null) for await (const bytes of stream) tell({ head: null, bytes, end: false });
  tell({ head: null, bytes: null, end: true });
}
