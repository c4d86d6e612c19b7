// A holder of etcd's lock, a program of its own: it talks to etcd's JSON gateway and knows nothing of who tests it. It takes the lock with a lease,
// renews the lease while it holds, and writes one register that all holders share. `node holder.js --port 8080 --etcd 127.0.0.1:2379 [--fenced no]`
//   POST /acquire → {token, revision} · POST /write {"value"} → {token, revision} · POST /release · GET /state
// The token is the create revision of its key of the lock. A fenced write is a transaction that names it, so that etcd itself refuses the write of a
// holder whose lease has ended without its knowing.
import { createServer, type IncomingMessage } from 'node:http';
import { parseArgs } from 'node:util';

interface Hold {
  readonly lease: string;
  /** As etcd's gateway writes it: base64. */
  readonly key: string;
  readonly token: string;
  /** Of the store, at a moment at which the lock was certainly held. */
  readonly revision: string;
}

type Answer = readonly [status: number, body: unknown];
type Json = { readonly [name: string]: unknown };

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    etcd: { type: 'string', default: '127.0.0.1:2379' },
    fenced: { type: 'string', default: 'yes' },
  },
});
const leaseSeconds = 1;
const renewEveryMillis = 300;
const callMillisMax = 1_000;
const lockMillisMax = 2_500;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const lockName = base64('lock');
const register = base64('register');

let hold: Hold | null = null;
let isAcquiring = false;
let renewing: NodeJS.Timeout | undefined;

async function etcd(path: string, body: Json, millisMax = callMillisMax): Promise<Json> {
  const request = { method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(millisMax) };
  const answer = await fetch(`http://${options.etcd}/v3/${path}`, request);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as Json;
}

function revisionIn(answer: Json): string {
  return String((answer['header'] as Json | undefined)?.['revision']);
}

/** A lease that etcd no longer knows is gone for good. A question that is not answered says nothing: it is asked again. */
async function renew(lease: string): Promise<void> {
  const answer = await etcd('lease/keepalive', { ID: lease }, renewEveryMillis);
  const isKnown = (answer['result'] as Json | undefined)?.['TTL'] !== undefined;
  if (!isKnown && hold?.lease === lease) drop();
}

function drop(): void {
  clearInterval(renewing);
  hold = null;
}

async function acquire(): Promise<Answer> {
  if (hold !== null) return [200, { token: hold.token, revision: hold.revision }];
  if (isAcquiring) return [409, { code: 'ACQUIRING' }];
  isAcquiring = true;
  let lease: string | null = null;
  try {
    const granted = String((await etcd('lease/grant', { TTL: leaseSeconds }))['ID']);
    lease = granted;
    renewing = setInterval(() => void renew(granted).catch(() => undefined), renewEveryMillis);
    const { key } = await etcd('lock/lock', { name: lockName, lease }, lockMillisMax);
    const found = await etcd('kv/range', { key });
    const [entry] = (found['kvs'] ?? []) as readonly Json[];
    if (entry === undefined) throw new Error('the lease ended before the lock was had');
    hold = { lease, key: String(key), token: String(entry['create_revision']), revision: revisionIn(found) };
    return [200, { token: hold.token, revision: hold.revision }];
  } catch {
    drop();
    if (lease !== null) await etcd('lease/revoke', { ID: lease }).catch(() => undefined);
    return [503, { code: 'NOT_ACQUIRED' }];
  } finally {
    isAcquiring = false;
  }
}

async function write(value: unknown): Promise<Answer> {
  if (hold === null) return [409, { code: 'NOT_HOLDER' }];
  const { key, token } = hold;
  const put = { key: register, value: base64(JSON.stringify({ value, token })) };
  if (options.fenced === 'no') return [200, { token, revision: revisionIn(await etcd('kv/put', put)) }];
  const compare = [{ key, target: 'CREATE', result: 'EQUAL', create_revision: token }];
  const done = await etcd('kv/txn', { compare, success: [{ request_put: put }] });
  if (done['succeeded'] === true) return [200, { token, revision: revisionIn(done) }];
  if (hold?.key === key) drop();
  return [409, { code: 'LOCK_LOST' }];
}

/** A lease that cannot be revoked now ends by itself a little later. */
async function release(): Promise<Answer> {
  if (hold === null) return [409, { code: 'NOT_HOLDER' }];
  const { lease } = hold;
  drop();
  await etcd('lease/revoke', { ID: lease }).catch(() => undefined);
  return [200, {}];
}

async function answer(request: IncomingMessage): Promise<Answer> {
  let text = '';
  for await (const piece of request) text += String(piece);
  if (request.url === '/state')
    return [200, { state: isAcquiring ? 'acquiring' : hold === null ? 'idle' : 'holding', token: hold?.token ?? null }];
  if (request.url === '/acquire') return acquire();
  if (request.url === '/write') return write((JSON.parse(text) as Json)['value']);
  return request.url === '/release' ? release() : [404, { code: 'NO_SUCH_PATH' }];
}

const server = createServer((request, response) => {
  answer(request)
    .catch((error: Error): Answer => [503, { code: 'ETCD_SILENT', detail: error.message }])
    .then(([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
    .catch(() => response.destroy());
});
server.listen(Number(options.port), '127.0.0.1');
