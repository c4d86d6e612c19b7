// Calls to edge clusters by the official client's own fetch, and no more of it: its informers, caches, retries and time-outs stay out, because what a
// syncer waits for and repeats are states of the syncer.
import { type HttpMethod, IsomorphicFetchHttpLibrary, KubeConfig, RequestContext } from '@kubernetes/client-node';
import { Agent } from 'undici';
import { type Head, type Part, type Request, textOf } from '../../world/index.js';

/** Carries one call to the server at `address` (`http://127.0.0.1:6443`) and tells what comes back, piece by piece. @returns how to hang up */
export type Carry = (address: string, request: Request, take: (part: Part) => void) => () => void;

/** One dispatcher for all calls: the client would make one for each, and keep its sockets. It has no time-outs of its own. */
export function kubernetesTransport(): Carry {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { rejectUnauthorized: false, timeout: 0 } });
  const configs = new Map<string, KubeConfig>();
  return (address, request, take) => {
    const config = configs.get(address) ?? configFor(address, agent);
    configs.set(address, config);
    const abort = new AbortController();
    let isOver = false;
    const tell = (part: Part): void => {
      if (isOver) return;
      isOver = part === 'broken' || part.end;
      take(part);
    };
    carry(config, address, request, abort.signal, tell).catch(() => tell('broken'));
    return () => {
      isOver = true;
      abort.abort();
    };
  };
}

function configFor(address: string, agent: Agent): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'edge', server: address, skipTLSVerify: true }],
    users: [{ name: 'syncer' }],
    contexts: [{ name: 'edge', cluster: 'edge', user: 'syncer' }],
    currentContext: 'edge',
  });
  return Object.assign(config, { createDispatcher: () => agent });
}

async function carry(
  config: KubeConfig,
  address: string,
  request: Request,
  signal: AbortSignal,
  tell: (part: Part) => void,
): Promise<void> {
  const context = new RequestContext(address + request.path, request.method as HttpMethod);
  for (const [name, value] of Object.entries({ 'accept-encoding': 'identity', ...request.headers })) context.setHeaderParam(name, value);
  if (request.body !== null) context.setBody(textOf(request.body));
  context.setSignal(signal);
  await config.applySecurityAuthentication(context);
  const response = await new IsomorphicFetchHttpLibrary().send(context).toPromise();
  const head: Head = { status: response.httpStatusCode, headers: response.headers };
  tell({ head, bytes: null, end: false });
  const stream = response.body.stream();
  if (stream !== null) for await (const bytes of stream) tell({ head: null, bytes, end: false });
  tell({ head: null, bytes: null, end: true });
}
