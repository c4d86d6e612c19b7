// Goal: what a crash tears is cut off, what rots stops the node, and what a manager wrote it finds again.
// Method: the disk of a member of a running group, damaged byte by byte.
import { expect } from 'chai';
import { correctRules } from '../rules/index.js';
import { type Effect, type Env, type Input } from '../../world/index.js';
import { encodeLine } from '../raft/index.js';
import { limitsDefault, timingsDefault } from '../wire/config.js';
import { managerMachine } from './manager-machine.js';
import { correctManagerRules } from './manager-rules.js';
import { load } from './manager-disk.js';
import { ToyGroup } from './toy-group.js';

function diskOf(): Map<string, Uint8Array> {
  const group = new ToyGroup('disk');
  group.calmUntil(() => group.leader !== null);
  group.runCalmly(120);
  return new Map(group.leader?.disk);
}

const loaded = (disk: ReadonlyMap<string, Uint8Array>) => load(new Map(disk), correctManagerRules);

describe("a manager's disk", () => {
  const disk = diskOf();
  const log = disk.get('log') ?? new Uint8Array(0);
  const whole = loaded(disk);

  it('is read back as it was written', () => {
    expect(whole).to.be.an('object');
    if (typeof whole === 'string') return;
    expect(whole.log.entries.length + whole.log.base).to.be.at.least(whole.durable);
    expect(whole.durable).to.be.above(3);
    expect(whole.dirty).to.equal(false);
  });

  it('is empty at first', () => {
    expect(loaded(new Map())).to.deep.include({ term: 0, vote: null, snapshot: null, durable: 0, dirty: false });
  });

  it('loses a write that a crash tore above what is durable, whatever the place', () => {
    const line = Buffer.from(log).toString('latin1').split('\n').at(-2) ?? '';
    for (let cut = 1; cut <= line.length; cut += 7) {
      const torn = new Map(disk).set('log', Buffer.concat([log, Buffer.from(line.slice(0, cut), 'latin1')]));
      const found = loaded(torn);
      expect(found, `cut at ${cut}`).to.be.an('object');
      if (typeof found !== 'string') expect(found.log.entries).to.deep.equal(typeof whole === 'string' ? [] : whole.log.entries);
      if (typeof found !== 'string') expect(found.dirty).to.equal(true);
    }
  });

  it('stops the node when anything that is durable has rotted, and says where', () => {
    for (let at = 0; at < log.length; at += 11) {
      const rotten = Uint8Array.from(log);
      rotten[at] = (rotten[at] ?? 0) ^ 0x04;
      expect(loaded(new Map(disk).set('log', rotten)), `byte ${at}`).to.match(/^log: broken at byte \d+/);
    }
    const meta = Uint8Array.from(disk.get('meta') ?? []);
    meta[3] = (meta[3] ?? 0) ^ 1;
    expect(loaded(new Map(disk).set('meta', meta))).to.equal('meta: broken at byte 0');
  });

  it('has all its entries counted as durable before it tells anyone of them, though a crash came between the two files', () => {
    const behind = new Map(disk).set('meta', encodeLine({ term: 1, vote: null, durable: 1 }));
    const rotten = Uint8Array.from(log);
    rotten[log.length - 5] = (rotten[log.length - 5] ?? 0) ^ 1;
    expect(loaded(new Map(behind).set('log', rotten)), 'taken for torn: nobody was told').to.be.an('object');
    const config = { id: 'm1', managers: ['m1', 'm2', 'm3'], timings: timingsDefault, limits: limitsDefault };
    const env: Env = { now: 0, wall: 0, draw: () => 0 };
    const [, effects] = managerMachine(correctRules).boot({ on: 'boot', config, disk: behind } as unknown as Input & { on: 'boot' }, env);
    expect(effects[0], 'before anything else').to.include({ do: 'persist', file: 'meta' });
    const after = new Map(behind).set('meta', (effects[0] as Effect & { do: 'persist' }).bytes);
    expect(loaded(after)).to.be.an('object');
    expect(loaded(after.set('log', rotten))).to.match(/^log: broken at byte \d+/);
  });

  it('stops the node when its log is gone while what was durable is remembered', () => {
    const without = new Map(disk);
    without.delete('log');
    without.delete('snapshot');
    expect(loaded(without)).to.match(/^log: broken at byte 0/);
  });
});
