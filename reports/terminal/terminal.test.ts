// Goal: the terminal says what a person needs, in order, on whatever it is shown.
// Method: a toy campaign folded through the reporter onto a screen that keeps what it was given; laws about its lines, not pictures of them.
import { expect } from 'chai';
import type { CampaignEvent } from '../../src/contract/index.js';
import { hostileWord } from '../toy-history.js';
import { toyCampaign, toyEnd, toyFinding, toyQuietCampaign, toyRun, toyStart } from '../toy-campaign.js';
import { type Screen, terminal } from './terminal.js';

const escape = '\u001b';

function shown(events: readonly CampaignEvent[], screen: Partial<Screen> = {}): string {
  let text = '';
  const reporter = terminal({ write: (more) => void (text += more), live: false, ...screen });
  for (const event of events) reporter.on(event);
  void reporter.close();
  return text;
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

describe('the terminal', () => {
  it('says the seed first and the replay command last', () => {
    const lines = linesOf(shown(toyCampaign()));
    expect(lines[0]).to.match(/^seed feed /);
    expect(lines.at(-1)).to.match(/npx topple replay topple-report\/corpus\/1abc\.json$/);
  });

  it('writes no escape where lines cannot be written over and colours are not wanted', () => {
    expect(shown(toyCampaign())).to.not.include(escape);
    expect(shown(toyCampaign(hostileWord))).to.not.include(escape);
  });

  it('lets no text of a system through that could drive a screen', () => {
    const text = shown(toyCampaign(hostileWord), { live: true, coloured: true, now: () => 0 });
    expect(text)
      .to.not.include('\u001b]0;')
      .and.not.include('\u001b[2J')
      .and.not.include('\u202e')
      .and.not.include('\ud800')
      .and.not.include('\u0007');
    expect(Math.max(...linesOf(text).map((line) => line.length))).to.be.below(700);
  });

  it('tells a failure as expected, found, numbered steps with the faults among them, and how to go there again', () => {
    const text = shown(toyCampaign());
    const order = [
      '✗ VIOLATED',
      'I10 recoverability/acknowledged-writes-stay',
      'expected',
      'broken for  /locks/a',
      '3 of 3 times',
      'found instead',
      '/locks/a is not there',
      'the shortest way there',
      'lock.put',
      'crash on store1',
      'lock.get',
      'npx topple replay',
    ];
    let place = 0;
    for (const words of order) {
      place = text.indexOf(words, place);
      expect(place, words).to.be.above(-1);
    }
    expect(text.slice(text.indexOf('shortest way'))).to.match(
      / 1 .*fault .*latency on client → gate1.*hit 1\n.* 2 .*lane1 .*lock\.put \/locks\/a.*→ 201 \(ok\)/,
    );
    expect(text).to.match(/lock\.get .*never answered/);
  });

  it('closes with the promise, one named hit of each kind, crashes by role, recovery and the meaning of the exit', () => {
    const text = shown(toyCampaign(), { reports: ['out/index.html'] });
    const closing = text.slice(text.lastIndexOf('✗ 1 claim was broken in 3 runs.'));
    expect(closing).to.match(/promise +Locks stay/);
    expect(closing).to.match(/3 × +latency delayed lock\.put \(client → gate1, run 0\)/);
    expect(closing).to.match(/3 × +crash cut off 2 messages \(store1, run 0\)/);
    expect(closing)
      .to.match(/never hit anything: pause/)
      .and.not.match(/never hit anything:.*loss/);
    expect(closing)
      .to.match(/crashes +store 3/)
      .and.to.match(/pauses +none/);
    expect(closing).to.match(/recovery +p50 8 ms, p90 12 ms, p99 12 ms, max 12 ms/);
    expect(closing).to.match(/unknown +1 run, such as 1: lag: 101 ms/);
    expect(closing).to.match(/exit +1: a claim was broken/);
    expect(closing).to.match(/reports +out\/index\.html/);
  });

  it('says in the verdict that all recovered, that a campaign was hollow, and that it was interrupted', () => {
    const quiet = toyQuietCampaign();
    const endingWith = (change: Parameters<typeof toyEnd>[0]): string =>
      shown([
        ...quiet.slice(0, -1),
        { is: 'campaign-end', ...toyEnd({ runs: 1, tally: toyRun(0, 'holds').tally, findings: 0, hollow: [], exit: 0, ...change }) },
      ]);
    expect(endingWith({}))
      .to.include('✓ The one run recovered.')
      .and.to.match(/exit +0/);
    expect(endingWith({ hollow: ['2 operations, the floor is 5'], exit: 3 }))
      .to.match(/\? .*hollow/)
      .and.to.match(/exit +3/);
    expect(endingWith({ interrupted: true, exit: 130 })).to.match(/Interrupted after 1 run/);
  });

  it('closes once, also when the end of the campaign never came', () => {
    expect(shown(toyQuietCampaign()).match(/promise/g)).to.have.length(1);
    expect(shown(toyQuietCampaign().slice(0, -1))).to.match(/Not at its end: 1 run so far/);
  });

  it('writes one line over and over on a live screen, no more often than ten times a second', () => {
    let now = 0;
    const runs = Array.from({ length: 1_000 }, (_, index): CampaignEvent => ({ is: 'run-end', run: toyRun(index, 'holds'), events: [] }));
    const text = shown([{ is: 'campaign-start', ...toyStart() }, ...runs], { live: true, now: () => (now += 1) });
    const writes = text.split('\r').filter((part) => part.includes('runs ·'));
    expect(writes.length).to.be.within(5, 20 * 2);
    expect(writes.at(-1))
      .to.match(/ runs · [\d,]+ operations · \d+ runs\/s · [\d,]+ faults hit · no findings/)
      .and.not.include('\n\n');
  });

  it('keeps the live line within the width of its place, so that it can be written over', () => {
    const text = shown(
      [
        { is: 'campaign-start', ...toyStart() },
        { is: 'run-end', run: toyRun(0, 'holds'), events: [] },
      ],
      { live: true, now: () => 0, columns: () => 30 },
    );
    const live = text.split('\r').find((part) => part.includes('operations ·') || part.endsWith('…')) ?? '';
    expect(live.replace('\u001b[K', '')).to.have.length(29);
  });

  it('tells a failure of any length on one screen', () => {
    const finding = toyFinding();
    const call = finding.plan.steps[0];
    if (call === undefined) throw new RangeError('the toy plan has steps');
    const steps = Array.from({ length: 500 }, (_, index) => ({ ...call, id: `x${index}` }));
    const lines = shown([{ is: 'finding', finding: { ...finding, plan: { ...finding.plan, steps } } }]).split('\n');
    expect(lines.findIndex((line) => line.includes('npx topple replay'))).to.be.below(50);
    expect(lines.some((line) => line.includes('and 476 more'))).to.equal(true);
  });

  it('says now and then how far it is where lines cannot be written over, also while nothing ends', () => {
    let now = 0;
    let beat: () => void = () => undefined;
    let text = '';
    const reporter = terminal({
      write: (more) => void (text += more),
      live: false,
      now: () => now,
      every: (_, act) => ((beat = act), () => undefined),
    });
    reporter.on({ is: 'campaign-start', ...toyStart() });
    for (now = 0; now <= 60_000; now += 1_000) beat();
    expect(text.match(/^0 runs · /gm)).to.have.length(7);
  });

  it('colours only when it is asked to, and says the same words', () => {
    const plain = shown(toyCampaign());
    const coloured = shown(toyCampaign(), { coloured: true });
    const stripped = coloured.split(escape).map((part, index) => (index === 0 ? part : part.replace(/^\[[\d;]*m/, '')));
    expect(coloured).to.include(escape);
    expect(stripped.join('')).to.equal(plain);
  });
});
