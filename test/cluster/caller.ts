// Calls to a cluster by the way that a syncer goes: its transport, which is the official client's.
import { asObject, joinBytes, type JsonObject, parseJson, type Request, textOf } from '../../src/world/index.js';
import { kubernetesTransport } from '../../src/orchestrator/main/kubernetes-transport.js';

/** Where a cluster is reached, and what must be sent with each request. */
export interface Connection {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Starts the cluster again, so that it forgets what happened before. */
  restart(): Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly body: JsonObject;
}

const carry = kubernetesTransport();

/** The whole answer. @throws Error when there is none */
export function call({ address, headers }: Connection, request: Request): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let status = 0;
    carry(address, { ...request, headers: { ...headers, ...request.headers } }, (part) => {
      if (part === 'broken') return reject(new Error(`${request.method} ${request.path}: broken`));
      status = part.head?.status ?? status;
      if (part.bytes !== null) pieces.push(part.bytes);
      if (part.end) resolve({ status, body: asObject(parseJson(textOf(joinBytes(pieces)))) ?? {} });
    });
  });
}

/** A watch that is under way. */
export interface Watching {
  /** Events so far. */
  readonly events: readonly JsonObject[];
  isOver(): boolean;
  hangUp(): void;
}

export function watch({ address, headers }: Connection, request: Request): Watching {
  const events: JsonObject[] = [];
  let rest = '';
  let over = false;
  const hangUp = carry(address, { ...request, headers: { ...headers, ...request.headers } }, (part) => {
    if (part === 'broken' || part.end) over = true;
    if (part === 'broken') return;
    const lines = (rest + textOf(part.bytes)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') events.push(asObject(parseJson(line)) ?? {});
  });
  return { events, isOver: () => over, hangUp };
}
