// Goal: the page is one file that tells the verdict, what was tried and each violation, and in which a system's texts are only ever text.
// Method: toy campaigns made into pages; laws about their markup. A browser's own view is in page-in-browser.test.ts.
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { CampaignEvent } from '../../src/contract/index.js';
import { newStory, tellStory } from '../story/campaign-story.js';
import { toyCampaign, toyEnd, toyFinding, toyQuietCampaign, toyStart } from '../toy-campaign.js';
import { hostileWord } from '../toy-history.js';
import { copyScript, copyScriptHash } from './copy-script.js';
import { page } from './page.js';

function pageOf(events: readonly CampaignEvent[]): string {
  const story = newStory();
  for (const event of events) tellStory(story, event);
  return page(story);
}

/** The tags of a page, in order. */
function tagsIn(markup: string): readonly string[] {
  const body = markup.replace(/<style>.*?<\/style>/s, '').replace(/<script>.*?<\/script>/s, '<script></script>');
  return [...body.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(([tag]) => tag);
}

describe('the page', () => {
  it('says the verdict first, then the totals, then what was broken, then what was tried', () => {
    const text = pageOf(toyCampaign());
    const order = [
      '1 claim was broken in 3 runs.',
      'Faults that hit',
      'What was acknowledged stays',
      'Found instead',
      '/locks/a is not there',
      'How it went',
      '<svg',
      'The shortest way there',
      'npx topple replay',
      'Recovery',
      'What hit what',
      'latency delayed lock.put',
      'Floors',
      'Judges',
      'Operations',
    ];
    let place = 0;
    for (const words of order) {
      place = text.indexOf(words, place);
      expect(place, words).to.be.above(-1);
    }
  });

  it('fetches nothing, and its policy lets no script run but its own', () => {
    const text = pageOf(toyCampaign());
    expect(text).to.not.match(/\b(src|href|action)=|url\(|@import|https?:/);
    expect(text).to.include("default-src 'none'").and.to.include(`script-src 'sha256-${copyScriptHash}'`);
    expect(createHash('sha256').update(copyScript).digest('base64')).to.equal(copyScriptHash);
  });

  it('has the same tags whatever a system calls its things', () => {
    expect(tagsIn(pageOf(toyCampaign(hostileWord)))).to.deep.equal(tagsIn(pageOf(toyCampaign('b'.repeat(500)))));
  });

  it('spells out what would turn a text round or end a file early', () => {
    const text = pageOf(toyCampaign(hostileWord));
    for (const evil of ['\u202e', '\u0000', '\u001b', '\ud800']) expect(text).to.not.include(evil);
    expect(text).to.include('\\u{1b}]0;owned\\u{7}');
  });

  it('stays small when bodies are huge and findings are many', () => {
    const finding = (id: string): CampaignEvent => ({ is: 'finding', finding: { ...toyFinding(hostileWord), id } });
    const many = Array.from({ length: 100 }, (_, index) => finding(String(index)));
    const text = pageOf([{ is: 'campaign-start', ...toyStart(hostileWord) }, ...many, { is: 'campaign-end', ...toyEnd() }]);
    expect(text.length).to.be.below(1_000_000);
    expect(text).to.include('88 more findings in report.json');
  });

  it('shows the hardest run when nothing was broken', () => {
    const text = pageOf(toyQuietCampaign());
    expect(text)
      .to.include('The one run recovered.')
      .and.to.include('The hardest run')
      .and.to.match(/Run 0, which 2 faults hit/);
  });

  it('says of a campaign without a single run that it has nothing to say', () => {
    expect(pageOf([{ is: 'campaign-start', ...toyStart() }]))
      .to.include('Not at its end: 0 runs so far')
      .and.to.include('no run came that far');
    expect(pageOf([])).to.include('Not at its end: 0 runs so far');
  });

  it('says why a campaign was hollow', () => {
    const hollow = toyEnd({ runs: 1, findings: 0, hollow: ['2 operations, the floor is 5'], exit: 3 });
    const text = pageOf([...toyQuietCampaign().slice(0, -1), { is: 'campaign-end', ...hollow }]);
    expect(text).to.include('the campaign was hollow').and.to.include('<li>2 operations, the floor is 5</li>');
  });
});
