// Goal: a story keeps what a reader needs of a campaign of any length, and no more.
// Method: toy campaigns, and long ones made of one run again and again, folded into a story.
import { expect } from 'chai';
import type { CampaignEvent, Event } from '../../src/contract/index.js';
import { toyCampaign, toyRun } from '../toy-campaign.js';
import { toyHistory } from '../toy-history.js';
import { verdictSentence } from './verdict-sentence.js';
import { cellsMax, type CampaignStory, newStory, tallyOf, tellStory } from './campaign-story.js';

function storyOf(events: Iterable<CampaignEvent>): CampaignStory {
  const story = newStory();
  for (const event of events) tellStory(story, event);
  return story;
}

describe('a story', () => {
  it('adds up what runs told, until the end tells it better', () => {
    const all = toyCampaign();
    expect(tallyOf(storyOf(all.slice(0, -1))).sums.get('operations')).to.equal(6);
    expect(tallyOf(storyOf(all)).sums).to.deep.equal(tallyOf(storyOf(all.slice(0, -1))).sums);
  });

  it('is bounded, however long the campaign', () => {
    const runs = Array.from(
      { length: 3 * cellsMax },
      (_, index): CampaignEvent => ({ is: 'run-end', run: toyRun(index, index % 2 === 0 ? 'holds' : 'unknown'), events: [] }),
    );
    const story = storyOf(runs);
    expect(story.runs).to.equal(3 * cellsMax);
    expect(story.cells.length).to.be.below(1.5 * cellsMax);
    expect(story.unknownReasons.size).to.equal(1);
    expect([...story.unknownReasons.values()][0]).to.include({ count: 1.5 * cellsMax, run: 1 });
  });

  it('tells the runs that are excused from those that proved nothing', () => {
    const reasons = ['excused: disk-flips on a1', 'lag: 101 ms', 'excused: disk-forgets on b1'];
    const runs = reasons.map(
      (reason, index): CampaignEvent => ({ is: 'run-end', run: { ...toyRun(index, 'unknown'), reasons: [reason] }, events: [] }),
    );
    const story = storyOf(runs);
    expect([story.verdicts.unknown, story.excused]).to.deep.equal([3, 2]);
    expect(verdictSentence(story)).to.include('; 2 of them excused; 1 of them proved nothing');
  });

  it('is bounded against a system that makes up names', () => {
    const made = Array.from(
      { length: 20_000 },
      (_, index): CampaignEvent => ({
        is: 'run-end',
        run: { ...toyRun(index, 'holds'), tally: { sums: new Map([[`mark/${index}`, 1]]), maxima: new Map() } },
        events: [],
      }),
    );
    expect(storyOf(made).sums.size).to.be.at.most(5_000);
  });

  it('keeps as the example of a fault one that met an operation, once there is one', () => {
    const onlyMessages = toyHistory().map((event): Event => (event.is === 'fault' ? { ...event, hit: [] } : event));
    const ran = (index: number, events: readonly Event[]): CampaignEvent => ({ is: 'run-end', run: toyRun(index, 'holds'), events });
    expect(storyOf([ran(0, onlyMessages), ran(1, onlyMessages)]).hitExamples.get('latency')).to.include({ run: 0, operation: null });
    expect(storyOf([ran(0, onlyMessages), ran(1, toyHistory()), ran(2, toyHistory())]).hitExamples.get('latency')).to.include({
      run: 1,
      operation: 'lock.put',
    });
  });

  it('keeps the history of one run, the one that most faults hit', () => {
    const ran = (index: number, faultsHit: number): CampaignEvent => ({
      is: 'run-end',
      run: { ...toyRun(index, 'holds'), faultsHit },
      events: toyHistory(),
    });
    expect(storyOf([ran(0, 1), ran(1, 3), ran(2, 2)]).busiest?.run.index).to.equal(1);
  });
});
