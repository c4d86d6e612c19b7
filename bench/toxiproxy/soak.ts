import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Changes, type Choose } from './changes.js';
import { Talker } from './talker.js';

const proxy = 'soak';
const openAtOnce = 50;
const pieceBytesMax = 8_192;
const restMillisMax = 3_000;

export interface SoakOptions {
  /** The API of the server. */
  readonly url: string;
  readonly connections: number;
  /** How many changes of toxics there are, evenly over the time. */
  readonly changes: number;
  readonly millis: number;
  readonly choose: Choose;
  /** Called twenty times, evenly over the time, and once before. */
  readonly sample: () => void;
}

/** What a soak found. */
export interface Soaked {
  readonly checkedBytes: number;
  readonly wrongPieces: number;
  readonly brokenConnections: number;
  readonly changes: number;
  /** Requests to the API that were not answered with success. */
  readonly refused: number;
  readonly slowestAnswerMillis: number;
  /** Connections and toxics that the server still has after all were closed and removed. */
  readonly left: number;
}

/** Connections that talk through a proxy to an echo while its toxics are added, changed and removed; then all is taken away again. */
export async function soak({ url, connections, changes, millis, choose, sample }: SoakOptions): Promise<Soaked> {
  const echo = createServer({ noDelay: true }, (socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const api = new Api(url);
  const upstream = `127.0.0.1:${(echo.address() as AddressInfo).port}`;
  const { listen } = (await api.ask('POST', '/proxies', { name: proxy, listen: '127.0.0.1:0', upstream })) as { readonly listen: string };
  sample();
  const talkers = await openAll(Number(listen.split(':')[1]), connections);
  let isOver = false;
  const talking = talkers.map((talker) => talk(talker, () => isOver, choose));
  const sampling = (async () => {
    for (let time = 0; time < 20; time += 1) {
      await setTimeout(millis / 20);
      sample();
    }
  })();
  await changeAll(api, new Changes(proxy, choose), changes, millis);
  await sampling;
  isOver = true;
  await api.ask('POST', '/reset');
  await Promise.all(talking);
  const talked = talkers.map((talker) => talker.talked);
  for (const talker of talkers) await talker.close();
  const left = await api.left();
  await api.ask('DELETE', `/proxies/${proxy}`);
  echo.close();
  return {
    checkedBytes: talked.reduce((sum, { checkedBytes }) => sum + checkedBytes, 0),
    wrongPieces: talked.reduce((sum, { wrongPieces }) => sum + wrongPieces, 0),
    brokenConnections: talked.filter(({ isBroken }) => isBroken).length,
    changes,
    refused: api.refused,
    slowestAnswerMillis: api.slowestMillis,
    left,
  };
}

async function openAll(port: number, count: number): Promise<readonly Talker[]> {
  const talkers: Talker[] = [];
  while (talkers.length < count) {
    const some = Array.from({ length: Math.min(openAtOnce, count - talkers.length) }, (_none, index) =>
      Talker.open(port, talkers.length + index),
    );
    talkers.push(...(await Promise.all(some)));
  }
  return talkers;
}

/** At least once, and until all changes are made. */
async function talk(talker: Talker, isOver: () => boolean, choose: Choose): Promise<void> {
  do {
    await talker.say(4 + choose(pieceBytesMax / 4) * 4);
    if (!isOver()) await setTimeout(choose(restMillisMax));
  } while (!isOver());
}

async function changeAll(api: Api, changes: Changes, count: number, millis: number): Promise<void> {
  const begun = performance.now();
  for (let index = 0; index < count; index += 1) {
    const { method, path, body } = changes.next();
    await api.ask(method, path, body);
    const early = begun + (millis * (index + 1)) / count - performance.now();
    if (early > 1) await setTimeout(early);
  }
}

/** Asks, and keeps count of what was not well. */
class Api {
  readonly #url: string;
  refused = 0;
  slowestMillis = 0;

  constructor(url: string) {
    this.#url = url;
  }

  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const begun = performance.now();
    const answer = await fetch(this.#url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    this.slowestMillis = Math.max(this.slowestMillis, performance.now() - begun);
    if (!answer.ok) this.refused += 1;
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  /** What is left once the server has noticed that all is over; waits five seconds for that. */
  async left(): Promise<number> {
    for (let tries = 0; ; tries += 1) {
      const open = (await this.ask('GET', '/connections')) as readonly unknown[];
      const toxics = (await this.ask('GET', `/proxies/${proxy}/toxics`)) as readonly unknown[];
      if (open.length + toxics.length === 0 || tries === 100) return open.length + toxics.length;
      await setTimeout(50);
    }
  }
}
