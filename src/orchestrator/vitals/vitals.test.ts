// Goal: what a node tells about itself can be read by what reads such things, and is the same text for the same figures.
// Method: any metrics at all through our writer and a strict reader; a table of requests.
import { expect } from 'chai';
import fc from 'fast-check';
import { type Effect, textOf } from '../../world/index.js';
import { counter, gauge, type Metric, metricsText, serveVitals, type Unready } from './index.js';
import { parseMetrics } from './parse-metrics.js';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}[a-z]$/).filter((each) => !each.endsWith('_total'));
const labels = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string({ unit: 'binary', maxLength: 12 }), { maxKeys: 3 });
const inOrder = (all: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
const samples = fc.uniqueArray(fc.record({ labels, value: fc.nat() }), {
  maxLength: 5,
  selector: (each) => JSON.stringify(inOrder(each.labels)),
});
const metric: fc.Arbitrary<Metric> = fc
  .tuple(fc.boolean(), name, fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), samples)
  .map(([isCounter, own, help, all]) => (isCounter ? counter : gauge)(own, `x${help}`, all));
const metrics = fc.uniqueArray(metric, { maxLength: 6, selector: (each) => each.name });

describe('metrics', () => {
  it('are read back as they were, and do not depend on the order in which they were told', () => {
    fc.assert(
      fc.property(metrics, (told) => {
        const text = metricsText(told);
        if (told.length === 0) return text === '';
        const read = parseMetrics(text);
        const key = (all: Metric['samples']): unknown =>
          all
            .map((each) => [inOrder(each.labels), each.value])
            .map((each) => JSON.stringify(each))
            .sort();
        expect([...read.keys()]).to.deep.equal(told.map((each) => each.name).sort((a, b) => (a < b ? -1 : 1)));
        for (const each of told) {
          expect(read.get(each.name)?.type).to.equal(each.type);
          expect(key(read.get(each.name)?.samples ?? [])).to.deep.equal(key(each.samples));
        }
        const turned = told.toReversed().map((each) => ({ ...each, samples: each.samples.toReversed() }));
        return metricsText(turned) === text;
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  for (const wrong of [
    'x 1\n',
    '# HELP a_total b\n# TYPE a_total gauge\n',
    '# HELP a b\n# TYPE a counter\n',
    '# HELP a b\n# TYPE a gauge\na 1\na 2\n',
    '# HELP a b\n# TYPE a gauge\na{x="1",x="2"} 2\n',
    '# HELP a b\n# TYPE a gauge\na{x="1"y="2"} 2\n',
    '# HELP a b\n# TYPE a gauge\na NaN\n',
    '# HELP a b\n# TYPE a gauge\na 1',
    '# HELP b b\n# TYPE b gauge\n# HELP a b\n# TYPE a gauge\n',
  ])
    it(`are not ${JSON.stringify(wrong)}`, () => void expect(() => parseMetrics(wrong)).to.throw(RangeError));
});

interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

function heardOf(effect: Effect | null): Heard | null {
  if (effect?.do !== 'reply' || effect.part === 'broken' || effect.part.head === null) return null;
  return { ...effect.part.head, text: textOf(effect.part.bytes) };
}

function call(method: string, path: string, unready: Unready | null = null): Heard | null {
  const vitals = { node: 'n"1', role: 'r', unready: () => unready, metrics: () => [counter('things', 'Things.', 3)] };
  return heardOf(serveVitals(-1, { method, path, headers: {}, body: null }, vitals));
}

describe('vitals', () => {
  const away = { code: 'AWAY', detail: 'it is away' };
  const table: readonly (readonly [method: string, path: string, unready: Unready | null, status: number | null, text: string])[] = [
    ['GET', '/healthz', null, 200, '{"status":"ok"}'],
    ['GET', '/healthz?verbose', away, 200, '{"status":"ok"}'],
    ['HEAD', '/healthz', null, 200, ''],
    ['GET', '/readyz', null, 200, '{"status":"ready"}'],
    ['GET', '/readyz', away, 503, '{"status":"unready","code":"AWAY","detail":"it is away"}'],
    ['HEAD', '/readyz', away, 503, ''],
    ['POST', '/readyz', null, 405, '{"code":"METHOD_NOT_ALLOWED"}'],
    ['DELETE', '/metrics', null, 405, '{"code":"METHOD_NOT_ALLOWED"}'],
    ['GET', '/healthz/', null, null, ''],
    ['GET', '/', null, null, ''],
  ];
  for (const [method, path, unready, status, text] of table)
    it(`${method} ${path} ${unready === null ? '' : 'of one that is not ready '}is ${status ?? 'for somebody else'}`, () => {
      const heard = call(method, path, unready);
      expect([heard?.status ?? null, heard?.text ?? '']).to.deep.equal([status, text]);
      if (status === 405) expect(heard?.headers['allow']).to.equal('GET, HEAD');
    });

  it('begin with who tells them and whether it is ready', () => {
    const read = parseMetrics(call('GET', '/metrics', away)?.text ?? '');
    expect(read.get('orchestrator_node_info')?.samples).to.deep.equal([{ labels: { node: 'n"1', role: 'r' }, value: 1 }]);
    expect(read.get('orchestrator_ready')?.samples).to.deep.equal([{ labels: {}, value: 0 }]);
    expect(read.get('orchestrator_things_total')).to.deep.equal({ type: 'counter', help: 'Things.', samples: [{ labels: {}, value: 3 }] });
    expect(call('GET', '/metrics')?.headers['content-type']).to.equal('text/plain; version=0.0.4; charset=utf-8');
    expect(call('HEAD', '/metrics')?.headers['content-length']).to.equal(String(call('GET', '/metrics')?.text.length));
  });
});
