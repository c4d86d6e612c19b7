// Goal: report.json says all that a machine may ask of a campaign, is always whole, and is there from the first event on.
// Method: a toy campaign folded through the reporter into a fresh folder; the file is read back after each event.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CampaignEvent } from '../../src/contract/index.js';
import { rootAbove } from '../../scripts/tidy/root-above.js';
import { toyCampaign, toyEnd, toyQuietCampaign, toyRun } from '../toy-campaign.js';
import { hostileWord } from '../toy-history.js';
import { reportJson } from './report-json.js';

describe('report.json', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'report-json-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = () => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  function written(events: readonly CampaignEvent[]) {
    const reporter = reportJson(folder, () => 0);
    for (const event of events) reporter.on(event);
    void reporter.close();
    return read();
  }

  it('names the campaign and counts it', () => {
    const report = written(toyCampaign());
    expect(report).to.include({
      schema: 1,
      partial: false,
      verdict: 'violated',
      exit: 1,
      seed: 'feed',
      scenario: 'locks',
      world: 'sim',
      configurationHash: 'c0ffee',
      runs: 3,
      operations: 6,
      faultsHit: 6,
      faultsHitPerRun: 2,
      wallMillis: 1_500,
    });
    expect(report.command).to.equal('topple run locks --seed feed a');
    expect(report.verdicts).to.deep.equal({ holds: 1, unknown: 1, violated: 1 });
    expect(report.outcomes).to.deep.equal({ ok: 3, fail: 0, info: 3 });
    expect(report.recovery).to.deep.equal({ runs: 3, p50: 8_000, p90: 12_000, p99: 12_000, max: 12_000 });
  });

  it('tells of each kind of fault how many were begun and hit, and names one hit', () => {
    const { faults } = written(toyCampaign());
    expect(faults.latency).to.deep.include({ begun: 3, hit: 3, refused: 0 });
    expect(faults.latency.example).to.deep.equal({
      run: 0,
      step: 'f1',
      on: ['client', 'gate1'],
      place: 'client → gate1',
      hits: 1,
      operation: 'lock.put',
      words: 'latency delayed lock.put',
    });
    expect(faults.crash.example).to.include({ place: 'store1', hits: 2, operation: null });
    expect([faults.pause, faults.loss]).to.deep.equal([
      { begun: 3, hit: 0, idle: 0, refused: 0, example: null },
      { begun: 0, hit: 0, idle: 0, refused: 3, example: null },
    ]);
  });

  it('tells what befell each role, what each invariant said, and what the floors asked', () => {
    const report = written(toyCampaign());
    expect(report.nodes).to.deep.equal({ store: { crashes: 3, pauses: 0 } });
    expect(report.invariants).to.deep.equal({
      'recoverability/acknowledged-writes-stay': { holds: 1, violated: 1, unknown: 1 },
      'truth/idle': { holds: 0, violated: 0, unknown: 3 },
    });
    expect(report.floors.faultKinds).to.deep.equal({ asked: 3, reached: 2 });
    expect(report.floors.unknownPercentMax).to.deep.equal({ asked: 10, reached: 33 });
    expect(report.hollow).to.deep.equal(['2 kinds of fault hit, the floor is 3']);
    expect(report.unknown).to.deep.equal([{ reason: 'lag: 101 ms a', run: 1, count: 1 }]);
  });

  it('carries of each violation the plan, the evidence in words and the command that repeats it', () => {
    const [violation] = written(toyCampaign()).violations;
    expect(violation).to.include({
      id: '1abc',
      invariantId: 'I10',
      reproduced: '3/3',
      stepsBefore: 30,
      steps: 4,
      hash: 7,
      replay: 'npx topple replay topple-report/corpus/1abc.json',
    });
    expect(violation.evidence.map(({ seq }: { seq: number }) => seq)).to.deep.equal([2, 5, 15]);
    expect(violation.evidence[2].words).to.equal('look at intent (rest): /locks/a is not there');
    expect(violation.plan.steps).to.have.length(4);
  });

  it('is there after the first event, and after every other it is whole and no older than its period', () => {
    let now = 0;
    const reporter = reportJson(folder, () => now);
    for (const [index, event] of toyCampaign().entries()) {
      reporter.on(event);
      const report = read();
      expect(report.partial).to.equal(event.is !== 'campaign-end');
      if (event.is === 'run-end') expect(report.runs).to.equal(index);
      now += 5_000;
    }
    expect(readdirSync(folder)).to.deep.equal(['report.json']);
  });

  it('is not written at each event of a fast campaign', () => {
    let asked = 0;
    const reporter = reportJson(folder, () => (asked++, 0));
    for (let index = 0; index < 100; index++) reporter.on({ is: 'run-end', run: toyRun(index, 'holds'), events: [] });
    expect(read().runs).to.equal(1);
    expect(asked).to.be.below(110);
    void reporter.close();
    expect(read()).to.include({ runs: 100, partial: true, verdict: 'unfinished', interrupted: null, exit: null });
  });

  it('says that a campaign was interrupted', () => {
    const events = [
      ...toyQuietCampaign().slice(0, -1),
      { is: 'campaign-end' as const, ...toyEnd({ findings: 0, interrupted: true, exit: 130 }) },
    ];
    expect(written(events)).to.include({ verdict: 'interrupted', interrupted: true, partial: false, exit: 130 });
  });

  it('keeps what a system said as it was', () => {
    const [violation] = written(toyCampaign(hostileWord)).violations;
    expect(violation.subjects).to.deep.equal([`/locks/${hostileWord}`]);
  });

  it('has no field that its description leaves out', () => {
    const described = readFileSync(join(rootAbove(import.meta.url), 'docs', 'reports.md'), 'utf8');
    const unnamed = Object.keys(written(toyCampaign())).filter((field) => !described.includes(`\`${field}\``));
    expect(unnamed).to.deep.equal([]);
  });
});
