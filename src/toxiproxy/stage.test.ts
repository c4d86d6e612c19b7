// Goal: what a toxic has let through arrives, and what it has decided is done once, whatever comes between.
// Method: bytes through one connection, past toxics behind it, past a reader that stalls, and with the toxic changed or removed meanwhile.
import { expect } from 'chai';
import { pause } from './conformance/peer.js';
import { HttpTrial } from './http-trial.js';
import { always } from './schedule.js';
import { Stage } from './stage.js';
import type { StageHost } from './stage-host.js';
import type { Toxic } from './toxic.js';
import { siteOf, Trial } from './trial.js';
import { hold, oneChunk } from './toxics/toxic-kind.js';
import type { Chunk, Step } from './toxics/toxic-kind.js';

const STALLED_BYTES = 30_000_000;
const DELAY_MILLIS = 200;

/** A stage that decides in turn as told, and all that comes out of it, while there is room. */
function staged(steps: Step[]): { readonly stage: Stage; readonly out: string[]; room: boolean } {
  const made = { out: [] as string[], room: true };
  const { talk, http } = siteOf('stage');
  const toxic: Toxic = {
    name: 'told',
    kind: {
      type: 'told',
      goName: 'ToldToxic',
      attributes: [],
      ...oneChunk,
      affect: () => ({ decide: (item) => (item === 'idle' ? hold : (steps.shift() ?? hold)) }),
    },
    stream: 'downstream',
    streamText: 'downstream',
    toxicity: 1,
    attributes: {},
    schedule: always,
    match: undefined,
    generation: 0,
    counts: {},
    order: 1,
    records: http.records,
    createdMillis: 0,
    createdAfter: 0,
  };
  const host = { seedKey: 'stage', ordinal: 1, strict: false, talk, fired: () => undefined };
  const next = {
    hasRoom: () => made.room,
    push: ({ bytes }: Chunk) => void made.out.push(bytes.toString()),
    end: () => void made.out.push('end'),
  };
  const options = { toxic, stream: 'downstream', host: host as unknown as StageHost, next, wakePrevious: () => undefined } as const;
  return Object.assign(made, { stage: new Stage(options) });
}

function chunk(text: string): Chunk {
  return { bytes: Buffer.from(text), arrivedMillis: 0, turn: 1 };
}

describe('what a toxic has decided', function () {
  this.timeout(60_000);
  let trial: Trial | undefined;
  after(() => trial?.close());

  it('is done once there is room, and not decided again because the toxic is changed', () => {
    const told = staged([{ kind: 'cut', bytes: 2 }, { kind: 'drop' }]);
    told.room = false;
    told.stage.push(chunk('abcd'));
    told.stage.restart();
    told.room = true;
    told.stage.roomCame();
    expect(told.out).to.deep.equal(['ab']);
  });

  it('stands when the toxic is removed before there is room: what replaces bytes is not lost', () => {
    const told = staged([{ kind: 'take' }, { kind: 'replace', bytes: Buffer.from('mine') }]);
    told.room = false;
    told.stage.push(chunk('head'));
    told.stage.push(chunk('tail'));
    told.stage.release();
    expect(told.out).to.deep.equal(['mine']);
  });

  it('is counted once: limit_data passes all of its bytes to a reader that stalls while it is changed', async () => {
    trial = await Trial.open({}, { echo: false });
    const path = await trial.toxic({ type: 'limit_data', attributes: { bytes: STALLED_BYTES } });
    const { near, far } = await trial.bed.pair();
    near.socket.pause();
    far.socket.write(Buffer.alloc(STALLED_BYTES + 1, 'x'));
    await pause(DELAY_MILLIS);
    for (let times = 0; times < 5; times += 1) await trial.ask('PATCH', path, {});
    near.socket.resume();
    expect([await near.ended(), near.length]).to.deep.equal(['end', STALLED_BYTES]);
  });
});

describe('what a toxic has let through before it ends the stream', function () {
  this.timeout(60_000);
  let [trial, http]: [Trial?, HttpTrial?] = [];
  after(async () => {
    await trial?.close();
    await http?.close();
  });

  it('arrives although toxics behind it still have it, and nothing follows when it is removed', async () => {
    trial = await Trial.open({}, { echo: false });
    const path = await trial.toxic({ type: 'limit_data', attributes: { bytes: 10 } });
    await trial.toxic({ type: 'latency', attributes: { latency: DELAY_MILLIS } });
    const { near, far } = await trial.bed.pair();
    far.socket.write('0123456789and more');
    await pause(DELAY_MILLIS / 4);
    await trial.ask('DELETE', path);
    far.socket.write('and yet more');
    expect([await near.ended(), near.received().toString()]).to.deep.equal(['end', '0123456789']);
  });

  it('arrives as an answer of its own with which the connection ends', async () => {
    http = await HttpTrial.open();
    await http.toxic({ type: 'http_status', attributes: { status: 418 } });
    await http.toxic({ type: 'latency', attributes: { latency: DELAY_MILLIS } });
    const got = await http.call('GET', '/', { headers: { connection: 'close' } });
    expect([got.status, got.error]).to.deep.equal([418, undefined]);
  });
});
