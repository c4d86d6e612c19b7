// For tests: one manager with the manners of the real ones: epochs by compare and set, leases by hearing, results by version. It lives outside of the network's
// nodes' memory, so that a test can read and change what is wanted.
import type { Effect, Env, Json, JsonObject, Machine } from '../../world/index.js';
import { ownerLabel, resourceAnnotation, type Result, type WorkItem } from '../wire/command.js';
import type { Ask, Reply } from '../wire/message.js';

interface ToyServer {
  holder: string | null;
  epoch: number;
}

export class ToyManager {
  readonly servers = new Map<string, ToyServer>();
  /** Items by server and `context resource`. */
  readonly items = new Map<string, Map<string, WorkItem>>();
  readonly results: (Result & { readonly server: string; readonly holder: string })[] = [];
  readonly applied = new Map<string, number>();
  private readonly heard = new Map<string, number>();
  private readonly lease: number;

  constructor(servers: readonly string[], lease: number) {
    this.lease = lease;
    for (const server of servers) {
      this.servers.set(server, { holder: null, epoch: 0 });
      this.items.set(server, new Map());
    }
  }

  /** The node that speaks for it; `redirect` makes one that only knows who does. */
  machine(redirect: string | null = null): Machine<null> {
    return {
      boot: () => [null, []],
      step: (_state, input, env) => (input.on === 'message' ? this.answer(input.from, input.body as unknown as Ask, env, redirect) : []),
      clone: () => null,
      digest: () => 0,
    };
  }

  want(server: string, context: string, order: number, object: JsonObject, gate: WorkItem['gate'] = null): void {
    const { namespace = '', name } = object['metadata'] as { namespace?: string; name: string };
    const resource = `${String(object['apiVersion'])}/${String(object['kind'])}/${namespace}/${name}`;
    const metadata = {
      ...(object['metadata'] as JsonObject),
      labels: { [ownerLabel]: context },
      annotations: { [resourceAnnotation]: resource },
    };
    const version = (this.items.get(server)?.get(`${context} ${resource}`)?.version ?? 0) + 1;
    this.put(server, {
      context,
      resource,
      version,
      order,
      want: 'present',
      hold: false,
      done: false,
      ready: false,
      gate,
      manifest: { ...object, metadata },
    });
  }

  /** Wants everything of the context gone. */
  terminate(context: string): void {
    for (const [server, items] of this.items)
      for (const item of items.values())
        if (item.context === context && item.want === 'present')
          this.put(server, { ...item, version: item.version + 1, want: 'absent', done: false, ready: false, manifest: null });
  }

  change(server: string, resource: string, change: Partial<WorkItem>): void {
    for (const item of this.items.get(server)?.values() ?? []) if (item.resource === resource) this.put(server, { ...item, ...change });
  }

  /** Whether everything that is wanted was reported done. */
  isDone(): boolean {
    return [...this.items.values()].every((items) => [...items.values()].every(({ done, hold }) => done || hold));
  }

  isReady(): boolean {
    return (
      this.isDone() && [...this.items.values()].every((items) => [...items.values()].every(({ ready, want }) => ready || want === 'absent'))
    );
  }

  private put(server: string, item: WorkItem): void {
    this.items.get(server)?.set(`${item.context} ${item.resource}`, item);
  }

  private answer(from: string, ask: Ask, env: Env, redirect: string | null): readonly Effect[] {
    const reply: Reply =
      redirect === null
        ? { type: 'answer', id: ask.id, answer: { ...this.decide(ask, env), etag: null } }
        : { type: 'redirect', id: ask.id, leader: redirect };
    return [{ do: 'send', to: from, body: reply as unknown as Json }];
  }

  private decide(ask: Ask, env: Env): { status: number; code: string | null; body: Json } {
    if (ask.type === 'query')
      return ask.query.ask === 'work' ? this.work(ask.query.holder, env.now) : { status: 400, code: 'BAD', body: null };
    const { command } = ask;
    if (command.do !== 'claim' && command.do !== 'report') return { status: 400, code: 'BAD', body: null };
    const record = this.servers.get(command.server);
    if (record === undefined) return { status: 404, code: 'SERVER_UNKNOWN', body: null };
    if (command.epoch !== record.epoch || (command.do === 'claim' && !this.isFree(record, command.holder, env.now)))
      return { status: 409, code: 'STALE_EPOCH', body: null };
    if (command.do === 'claim') {
      this.servers.set(command.server, { holder: command.holder, epoch: record.epoch + 1 });
      return { status: 200, code: null, body: { server: command.server, epoch: record.epoch + 1 } };
    }
    this.applied.set(ask.key ?? '', (this.applied.get(ask.key ?? '') ?? 0) + 1);
    for (const result of command.results) this.take(command.server, command.holder, result);
    return { status: 200, code: null, body: null };
  }

  private take(server: string, holder: string, result: Result): void {
    this.results.push({ ...result, server, holder });
    const item = this.items.get(server)?.get(`${result.context} ${result.resource}`);
    if (item === undefined || item.version !== result.version) return;
    const done = result.status === (item.want === 'present' ? 'Applied' : 'Deleted');
    if (done && item.want === 'absent') this.items.get(server)?.delete(`${result.context} ${result.resource}`);
    else this.put(server, { ...item, done, ready: done && result.ready });
  }

  private isFree({ holder }: ToyServer, asker: string, now: number): boolean {
    return holder === null || holder === asker || now - (this.heard.get(holder) ?? 0) > this.lease;
  }

  private work(holder: string, now: number): { status: number; code: null; body: Json } {
    this.heard.set(holder, now);
    const servers = [...this.servers].map(([server, record]) => ({
      server,
      ...record,
      free: this.isFree(record, '', now),
      items: record.holder === holder ? [...(this.items.get(server)?.values() ?? [])] : [],
    }));
    return { status: 200, code: null, body: { servers } as unknown as Json };
  }
}
