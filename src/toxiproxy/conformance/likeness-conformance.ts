import { expect } from 'chai';
import { startToxiproxy } from '../index.js';
import { scheduleFields } from '../schedule.js';
import { kindsIn } from '../toxics/toxic-kinds.js';
import { ask } from './ask.js';
import type { Reply } from './ask.js';
import type { Subject, Target } from './target.js';

type Said = readonly [method: string, path: string, body?: unknown];

const UPSTREAM = '127.0.0.1:1';
const P = '/proxies/p';
/** Values of every type, for fields that one of the two does not know. */
const WILD: readonly unknown[] = [null, true, -1, 1.5, 1e300, '', 'x', [], [7], {}, { path: 7 }, { a: [{ b: {} }] }];
const PROXY_FIELDS = ['unknown', 'toxics', 'on_dial_error', 'accept'];
const TOXIC_FIELDS = ['unknown', 'match', ...scheduleFields];

/** All that this server has beyond the original, and what neither knows, said in every place where it could be read. */
const STORY: readonly Said[] = [
  ['GET', '/proxies'],
  ['POST', '/proxies', { name: 'p', listen: '127.0.0.1:0', upstream: UPSTREAM }],
  ...PROXY_FIELDS.flatMap((field) => WILD.flatMap((value, index) => ofProxy(field, value, `${field}${index}`))),
  ['POST', '/proxies', { name: 'good', listen: '127.0.0.1:0', upstream: UPSTREAM, toxics: [{ type: 'latency' }], accept: 'blackhole' }],
  ['GET', '/proxies/good/toxics'],
  ['POST', '/populate', [{ name: 'good', listen: '127.0.0.1:0', upstream: UPSTREAM, toxics: [{ type: 'nothing' }] }]],
  ...[...kindsIn(false).keys()].flatMap(ofType),
  ...TOXIC_FIELDS.flatMap((field) => WILD.flatMap((value, index) => ofToxic(field, value, `${field}${index}`))),
  ['GET', P],
  ['GET', '/proxies'],
  ['POST', '/reset'],
  ['GET', P],
  ['DELETE', P],
  ['GET', P],
];

function ofProxy(field: string, value: unknown, name: string): readonly Said[] {
  const body = { listen: '127.0.0.1:0', upstream: UPSTREAM, enabled: false, [field]: value };
  return [
    ['POST', '/proxies', { name, ...body }],
    ['PATCH', `/proxies/${name}`, { [field]: value }],
    ['GET', `/proxies/${name}`],
    [
      'POST',
      '/populate',
      [
        { name, ...body },
        { name: `${name}-more`, ...body },
      ],
    ],
    ['DELETE', `/proxies/${name}-more`],
    ['DELETE', `/proxies/${name}`],
  ];
}

function ofType(type: string): readonly Said[] {
  return [
    ['POST', `${P}/toxics`, { type, stream: 'upstream', attributes: { unknown: 1, mode: 1, status: 503 } }],
    ['GET', `${P}/toxics/${type}_upstream`],
    ['PATCH', `${P}/toxics/${type}_upstream`, { attributes: { unknown: [], mode: 'x' }, toxicity: 0.5 }],
    ['DELETE', `${P}/toxics/${type}_upstream`],
  ];
}

function ofToxic(field: string, value: unknown, name: string): readonly Said[] {
  return [
    ['POST', `${P}/toxics`, { type: 'noop', name, [field]: value, attributes: { [field]: value } }],
    ['PATCH', `${P}/toxics/${name}`, { [field]: value, attributes: { [field]: value } }],
    ['GET', `${P}/toxics/${name}`],
    ['DELETE', `${P}/toxics/${name}`],
  ];
}

/** The strict embedded server and the original, side by side: what a client sees is the same, but for the ports that each took. */
export function likenessConformance(target: Target): void {
  if (!target.isOriginal) return;
  it(`answers ${STORY.length} requests with all that only the other knows as that does when it is strict`, async function () {
    if (target.another === undefined) return this.skip();
    const original = await target.another();
    const strict = await startToxiproxy({ strict: true });
    try {
      for (const said of STORY) expect(await told(strict, said), JSON.stringify(said)).to.deep.equal(await told(original, said));
    } finally {
      await Promise.all([original.close(), strict.close()]);
    }
  });
}

async function told({ url }: Subject, [method, path, body]: Said): Promise<Reply> {
  const reply = await ask(url, method, path, { body: body === undefined ? undefined : JSON.stringify(body) });
  return { ...reply, text: reply.text.replace(/127\.0\.0\.1:[0-9]{2,}/g, '127.0.0.1:PORT') };
}
