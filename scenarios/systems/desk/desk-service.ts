// The volume desk, a program of its own: it knows nothing of who tests it. Volumes are attached to servers and detached again by a slow worker; all that
// it knows is in one file, durable before it is answered. `node desk-service.js --port 8080 --file desk.json [--work-millis 400] [--repeat restart]`
//   POST /volumes {"name"} · GET /volumes · DELETE /volumes/NAME · POST /volumes/NAME/attach {"server"} · POST /volumes/NAME/detach
// A volume may be detached while it is still being attached: that follows once it is attached. A change that is sent again under the same
// Idempotency-Key is the same change.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { parseArgs } from 'node:util';

interface Volume {
  readonly name: string;
  state: 'available' | 'attaching' | 'in-use' | 'detaching';
  server: string | null;
  /** What the worker is at, and what it does after that. */
  work: 'attach' | 'detach' | null;
  next: 'detach' | null;
  /** Of the last change that was accepted. */
  key: string | null;
}

type Answer = readonly [status: number, body: unknown];

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    file: { type: 'string', default: 'desk.json' },
    'work-millis': { type: 'string', default: '400' },
    repeat: { type: 'string', default: 'remember' },
  },
});
const bodyBytesMax = 10_000;
const volumes = new Map<string, Volume>();
const timers = new Map<string, NodeJS.Timeout>();

function save(): void {
  const file = openSync(`${options.file}.new`, 'w');
  writeSync(file, JSON.stringify([...volumes.values()]));
  fsyncSync(file);
  closeSync(file);
  renameSync(`${options.file}.new`, options.file);
}

function setTimer({ name }: Volume): void {
  clearTimeout(timers.get(name));
  timers.set(
    name,
    setTimeout(() => finish(name), Number(options['work-millis'])),
  );
}

function begin(volume: Volume, work: 'attach' | 'detach'): void {
  volume.work = work;
  setTimer(volume);
}

function finish(name: string): void {
  const volume = volumes.get(name);
  if (volume === undefined || volume.work === null) return;
  if (volume.next === null) volume.state = volume.work === 'attach' ? 'in-use' : 'available';
  if (volume.work === 'detach') volume.server = null;
  const { next } = volume;
  volume.work = volume.next = null;
  if (next !== null) begin(volume, next);
  save();
}

function callOff(volume: Volume): void {
  clearTimeout(timers.get(volume.name));
  volume.work = null;
}

function change(volume: Volume, what: 'attach' | 'detach'): void {
  if (volume.next === what) return;
  if (volume.work === null || what === 'attach') begin(volume, what);
  else volume.next = what;
}

function accept(volume: Volume, what: 'attach' | 'detach', key: string | null, server: string | null): Answer {
  const isRepeat = key !== null && volume.key === key;
  const isTimely = what === 'attach' ? volume.state === 'available' : volume.state === 'in-use' || volume.state === 'attaching';
  if (!isRepeat && !isTimely) return [409, { code: 'VOLUME_BUSY', state: volume.state }];
  if (isRepeat && options.repeat === 'remember') return [202, volume];
  if (isRepeat) callOff(volume);
  change(volume, what);
  volume.state = what === 'attach' ? 'attaching' : 'detaching';
  volume.server ??= server;
  volume.key = key;
  return [202, volume];
}

function answer(method: string, path: string, body: { readonly [name: string]: unknown }, key: string | null): Answer {
  const [, root, name = String(body['name'] ?? ''), verb] = path.split('/');
  if (root !== 'volumes') return [404, { code: 'NO_SUCH_PATH' }];
  if (method === 'GET') return [200, { volumes: [...volumes.values()] }];
  if (!/^[a-z0-9-]{1,40}$/.test(name)) return [400, { code: 'NAME_INVALID' }];
  const volume = volumes.get(name);
  if (method === 'POST' && path === '/volumes') {
    if (volume !== undefined) return [409, { code: 'VOLUME_EXISTS' }];
    volumes.set(name, { name, state: 'available', server: null, work: null, next: null, key: null });
    return [201, volumes.get(name)];
  }
  if (volume === undefined) return [404, { code: 'NO_SUCH_VOLUME' }];
  if (method === 'POST' && (verb === 'attach' || verb === 'detach')) return accept(volume, verb, key, String(body['server'] ?? 'server1'));
  if (method !== 'DELETE' || verb !== undefined) return [405, { code: 'METHOD_NOT_ALLOWED' }];
  if (volume.state !== 'available') return [409, { code: 'VOLUME_BUSY', state: volume.state }];
  volumes.delete(name);
  return [204, null];
}

async function bodyOf(request: IncomingMessage): Promise<{ readonly [name: string]: unknown } | null> {
  let text = '';
  for await (const piece of request) if ((text += String(piece)).length > bodyBytesMax) return null;
  try {
    const body: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof body === 'object' && body !== null ? { ...body } : null;
  } catch {
    return null;
  }
}

if (existsSync(options.file))
  for (const volume of JSON.parse(readFileSync(options.file, 'utf8')) as Volume[]) volumes.set(volume.name, volume);
for (const volume of volumes.values()) if (volume.work !== null) setTimer(volume);

const server = createServer((request, response) => {
  const reply = async (): Promise<void> => {
    const body = await bodyOf(request);
    const key = request.headers['idempotency-key'];
    const [status, said] =
      body === null
        ? [400, { code: 'BODY_NOT_JSON' }]
        : answer(request.method ?? '', request.url ?? '', body, typeof key === 'string' ? key : null);
    if (request.method !== 'GET' && status < 300) save();
    response.writeHead(status, { 'content-type': 'application/json' }).end(said === null ? undefined : JSON.stringify(said));
  };
  // A caller that leaves in the middle of its request has asked for nothing.
  reply().catch(() => response.destroy());
});
server.listen(Number(options.port), '127.0.0.1');
