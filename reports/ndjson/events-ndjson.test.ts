// Goal: events.ndjson is a line per event, says whose each is, stays within its size, and is readable whenever the campaign stops.
// Method: toy campaigns of different lengths folded into a fresh folder, the file parsed line by line.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CampaignEvent } from '../../src/contract/index.js';
import { toyCampaign, toyEnd, toyRun, toyStart } from '../toy-campaign.js';
import { hostileWord, toyHistory } from '../toy-history.js';
import { type EventLimits, eventsNdjson } from './events-ndjson.js';

type Line = Readonly<Record<string, unknown>>;

describe('events.ndjson', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'events-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (): readonly Line[] =>
    readFileSync(join(folder, 'events.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  function written(events: Iterable<CampaignEvent>, limits?: EventLimits): readonly Line[] {
    const reporter = eventsNdjson(folder, limits);
    for (const event of events) reporter.on(event);
    void reporter.close();
    return read();
  }
  const ran = (index: number, verdict: 'holds' | 'unknown' | 'violated'): CampaignEvent => ({
    is: 'run-end',
    run: toyRun(index, verdict),
    events: toyHistory(),
  });
  const framed = (...events: readonly CampaignEvent[]): readonly CampaignEvent[] => [
    { is: 'campaign-start', ...toyStart() },
    ...events,
    { is: 'campaign-end', ...toyEnd() },
  ];

  it('opens with the campaign and its schema, and ends with the exit', () => {
    const lines = written(toyCampaign());
    expect(lines[0]).to.include({ is: 'campaign-start', schema: 1, seed: 'feed' });
    expect(lines.at(-1)).to.include({ is: 'campaign-end', runs: 3, exit: 1 });
  });

  it('says whose history each entry belongs to', () => {
    const lines = written(toyCampaign());
    for (const run of [0, 1, 2]) expect(lines.filter((line) => line['run'] === run && 'seq' in line)).to.have.length(17);
    expect(lines.filter((line) => line['finding'] === '1abc' && 'seq' in line)).to.have.length(17);
    expect(lines.find((line) => line['is'] === 'finding')).to.include({ foundIn: 2, invariant: 'recoverability/acknowledged-writes-stay' });
  });

  it('keeps the histories of the first runs and of those that do not hold, and a line of every other run', () => {
    const runs = [ran(0, 'holds'), ran(1, 'holds'), ran(2, 'violated'), ran(3, 'unknown'), ran(4, 'unknown')];
    const lines = written(framed(...runs), { firstRunsMax: 1, troubledRunsMax: 1, bytesMax: 1_000_000 });
    const heads = lines.filter((line) => line['is'] === 'run');
    expect(heads.map((line) => line['history'])).to.deep.equal(['full', 'left out', 'full', 'full', 'left out']);
    const told = new Set(lines.filter((line) => 'seq' in line).map((line) => line['run']));
    expect([...told]).to.deep.equal([0, 2, 3]);
  });

  it('is cut at its size, says so, and still says how the campaign ended', () => {
    const runs = Array.from({ length: 300 }, (_, index) => ran(index, 'violated'));
    const lines = written(framed(...runs), { firstRunsMax: 5, troubledRunsMax: 1_000, bytesMax: 200_000 });
    expect(statSync(join(folder, 'events.ndjson')).size).to.be.within(200_000, 300_000);
    expect(lines.slice(-2).map((line) => line['is'])).to.deep.equal(['cut', 'campaign-end']);
  });

  it('holds every finding as soon as it is made, so that a crash leaves it', () => {
    const reporter = eventsNdjson(folder);
    for (const event of toyCampaign().slice(0, -1)) reporter.on(event);
    expect(read().filter((line) => line['finding'] === '1abc')).to.have.length(18);
    void reporter.close();
  });

  it('keeps one line an event whatever a system said', () => {
    const lines = written(toyCampaign(hostileWord));
    expect(lines.filter((line) => line['is'] === 'node' && line['why'] === hostileWord)).to.have.length(4);
  });
});
