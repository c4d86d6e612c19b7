import { expect } from 'chai';
import { ask, plainReply } from './ask.js';
import { Bed } from './bed.js';
import { eventually, pause } from './peer.js';
import type { Subject, Target } from './target.js';

const TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The route /metrics, which there is only for those who ask for it when they start the server. */
export function metricsConformance(target: Target): void {
  let server: Subject;
  let bed: Bed;
  before(async function () {
    if (target.another === undefined) return this.skip();
    server = await target.another({ proxyMetrics: true });
  });
  after(() => server?.close());
  beforeEach(async () => (bed = await Bed.open(server.url)));
  afterEach(() => bed.close());
  const metrics = async (): Promise<string> => (await ask(server.url, 'GET', '/metrics')).text;
  const line = (what: string, direction: string, bytes: number): string => {
    const { name, listen, upstream } = bed.proxy;
    return `toxiproxy_proxy_${what}_bytes_total{direction="${direction}",listener="${listen}",proxy="${name}",upstream="${upstream}"} ${bytes}\n`;
  };
  /** Reads until the text holds the line. */
  const shows = async (wanted: string): Promise<void> => {
    let text = '';
    let isOver = false;
    const reading = (async (): Promise<void> => {
      while (!isOver && !text.includes(wanted)) {
        text = await metrics();
        await pause(5);
      }
    })();
    await eventually(`the metric ${wanted}`, () => text.includes(wanted)).finally(() => (isOver = true));
    await reading;
  };

  it('is not there by default', async () => {
    for (const method of ['GET', 'POST']) {
      expect(await ask(target.url, method, '/metrics')).to.deep.equal(plainReply(404, '404 page not found\n', false));
    }
  });

  it('answers any method with Prometheus text', async () => {
    for (const method of ['GET', 'POST', 'DELETE', 'PUT']) {
      const reply = await ask(server.url, method, '/metrics');
      expect(reply).to.deep.include({ status: 200, numbered: true });
      expect(reply.type).to.match(new RegExp(`^${TYPE}`));
      for (const cause of ['encoding', 'gathering'])
        expect(reply.text).to.include(`promhttp_metric_handler_errors_total{cause="${cause}"} 0\n`);
    }
  });

  // Metrics: exact text of the labels
  it('counts what each proxy received and sent in each direction, over all of its connections', async () => {
    for (let connections = 1; connections <= 2; connections += 1) {
      const { near } = await bed.pair();
      near.socket.write('hello');
      await near.until(5);
      near.socket.end();
      await near.ended();
      for (const what of ['received', 'sent']) {
        for (const direction of ['upstream', 'downstream']) await shows(line(what, direction, connections * 5));
      }
    }
    for (const what of ['received', 'sent']) expect(await metrics()).to.include(`# TYPE toxiproxy_proxy_${what}_bytes_total counter\n`);
  });

  it('tells about its process in families of its own language', async () => {
    const runtime = await target.another?.({ runtimeMetrics: true });
    const { text = '' } = runtime === undefined ? {} : await ask(runtime.url, 'GET', '/metrics');
    await runtime?.close();
    for (const family of target.either('runtime metrics', {
      original: ['go_goroutines', 'go_build_info'],
      embedded: ['nodejs_version_info', 'nodejs_heap_size_used_bytes'],
    })) {
      expect(text).to.include(`# TYPE ${family} `);
    }
    for (const family of ['process_resident_memory_bytes', 'process_cpu_seconds_total']) expect(text).to.include(`# TYPE ${family} `);
    expect(text).to.not.include('toxiproxy_proxy_');
  });

  it('counts while a connection is open, or only when it ends', async () => {
    const { near } = await bed.pair();
    near.socket.write('hello');
    await near.until(5);
    if (target.either('live counters', { original: true, embedded: false })) {
      expect(await metrics()).to.not.include(bed.proxy.name);
    } else await shows(line('sent', 'downstream', 5));
  });
}
